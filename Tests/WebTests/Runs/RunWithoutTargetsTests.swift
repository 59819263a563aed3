import Contract
import Fixtures
import Testing

@testable import Web

@Suite struct RunWithoutTargetsTests {
    @Test func runsOfOneListAreReadWithOneQuestion() async throws {
        let plane = FixtureControlPlane(runs: SampleRuns())
        let runs = try await plane.runs(RunQuery()).items
        let ids = runs.map(\.id)
        #expect(ids.count > 2)
        let before = plane.calls.count
        let found = try await plane.runsWithoutTargets(ids)
        #expect(Set(found.keys) == Set(ids))
        #expect(plane.calls.count == before + 1)
    }

    @Test func whatTheListDoesNotHaveIsAskedForAndWhatIsGoneIsLeftOut() async throws {
        let plane = FixtureControlPlane(runs: SampleRuns())
        let known = try #require(try await plane.runs(RunQuery()).items.first)
        let gone = RunID(rawValue: "019abcde-0000-7000-8000-000000000000")
        let found = try await plane.runsWithoutTargets([known.id, gone])
        #expect(Array(found.keys) == [known.id])
    }
}
