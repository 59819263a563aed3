import Contract
import Fixtures
import Synchronization
import Testing

@testable import API

/// Of a run that goes on, Slack takes five messages in half an hour; the first is the confirmation itself.
@Suite(.timeLimit(.minutes(5))) struct SlackRunTellingTests {
    private final class Told: Sendable {
        let runs = Mutex<[RunView]>([])
        let waits = Mutex<[Duration]>([])
    }

    private func follow(
        _ id: RunID,
        _ plane: FixtureControlPlane,
        wait: @escaping @Sendable (Duration) async throws -> Void
    ) async throws -> Told {
        let told = Told()
        let telling = SlackRunTelling(
            run: id,
            plane: { () async throws(Problem) in plane },
            tell: { run in told.runs.withLock { $0.append(run) } },
            wait: { duration in
                told.waits.withLock { $0.append(duration) }
                try await wait(duration)
            }
        )
        await telling.follow(from: try await plane.run(id))
        return told
    }

    @Test func aRunThatEndsIsToldOnce() async throws {
        let id = RunID(rawValue: TestSite.run)
        let told = try await follow(id, FixtureControlPlane()) { _ in
            try await Task.sleep(for: .seconds(3600))
        }
        #expect(told.runs.withLock { $0.map(\.status) } == [.partialFailed])
    }

    @Test func aRunThatGoesOnIsToldFourTimesAtMost() async throws {
        let runs = SampleRuns()
        let plane = FixtureControlPlane(runs: runs)
        let told = try await follow(SampleRuns.id(.running), plane) { _ in }
        #expect(told.waits.withLock(\.self) == [.seconds(10), .seconds(50), .seconds(240), .seconds(1380)])
        // Nothing of it changes, so it is told with the last mark alone.
        #expect(told.runs.withLock { $0.count } == 1)
    }

    @Test func whoIsOutReadsNoFurther() async throws {
        let plane = FixtureControlPlane()
        let first = try await plane.run(RunID(rawValue: TestSite.run))
        plane.refuse("run", with: Problem(.authenticationRequired, "gone"))
        let telling = SlackRunTelling(
            run: first.id,
            plane: { () async throws(Problem) in plane },
            tell: { _ in Issue.record("it was told") },
            wait: { _ in }
        )
        await telling.follow(from: first)
    }
}
