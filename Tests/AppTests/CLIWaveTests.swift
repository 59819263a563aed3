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
    ])
    func whatCannotBeReadStartsNothing(_ options: [String]) async {
        let plane = FakePlane(.init(runs: [Samples.run(.queued)]))
        let run = await skillyard(["install", "demo", "--on", "openai"] + options, plane: plane)
        #expect(run.status == .usage)
        #expect(plane.asked.requests.isEmpty)
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
        let sample = Samples.run(.running).with(waves)
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
        let sample = Samples.run(.running).with(waves)
        let plane = FakePlane(.init(runs: [sample, sample, sample]))
        #expect(await skillyard("run", "release-wave", "r1", plane: plane).status == .ok)
        #expect(await skillyard("run", "stop-waves", "r1", "--reason", "Slow.", plane: plane).status == .ok)
        #expect(plane.asked.reasons == ["release wave 2", "Slow."])
    }
}

extension RunView {
    fileprivate func with(_ waves: RunWavesView) -> RunView {
        RunView(
            id: id,
            kind: kind,
            status: status,
            requestedBy: requestedBy,
            source: source,
            reason: reason,
            parentRunID: parentRunID,
            createdAt: createdAt,
            startedAt: startedAt,
            finishedAt: finishedAt,
            counts: counts,
            waves: waves,
            tasks: tasks
        )
    }
}
