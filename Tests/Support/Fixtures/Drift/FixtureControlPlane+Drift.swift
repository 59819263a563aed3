package import Contract

/// The samples of drift.
extension FixtureControlPlane {
    package func driftFindings(_ query: DriftQuery) async throws(Problem) -> Page<DriftFindingView> {
        let (state, provider) = (query.state?.rawValue ?? "all", query.provider?.rawValue ?? "-")
        let page: Page<DriftFindingView> = try answer("listDrift", "driftFindings \(state) \(provider)")
        return isEmpty ? Page(items: [], nextCursor: nil) : page
    }

    package func driftChecks() async throws(Problem) -> Page<DriftCheckView> {
        let page: Page<DriftCheckView> = try answer("listDriftChecks", "driftChecks")
        return isEmpty ? Page(items: [], nextCursor: nil) : page
    }

    package func checkDrift(_ request: DriftCheckRequest) async throws(Problem) -> DriftCheckView {
        try answer("checkDrift", "checkDrift \(request.provider)")
    }

    package func planDriftRepair(_ request: DriftRepairRequest) async throws(Problem) -> DriftRepair {
        let skills = request.skills.map { " " + $0.joined(separator: " ") } ?? ""
        return try answer("planDriftRepair", "planDriftRepair \(request.provider)" + skills)
    }

    package func acceptDrift(
        _ id: DriftFindingID,
        _ acceptance: DriftAcceptance
    ) async throws(Problem) -> DriftFindingView {
        try answer("acceptDrift", "acceptDrift \(id) \(acceptance.reason)")
    }
}
