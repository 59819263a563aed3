import App
import Contract
import Fixtures
import Testing

@Suite struct CLIDriftTests {
    @Test func findingsAndLooksAreListed() async throws {
        let plane = FakePlane()
        let list = await skillyard("drift", plane: plane)
        #expect(list.status == .ok)
        for text in ["should not be there", "unknown content", "is gone", "version 2"] {
            #expect(list.output.contains(text), "\(text)")
        }
        let checks = await skillyard("drift", "checks", plane: plane)
        #expect(checks.status == .ok)
        for text in ["failed: permission_denied", "cannot be asked", "asked for", "drifted"] {
            #expect(checks.output.contains(text), "\(text)")
        }
        #expect(await skillyard("drift", "check", "openai", plane: plane).status == .ok)
    }

    @Test func acceptingSaysWhy() async throws {
        let plane = FakePlane()
        let accept = await skillyard("drift", "accept", "f", "--reason", "On purpose.", plane: plane)
        #expect(accept.status == .ok)
        #expect(plane.asked.reasons == ["On purpose."])
        #expect(await skillyard("drift", "accept", "f", plane: plane).status == .usage)
    }

    @Test func aRepairStartsOnlyWithYes() async throws {
        let plane = FakePlane()
        let plan = await skillyard("drift", "repair", "openai", plane: plane)
        #expect(plan.status == .ok)
        #expect(plan.output.contains("send again: it is not there as it should be"))
        #expect(plane.asked.requests.isEmpty)
        let starting = FakePlane(.init(runs: [Samples.run(.queued)]))
        let run = await skillyard("drift", "repair", "openai", "release-notes", "--yes", plane: starting)
        #expect(run.status == .ok, "\(run)")
        #expect(starting.asked.requests.map(\.skills.first?.version) == [2])
        #expect(await skillyard("drift", "repair", "openai", "--wait", plane: plane).status == .usage)
    }
}
