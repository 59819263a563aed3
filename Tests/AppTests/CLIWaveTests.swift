import App
import Contract
import Testing

/// Runs that begin later and in waves, at the command line.
@Suite struct CLIWaveTests {
    @Test func theOptionsAreWhatIsAskedFor() async throws {
        let plane = FakePlane(.init(runs: [Samples.run(.queued)]))
        let run = await skillyard(
            "install",
            "demo",
            "--on",
            "openai,claude",
            "--at",
            "2h",
            "--canary",
            "claude",
            "--canary",
            "50%",
            "--soak",
            "15m",
            "--stop-at",
            "5%",
            "--rollback-on-stop",
            plane: plane
        )
        #expect(run.status == .ok)
        let request = try #require(plane.asked.requests.last)
        #expect(request.startAt == Samples.now + .seconds(7200))
        #expect(
            request.waves
                == RunWaves(
                    steps: [.providers([ProviderID(rawValue: "claude")]), .percent(50)],
                    soakSeconds: 900,
                    stopAt: .percent(5),
                    onStop: .rollback
                )
        )
    }

    @Test(arguments: ["2026-12-01T09:00Z", "2026-12-01T09:00:00Z", "2026-12-01T18:00+09:00"])
    func aTimeIsTakenWithAndWithoutSeconds(_ time: String) async throws {
        let plane = FakePlane(.init(runs: [Samples.run(.queued)]))
        _ = await skillyard("install", "demo", "--on", "openai", "--at", time, plane: plane)
        #expect(plane.asked.requests.last?.startAt == Timestamp("2026-12-01T09:00:00Z"))
        #expect(plane.asked.requests.last?.waves == nil)
    }

    @Test(arguments: [
        ["--at", "soon"], ["--canary", "x%"], ["--soak", "5m"], ["--canary", "5%", "--soak", "5"],
        ["--at", "2h", "--plan-hash", "h"], ["--at", "in 2h", "--idempotency-key", "k"],
    ])
    func whatCannotBeReadStartsNothing(_ options: [String]) async {
        let plane = FakePlane(.init(runs: [Samples.run(.queued)]))
        let run = await skillyard(["install", "demo", "--on", "openai"] + options, plane: plane)
        #expect(run.status == .usage)
        #expect(plane.asked.requests.isEmpty)
    }

    /// In two hours is another time by then.
    @Test func aPlanSaysWhichTimeItIsFor() async {
        let start = Samples.now + .seconds(7200)
        let plan = PlanView(kind: .install, targets: [], hash: "h", startAt: start)
        let run = await skillyard(
            "install",
            "demo",
            "--on",
            "openai",
            "--at",
            "2h",
            "--plan",
            plane: FakePlane(.init(plan: plan))
        )
        #expect(run.messages.contains("add --at \(start) --plan-hash h"))
        let plane = FakePlane(.init(runs: [Samples.run(.queued)]))
        let exact = ["install", "demo", "--on", "openai", "--at", "\(start)", "--plan-hash", "h"]
        #expect(await skillyard(exact, plane: plane).status == .ok)
        #expect(plane.asked.requests.last?.startAt == start)
    }

    @Test func whoWaitsWithoutATerminalIsToldOfTheWaves() async {
        func seen(_ status: RunStatus, _ first: RunWavesView.Wave.State, _ second: RunWavesView.Wave.State)
            -> RunView
        {
            let waves: [RunWavesView.Wave] = [
                .init(wave: 1, targets: 1, state: first, releasedAt: Samples.now),
                .init(wave: 2, targets: 3, state: second),
            ]
            let plan = RunWaves(steps: [.percent(10)])
            return Samples.run(status).with(waves: RunWavesView(plan: plan, waves: waves))
        }
        let runs = [
            seen(.running, .running, .waiting), seen(.running, .running, .waiting),
            seen(.running, .done, .running), seen(.success, .done, .done),
        ]
        for options in [["--json"], []] {
            let run = await skillyard(
                ["run", "show", "r1", "--wait"] + options,
                plane: FakePlane(.init(runs: runs))
            )
            let told = run.messages.split(separator: "\n").filter { $0.hasPrefix("wave ") }
            #expect(
                told == [
                    "wave 1 of 2: 1 target, running", "wave 1 of 2: 1 target, done",
                    "wave 2 of 2: 3 targets, running", "wave 2 of 2: 3 targets, done",
                ]
            )
        }
    }

    @Test func theRunSaysWhereItsWavesStand() async {
        let waves = RunWavesView(
            plan: RunWaves(steps: [.percent(10)], soakSeconds: 600),
            waves: [
                .init(wave: 1, targets: 1, state: .soaking, soakUntil: Samples.now + .seconds(90)),
                .init(wave: 2, targets: 3, state: .waiting),
            ],
            stopped: .init(at: Samples.now, by: "system", failed: 1, begun: 1)
        )
        let sample = Samples.run(.running).with(waves: waves)
        let run = await skillyard("run", "show", "r1", plane: FakePlane(.init(runs: [sample])))
        #expect(
            run.outputLines.contains {
                $0.hasPrefix("  wave 1 of 2: 1 target, waits before the next, the next begins in")
            }
        )
        #expect(run.outputLines.contains("  wave 2 of 2: 3 targets, waiting"))
        #expect(run.outputLines.contains("  stopped by system: 1 of 1 targets failed"))
    }

    @Test func theNextWaveIsBegunAndTheRestStopped() async {
        let waves = RunWavesView(
            plan: RunWaves(steps: [.percent(10)]),
            waves: [
                .init(wave: 1, targets: 1, state: .running, releasedAt: Samples.now),
                .init(wave: 2, targets: 3, state: .waiting),
            ]
        )
        let sample = Samples.run(.running).with(waves: waves)
        let plane = FakePlane(.init(runs: [sample, sample, sample]))
        #expect(await skillyard("run", "release-wave", "r1", plane: plane).status == .ok)
        #expect(await skillyard("run", "stop-waves", "r1", "--reason", "Slow.", plane: plane).status == .ok)
        #expect(plane.asked.reasons == ["release wave 2", "Slow."])
    }
}
