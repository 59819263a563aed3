import Contract
import Fixtures

/// Desired states as the samples have them.
extension FakePlane {
    func planDesiredState(_ request: DesiredStateRequest) async throws(Problem) -> DesiredStatePlan {
        note { $0.desired.append(request) }
        return try sample("planDesiredState")
    }

    func desiredState() async throws(Problem) -> DesiredState { try sample("getDesiredState") }
}
