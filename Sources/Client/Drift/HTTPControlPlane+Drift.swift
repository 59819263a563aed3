package import Contract
import NIOHTTP1

extension HTTPControlPlane {
    package func driftFindings(_ query: DriftQuery) async throws(Problem) -> Page<DriftFindingView> {
        let parameters: [(name: String, value: String?)] = [
            ("provider", query.provider?.rawValue), ("skill", query.skill),
            ("state", query.state?.rawValue ?? "all"),
        ]
        return try await send(.get(Address.query("/api/drift", parameters + query.page.parameters)))
    }

    package func driftChecks() async throws(Problem) -> Page<DriftCheckView> {
        try await send(.get("/api/drift/checks"))
    }

    package func checkDrift(_ request: DriftCheckRequest) async throws(Problem) -> DriftCheckView {
        try await send(try .send(.POST, "/api/drift/checks", request))
    }

    package func planDriftRepair(_ request: DriftRepairRequest) async throws(Problem) -> DriftRepair {
        try await send(try .send(.POST, "/api/drift/repair", request))
    }

    package func acceptDrift(
        _ id: DriftFindingID,
        _ acceptance: DriftAcceptance
    ) async throws(Problem) -> DriftFindingView {
        try await send(try .send(.POST, Address.path("api", "drift", id.rawValue, "accept"), acceptance))
    }
}
