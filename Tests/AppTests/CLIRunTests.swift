import App
import Contract
import Testing

@Suite struct CLIRunTests {
    private let authFailed = TaskError(code: .authFailed, message: "401 from the vendor", retryable: false)

    private var partial: [RunView] {
        [
            Samples.run(
                .queued,
                [Samples.task("a", "openai", .queued), Samples.task("a", "claude", .queued)]
            ),
            Samples.run(
                .running,
                [Samples.task("a", "openai", .running), Samples.task("a", "claude", .queued)]
            ),
            Samples.run(
                .partialFailed,
                [
                    Samples.task("a", "openai", .success),
                    Samples.task("a", "claude", .failed, error: authFailed),
                ]
            ),
        ]
    }

    @Test func installSendsExactlyWhatWasTyped() async {
        let plane = FakePlane(.init(runs: [Samples.run(.queued)]))
        let run = await skillyard(
            "install",
            "a@2",
            "회의록",
            "--on",
            "openai,claude",
            "--on",
            "codex",
            "--reason",
            "why",
            "--idempotency-key",
            "k",
            "--plan-hash",
            "h",
            plane: plane
        )
        #expect(run.status == .ok)
        #expect(run.output == "01a00000-0000-7000-8000-000000000001\n")
        #expect(plane.asked.keys == ["k"])
        let providers = ["openai", "claude", "codex"].map { ProviderID(rawValue: $0) }
        let expected = RunRequest(
            skills: [.init(name: "a", version: 2), .init(name: "회의록")],
            providers: providers,
            reason: "why",
            planHash: "h"
        )
        #expect(plane.asked.requests == [expected])
    }

    @Test func onAllMeansEveryEnabledProvider() async {
        let disabled = ProviderSettings(kind: .gemini, displayName: "g", enabled: false)
        let providers = [Samples.provider("openai"), Samples.provider("gemini", disabled)]
        let plane = FakePlane(.init(providers: providers, runs: [Samples.run(.queued)]))
        _ = await skillyard("uninstall", "a", "--on", "all", plane: plane)
        #expect(plane.asked.requests.map(\.providers) == [[ProviderID(rawValue: "openai")]])
        #expect(plane.asked.requests.map(\.kind) == [.uninstall])
    }

    @Test func waitingEndsWithTheRunsStatusAndPlainLinesInAPipe() async {
        let run = await skillyard(
            "install",
            "a",
            "--on",
            "b",
            "--wait",
            plane: FakePlane(.init(runs: partial))
        )
        #expect(run.status == .partial)
        #expect(
            run.outputLines == [
                "  ▸ a@1 → openai  running",
                "  ✗ a@1 → claude  failed  1.2 s",
                "      auth_failed: 401 from the vendor",
                "      next: " + FailureCode.authFailed.nextAction.english,
                "  ✓ a@1 → openai  success  1.2 s",
                "install partial failed: 1 of 2 done, 1 failed",
            ]
        )
    }

    @Test func waitingWithJSONAnswersOneDocument() async throws {
        let run = await skillyard(
            "run",
            "retry",
            "r",
            "--wait",
            "--json",
            plane: FakePlane(.init(runs: partial))
        )
        #expect(run.status == .partial)
        #expect(try JSON.decode(RunView.self, from: run.output.utf8) == partial.last)
        #expect(run.outputLines.count == 1)
    }

    @Test func aTerminalIsRepaintedInPlace() async {
        let screen = Console.Screen(width: 80, height: 24)
        let plane = FakePlane(.init(runs: partial))
        let run = await skillyard("install", "a", "--on", "b", "--wait", plane: plane, screen: screen)
        #expect(run.output.contains("\u{1B}[3A"))
        #expect(run.output.contains("████"))
        #expect(run.output.hasSuffix("\u{1B}[J\u{1B}[?7h"))
    }

    @Test func aServerThatRestartsWhileWaitingIsAskedAgain() async {
        let plane = FakePlane(.init(runs: partial, outages: 1..<3))
        let run = await skillyard("install", "a", "--on", "b", "--wait", plane: plane)
        #expect(run.status == .partial)
        #expect(run.messages.contains("The server does not answer; asking again."))
    }

    @Test func anEventMakesItLookAtOnce() async {
        let event = EventView(position: 1, kind: .runChanged, at: Samples.now, runID: partial[0].id)
        let plane = FakePlane(.init(runs: partial, events: [.event(event), .resync(position: 9)]))
        let run = await skillyard("run", "show", "latest", "--wait", plane: plane)
        #expect(run.status == .partial)
    }

    /// OP-04: the run's own request once, and that of a retry at its tries.
    @Test func aRunNamesTheRequestsThatAskedForIt() async throws {
        let tries = ["start-1", "retry-1"].enumerated().map { number, request in
            AttemptView(
                number: number + 1,
                startedAt: Samples.now,
                finishedAt: Samples.now,
                outcome: "success",
                error: nil,
                worker: "w",
                requestID: request
            )
        }
        let sample = Samples.task("a", "b", .success, tries, request: "retry-1")
        let plane = FakePlane(.init(runs: [Samples.run(.success, [sample], request: "start-1")]))
        let run = await skillyard("run", "show", "latest", "--attempts", plane: plane)
        #expect(run.outputLines.contains("  request id: start-1"))
        let shown = run.outputLines.filter { $0.contains("  try ") }
        #expect(shown.map { $0.hasSuffix("(worker w)") } == [true, false])
        #expect(shown.last?.hasSuffix("(worker w, request id retry-1)") == true)
        let older = FakePlane(.init(runs: [Samples.run(.success)]))
        #expect(await !skillyard("run", "show", "latest", plane: older).output.contains("request id"))
    }

    @Test func aPlanThatIsPartlyBlockedEndsWithThree() async {
        let finding = Finding(
            level: .error,
            code: "name.length",
            path: "SKILL.md",
            line: 2,
            message: "Too long.",
            fix: "Shorten it."
        )
        let id = ProviderID(rawValue: "openai")
        let targets = [
            PlanView.Target(skill: "a", version: 1, provider: id, action: .create, reasons: []),
            PlanView.Target(skill: "b", version: 3, provider: id, action: .blocked, reasons: [finding]),
        ]
        let plane = FakePlane(.init(plan: PlanView(kind: .install, targets: targets, hash: "abc")))
        let run = await skillyard("install", "a", "b", "--on", "openai", "--plan", plane: plane)
        #expect(run.status == .partial)
        #expect(run.outputLines[2] == "b      3        openai    BLOCKED")
        #expect(run.messages.contains("SKILL.md:2: Too long."))
        #expect(run.messages.contains("--plan-hash abc"))
    }

    @Test func rollbackPassesTheReasonOn() async {
        let plane = FakePlane(.init(runs: [Samples.run(.queued)]))
        let run = await skillyard("run", "rollback", "latest", "--reason", "broke", plane: plane)
        #expect(run.status == .ok)
        #expect(plane.asked.reasons == ["broke"])
    }
}
