import App
import Contract
import Fixtures
import Testing

@Suite struct CLIAlertTests {
    @Test("alerts are listed, acknowledged and snoozed (AL-02)")
    func alerts() async throws {
        let plane = FakePlane()
        let list = await skillyard("alerts", plane: plane)
        #expect(list.status == .ok)
        for text in ["Targets failed", "claude rate_limited rate_limit_error", "snoozed", "recovered"] {
            #expect(list.output.contains(text), "\(text)")
        }
        let one = await skillyard("alerts", "acknowledge", "a", "--reason", "They know.", plane: plane)
        #expect(one.status == .ok)
        #expect(plane.asked.reasons == ["They know."])
        let silent = await skillyard("alerts", "acknowledge", "a", plane: plane)
        #expect(silent.status == .usage)
        let snooze = await skillyard("alerts", "snooze", "a", "--hours", "2", plane: plane)
        #expect(snooze.output.contains("Snoozed until"))
        #expect(plane.asked.snoozes.count == 1)
        #expect(await skillyard("alerts", "snooze", "a", "--hours", "721", plane: plane).status == .usage)
    }

    @Test("one alert says who looks after it, until when and why (AL-02)")
    func oneAlert() async throws {
        let id = "019abcd1-0002-7a3b-8c4d-5e6f70819a02"
        let run = await skillyard("alerts", "show", id)
        #expect(run.status == .ok)
        #expect(
            run.outputLines == [
                "\(id): Targets wait too long (warning, snoozed)",
                "  rule          queue-age",
                "  cause         gemini",
                "  seen          12 times, 2026-11-22 09:31:00Z to 2026-11-22 09:43:00Z",
                "  message       The oldest target has waited for 42 minutes.",
                "  acknowledged  by mina, 2026-11-22 09:44:10Z",
                "  snoozed       until 2026-11-23 09:00:00Z",
                "  reason        The quota is raised tomorrow.",
                "  runbook       docs/operations.md#alert-queue-age",
            ]
        )
        let json = await skillyard("alerts", "show", id, "--json")
        let alert = try JSON.decode(AlertView.self, from: json.output.utf8)
        #expect(alert.id.rawValue == id)
    }

    @Test func oneRuleSaysHowOftenItIsToldAndWhoChangedIt() async throws {
        let plane = FakePlane()
        let run = await skillyard("alert-rules", "show", "worker-gone", plane: plane)
        #expect(run.status == .ok)
        #expect(
            run.outputLines == [
                "worker-gone: No worker is at work (critical, enabled)",
                "  looks for  fewer than 1 worker",
                "  repeated   every 60 minutes",
                "  runbook    docs/operations.md#alert-worker-gone",
                "  revision   1, by system, 2026-11-22 08:00:00Z",
            ]
        )
        let own = await skillyard("alert-rules", "show", "runs", plane: plane)
        #expect(own.output.contains("Runs that failed (info, disabled)"))
        #expect(own.output.contains("  repeated   never"))
        #expect(!own.output.contains("runbook"))
        let json = await skillyard("alert-rules", "show", "runs", "--json", plane: plane)
        #expect(try JSON.decode(AlertRuleView.self, from: json.output.utf8).id.rawValue == "runs")
        #expect(await skillyard("alert-rules", "show", "none", plane: plane).status != .ok)
    }

    @Test func aRuleIsChangedInWhatIsNamed() async throws {
        let plane = FakePlane()
        let run = await skillyard("alert-rules", "set", "queue-age", "--severity", "critical", plane: plane)
        #expect(run.status == .ok)
        let settings = try #require(plane.asked.rules.first)
        #expect(settings.severity == .critical)
        #expect(settings.condition == .queueAge(provider: ProviderID(rawValue: "gemini"), minutes: 30))
        #expect(plane.asked.preconditions == [.unchanged(Revision(text: "2"))])
    }

    @Test func ofAConditionOnlyWhatIsNamedChanges() async throws {
        let gemini = ProviderID(rawValue: "gemini")
        for (arguments, condition) in [
            (["--minutes", "10"], AlertCondition.queueAge(provider: gemini, minutes: 10)),
            (["--when", "queue_age", "--minutes", "11"], .queueAge(provider: gemini, minutes: 11)),
            (["--every-provider"], .queueAge(minutes: 30)),
            (["--when", "stuck_task"], .stuckTask(provider: gemini, minutes: 30)),
            (
                ["--when", "run_failed", "--outcome", "failed"],
                .runFailed(outcomes: [.failed], provider: gemini)
            ),
            (["--when", "credential_expiring"], .credentialExpiring(provider: gemini, withinDays: 14)),
            (
                ["--when", "credential_expiring", "--within-days", "30", "--every-provider"],
                .credentialExpiring(withinDays: 30)
            ),
        ] {
            let plane = FakePlane()
            let run = await skillyard(["alert-rules", "set", "queue-age"] + arguments, plane: plane)
            #expect(run.status == .ok, "\(arguments)")
            #expect(plane.asked.rules.map(\.condition) == [condition], "\(arguments)")
            let dry = await skillyard(
                ["alert-rules", "dry-run", "--rule", "queue-age"] + arguments,
                plane: plane
            )
            if !arguments.contains("--when") {
                #expect(dry.status == .ok)
                #expect(plane.asked.conditions == [condition], "\(arguments)")
            }
        }
    }

    @Test(arguments: [
        ["--percent", "10"], ["--code", "timeout"], ["--minimum", "2"], ["--outcome", "failed"],
        ["--within-days", "14"],
    ])
    func whatAConditionDoesNotHaveIsRefused(_ arguments: [String]) async throws {
        let plane = FakePlane()
        let run = await skillyard(["alert-rules", "set", "queue-age"] + arguments, plane: plane)
        #expect(run.status == .usage)
        #expect(plane.asked.rules.isEmpty)
    }

    @Test(arguments: ["set", "dry-run"]) func theHelpNamesEveryCondition(_ command: String) async {
        let help = await skillyard("alert-rules", command, "--help")
        #expect(help.status == .ok)
        // It is broken into lines to fit the terminal.
        let text = help.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let kinds = AlertCondition.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        #expect(text.contains("What it looks for. (values: \(kinds))"))
    }

    @Test func aNewRuleSaysWhenItFires() async throws {
        let plane = FakePlane()
        #expect(await skillyard("alert-rules", "set", "mine", plane: plane).status != .ok)
        let run = await skillyard(
            "alert-rules",
            "set",
            "mine",
            "--when",
            "failure_rate",
            "--percent",
            "20",
            "--repeat",
            "30",
            plane: plane
        )
        #expect(run.status == .ok)
        #expect(plane.asked.preconditions == [.absent])
        #expect(plane.asked.rules.first?.repeatMinutes == 30)
        let condition = AlertCondition.failureRate(percent: 20, windowMinutes: 15, atLeast: 10)
        #expect(plane.asked.rules.first?.condition == condition)
        let removed = await skillyard("alert-rules", "remove", "queue-age", plane: plane)
        #expect(removed.status == .ok)
    }

    @Test("a dry run says when a rule would have fired (AL-03)")
    func dryRun() async throws {
        let plane = FakePlane()
        let run = await skillyard("alert-rules", "dry-run", "--rule", "stuck-task", plane: plane)
        #expect(run.output.contains("In the last 30 days it would have fired 2 times."))
        #expect(run.output.contains("gemini"))
        #expect(plane.asked.conditions == [.stuckTask(minutes: 90)])
        #expect(await skillyard("alert-rules", "dry-run", plane: plane).status == .usage)
        let list = await skillyard("alert-rules", plane: plane)
        #expect(list.output.contains("targets that wait for 30 minutes on gemini"))
    }

    @Test func failuresAreListedAndAcknowledgedAsTheyWereSeen() async throws {
        let plane = FakePlane()
        let list = await skillyard("failures", plane: plane)
        #expect(list.output.contains("rate_limit_error"))
        let run = await skillyard(
            "failures",
            "acknowledge",
            "claude",
            "rate_limited",
            "--signature",
            "rate_limit_error",
            "--reason",
            "old",
            plane: plane
        )
        #expect(run.output.contains("Acknowledged 3 targets."))
        let inbox: FailureInbox = try Fixtures.value("listFailures")
        #expect(plane.asked.acknowledged.map(\.lastAt) == [inbox.groups[0].lastAt])
        let other = await skillyard(
            "failures",
            "acknowledge",
            "claude",
            "timeout",
            "--reason",
            "old",
            plane: plane
        )
        #expect(other.status != .ok)
    }

    @Test func theFailuresOfACauseAreRetriedAndWhatIsLeftIsSaid() async throws {
        let plane = FakePlane()
        let run = await skillyard(
            "failures",
            "retry",
            "claude",
            "rate_limited",
            "--signature",
            "rate_limit_error",
            plane: plane
        )
        #expect(run.status == .partial)
        for text in ["Put back 2 targets of 1 run.", "Left 1 target", "is yanked"] {
            #expect(run.output.contains(text), "\(text)")
        }
        let provider = ProviderID(rawValue: "claude")
        let cause = AlertCause(provider: provider, code: .rateLimited, signature: "rate_limit_error")
        #expect(plane.asked.retried == [FailureRetryRequest(cause: cause)])
        let list = await skillyard("failures", "list", "--help", plane: plane)
        #expect(!list.output.contains("run retry"))
        #expect(await skillyard("failures", "retry", "claude", plane: plane).status == .usage)
    }
}
