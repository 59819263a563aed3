import Contract
import Fixtures

/// Drift as the samples have it.
extension FakePlane {
    func driftFindings(_ query: DriftQuery) async throws(Problem) -> Page<DriftFindingView> {
        try sample("listDrift")
    }

    func driftChecks() async throws(Problem) -> Page<DriftCheckView> { try sample("listDriftChecks") }

    func checkDrift(_ request: DriftCheckRequest) async throws(Problem) -> DriftCheckView {
        try sample("checkDrift")
    }

    func planDriftRepair(_ request: DriftRepairRequest) async throws(Problem) -> DriftRepair {
        try sample("planDriftRepair")
    }

    func acceptDrift(
        _ id: DriftFindingID,
        _ acceptance: DriftAcceptance
    ) async throws(Problem) -> DriftFindingView {
        note { $0.reasons.append(acceptance.reason) }
        return try sample("acceptDrift")
    }
}
