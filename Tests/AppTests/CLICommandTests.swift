import App
import Contract
import Testing

@Suite struct CLIUsageTests {
    @Test func withoutArgumentsItShowsWhatThereIs() async {
        let run = await skillyard()
        #expect(run.status == .ok)
        #expect(run.output.contains("skillyard <subcommand>"))
    }

    @Test(arguments: [
        ["--nonsense"], ["instal"], ["install"], ["install", "a"], ["install", "a@x", "--on", "b"],
        ["install", "a", "--on", ","], ["install", "a", "--on", "b", "--plan", "--wait"],
        ["runs", "--status", "odd"], ["runs", "--limit", "201"], ["run", "rollback", "r"],
        ["skill", "add"], ["skill", "yank", "a", "--reason", "r"], ["token", "create", "n", "--days", "0"],
        ["providers", "set", "p", "--option", "novalue"], ["serve", "--port", "seventy"],
        ["simulate", "--host", "0.0.0.0"], ["providers", "credential", "set"],
        ["providers", "credential", "set", "p", "the-key-itself"], ["runs", "--url", "nowhere"],
    ])
    func wrongUsageEndsWithTwoAndAMessageOnStandardError(arguments: [String]) async {
        let run = await skillyard(arguments)
        #expect(run.status == .usage)
        #expect(run.output.isEmpty)
        #expect(!run.messages.isEmpty)
    }

    /// OP-06.
    @Test(arguments: ["bash", "zsh", "fish"])
    func completionScriptsAreMade(shell: String) async {
        let run = await skillyard("--generate-completion-script", shell)
        #expect(run.status == .ok)
        #expect(run.output.contains("rollback"))
    }

    @Test func theVersionIsAnAnswer() async {
        #expect(await skillyard("--version").output == SkillyardVersion.current + "\n")
    }
}

@Suite struct CLIServerCommandTests {
    @Test func flagsGoBeforeTheEnvironment() async {
        let run = await skillyard("serve", "--port", "9000", environment: ["SKILLYARD_PORT": "9001"])
        #expect(run.output == "all on 127.0.0.1:9000\n")
    }

    @Test func workerIsServeWithAnotherRole() async {
        let run = await skillyard("worker", environment: ["SKILLYARD_ROLE": "api", "SKILLYARD_PORT": "9001"])
        #expect(run.output == "worker on 127.0.0.1:9001\n")
    }

    /// SEC-12.
    @Test func listeningBeyondLoopbackWithoutTLSIsRefused() async {
        let run = await skillyard("serve", "--host", "0.0.0.0")
        #expect(run.status == .usage)
        #expect(run.messages.contains("--tls-cert"))
        let allowed = await skillyard("serve", "--host", "0.0.0.0", "--allow-insecure")
        #expect(allowed.status == .ok)
    }
}

@Suite struct CLIAdministrationTests {
    @Test func aBrokenAuditLogEndsWithFour() async {
        let run = await skillyard("audit", "verify")
        #expect(run.status == .failed)
        #expect(run.output.contains("entry 4"))
    }

    @Test func aDeniedCommandEndsWithFiveAndSaysWhatToDo() async {
        let plane = FakePlane(.init(refusal: Problem(.permissionDenied, "Needs the role admin.")))
        let run = await skillyard("token", "list", plane: plane)
        #expect(run.status == .denied)
        #expect(run.messages.contains("Needs the role admin."))
        #expect(run.messages.contains(ProblemCode.permissionDenied.nextStep))
    }

    @Test func withJSONTheRefusalIsTheAnswer() async throws {
        let problem = Problem(.unavailable, "Down.", retryAfterSeconds: 3)
        let run = await skillyard("runs", "--json", plane: FakePlane(.init(refusal: problem)))
        #expect(run.status == .failure)
        #expect(try JSON.decode(Problem.self, from: run.output.utf8) == problem)
    }

    @Test func settingAProviderChangesWhatIsNamedAndLeavesTheRest() async throws {
        let present = ProviderSettings(
            kind: .claude,
            displayName: "Claude",
            credential: "env:A",
            options: ["workspace": "w", "beta": "x"],
            ratePerMinute: 60
        )
        let plane = FakePlane(.init(providers: [Samples.provider("claude", present)]))
        let arguments = ["providers", "set", "claude", "--option", "beta=", "--rate", "0", "--disabled"]
        let run = await skillyard(arguments, plane: plane)
        #expect(run.status == .ok)
        var expected = present
        expected.options = ["workspace": "w"]
        expected.ratePerMinute = nil
        expected.enabled = false
        #expect(plane.asked.settings == [expected])
        let drawn = Samples.provider("claude", present)
        #expect(
            plane.asked.preconditions == [.unchanged(drawn.revision)],
            "nobody's change in between is undone"
        )
    }

    @Test func aProviderOrEverythingIsPausedWithAReason() async {
        let plane = FakePlane(.init(providers: [Samples.provider("claude")]))
        #expect(await skillyard("pause", "claude", "--reason", "noon", plane: plane).status == .ok)
        let all = await skillyard("pause", "--all", "--reason", "all of it", plane: plane)
        #expect(all.output.contains("Everything is paused by mina: all of it"))
        #expect(plane.asked.reasons == ["noon", "all of it"])
        #expect(await skillyard("resume", "--all", plane: plane).output.contains("Work goes on."))
        for arguments in [
            ["pause", "claude"], ["pause", "--reason", "x"], ["pause", "a", "--all", "--reason", "x"],
            ["resume"],
        ] {
            #expect(await skillyard(arguments, plane: plane).status == .usage)
        }
    }

    @Test func aNewProviderNeedsItsKind() async {
        #expect(await skillyard("providers", "set", "new").status == .usage)
        let plane = FakePlane()
        let run = await skillyard(
            ["providers", "set", "g", "--kind", "gemini", "--option", "location=us-east1"],
            plane: plane
        )
        #expect(run.status == .ok)
        #expect(plane.asked.settings.map(\.baseURL) == ["https://us-east1-aiplatform.googleapis.com"])
        #expect(plane.asked.preconditions == [.absent])
    }

    @Test func doctorNamesEveryCheckAndTheNextStep() async throws {
        let plane = FakePlane(.init(providers: [Samples.provider("openai")]))
        let run = await skillyard("doctor", plane: plane)
        #expect(run.status == .ok)
        #expect(run.output.contains("ok    reachable"))
        #expect(run.output.contains("warn  clock"))
        #expect(run.output.contains("warn  version"))
        #expect(run.output.contains("next: skillyard providers check openai"))
        #expect(!run.output.contains("identity provider"))
        for (issuer, line) in [
            ("https://id.example.com", "ok    identity provider"),
            ("https://id.example.com/", "FAIL  identity provider"),
        ] {
            let environment = ["SKILLYARD_TOKEN": "t", "SKILLYARD_OIDC_ISSUER": issuer]
            let checked = await skillyard("doctor", plane: plane, environment: environment)
            #expect(checked.output.contains(line))
        }
        let denied = FakePlane(.init(refusal: Problem(.authenticationRequired, "Unknown token.")))
        #expect(await skillyard("doctor", plane: denied).status == .failed)
    }
}
