package import Contract
import NIOHTTP1

extension HTTPControlPlane {
    package func planDesiredState(_ request: DesiredStateRequest) async throws(Problem) -> DesiredStatePlan {
        try await send(try .send(.POST, "/api/desired-state/plan", request))
    }

    package func desiredState() async throws(Problem) -> DesiredState {
        try await send(.get("/api/desired-state"))
    }
}
