import Contract
import Fixtures
import Testing

@testable import Web

@Suite struct RunWithoutTargetsTests {
    @Test func runsOfOneListAreReadWithOneQuestion() async throws {
        let samples = SampleRuns()
        let runs = (0..<3).map { Self.run(madeAt: PageSite.now + .seconds($0)) }
        for run in runs { samples.add(run) }
        let plane = FixtureControlPlane(runs: samples)
        let found = try await plane.runsWithoutTargets(runs.map(\.id))
        #expect(Set(found.keys) == Set(runs.map(\.id)))
        #expect(plane.calls.count == 1)
    }

    /// With an id that tells when it was made, as the server gives them.
    private static func run(madeAt created: Timestamp) -> RunView {
        RunView(
            id: .make(at: created),
            kind: .install,
            status: .queued,
            requestedBy: "mina",
            source: .web,
            reason: nil,
            parentRunID: nil,
            createdAt: created,
            startedAt: nil,
            finishedAt: nil,
            counts: TaskCounts(),
            tasks: []
        )
    }

    @Test func whatTheListDoesNotHaveIsAskedForAndWhatIsGoneIsLeftOut() async throws {
        let plane = FixtureControlPlane(runs: SampleRuns())
        let known = try #require(try await plane.runs(RunQuery()).items.first)
        let gone = RunID(rawValue: "019abcde-0000-7000-8000-000000000000")
        let found = try await plane.runsWithoutTargets([known.id, gone])
        #expect(Array(found.keys) == [known.id])
    }
}
