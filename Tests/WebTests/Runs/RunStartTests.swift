import Contract
import Fixtures
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import Web

/// Since when a run could begin, and whether it still is to.
@Suite struct RunStartTests {
    private static let now = Timestamp(microseconds: 1_800_000_000_000_000)

    private static let id = RunID(rawValue: "0190c7a0-0000-7000-8000-0000000000a1")

    private func run(
        startAt: Timestamp? = nil,
        startedAt: Timestamp? = nil,
        waves: RunWavesView? = nil,
        tasks: [TaskView]? = nil
    ) -> RunView {
        RunView(
            id: Self.id,
            kind: .install,
            status: .queued,
            requestedBy: "mina",
            source: .cli,
            reason: nil,
            parentRunID: nil,
            createdAt: Self.now - .seconds(3600),
            startedAt: startedAt,
            finishedAt: nil,
            counts: TaskCounts(),
            startAt: startAt,
            waves: waves,
            tasks: tasks
        )
    }

    private func target(awaitsWave: Bool?) -> TaskView {
        TaskView(
            id: TaskID(rawValue: "t1"),
            skill: "release-notes",
            version: 2,
            provider: ProviderID(rawValue: "claude"),
            status: .queued,
            attempt: 0,
            maxAttempts: 5,
            nextAttemptAt: nil,
            startedAt: nil,
            finishedAt: nil,
            error: nil,
            remote: nil,
            step: nil,
            awaitsWave: awaitsWave,
            attempts: []
        )
    }

    @Test func whatSomebodyBeganDoesNotBeginLater() {
        let ahead = Self.now + .seconds(60)
        #expect(run(startAt: ahead, tasks: [target(awaitsWave: true)]).startsLater(than: Self.now))
        #expect(!run(startAt: ahead, tasks: [target(awaitsWave: nil)]).startsLater(than: Self.now))
        #expect(run(startAt: ahead).startsLater(than: Self.now))
        #expect(!run(startAt: Self.now, tasks: [target(awaitsWave: true)]).startsLater(than: Self.now))
    }

    /// Before its time nothing waits for a worker.
    @Test func itWaitsSinceItCouldBegin() {
        let (early, late) = (Self.now - .seconds(60), Self.now + .seconds(60))
        #expect(run().couldBegin(by: Self.now) == Self.now - .seconds(3600))
        #expect(run(startAt: early, startedAt: Self.now).couldBegin(by: Self.now) == early)
        #expect(run(startAt: late).couldBegin(by: Self.now) == nil)
        #expect(run(startAt: late, startedAt: early).couldBegin(by: Self.now) == nil)
        let first = RunWavesView.Wave(wave: 1, targets: 1, state: .running, releasedAt: early)
        let waves = RunWavesView(plan: RunWaves(steps: [.percent(10)]), waves: [first])
        #expect(run(startAt: late, waves: waves).couldBegin(by: Self.now) == early)
    }

    /// That something failed is not why.
    @Test func aStopForNothingSaysSoWhateverFailed() async throws {
        let samples = SampleRuns(more: 0)
        let stop = RunWavesView.Stop(
            at: Self.now,
            by: "system",
            reason: "Nothing of wave 1 succeeded.",
            failed: 1,
            begun: 2
        )
        let plan = RunWaves(steps: [.percent(10)], stopAt: .failures(3))
        let wave = RunWavesView.Wave(wave: 1, targets: 2, state: .stopped, releasedAt: Self.now)
        samples.add(run(waves: RunWavesView(plan: plan, waves: [wave], stopped: stop), tasks: []))
        try await PageSite(plane: FixtureControlPlane(runs: samples), role: .operator).test { client in
            let page = try await client.browse(.get, "/runs/\(Self.id)").text
            #expect(page.contains("It stopped by itself: nothing of a wave succeeded."))
        }
    }
}
