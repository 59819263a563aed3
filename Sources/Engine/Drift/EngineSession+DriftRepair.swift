package import Contract
import Domain
import Store

extension EngineSession {
    package func planDriftRepair(_ request: DriftRepairRequest) async throws(Problem) -> DriftRepair {
        try await permit(.planRun)
        let found = try await answer {
            try await engine.database.read { connection in
                guard try ProviderTable(connection).find(request.provider) != nil else {
                    throw Problem.missing(provider: request.provider)
                }
                return try DriftFindingTable(connection).open(on: request.provider).values.map(\.drift)
            }
        }
        let wanted = found.filter { request.skills?.contains($0.skill) ?? true }
        if let missing = request.skills?.first(where: { name in !wanted.contains { $0.skill == name } }) {
            let detail: Phrase =
                "Nothing differs for \(missing, as: "skill") on \(request.provider, as: "provider")."
            throw Problem(.notFound, as: "drift_skill", detail)
        }
        var steps: [DriftRepair.Step] = []
        for request in Self.requests(wanted, on: request.provider) {
            let plan = try await planRun(request)
            steps.append(.init(request: request.with(planHash: plan.hash), plan: plan))
        }
        return DriftRepair(steps: steps)
    }

    /// What is to stand there is sent again at its version; what the ledger does not know is removed.
    private static func requests(_ drifts: [Drift], on provider: ProviderID) -> [RunRequest] {
        let sorted = drifts.sorted { $0.skill < $1.skill }.prefix(RunRequest.maximumTargets)
        let again = sorted.compactMap { drift in
            drift.expected.map { RunRequest.Selection(name: drift.skill, version: $0.version) }
        }
        let gone = sorted.filter { $0.expected == nil }.map { RunRequest.Selection(name: $0.skill) }
        let reason = "Repairs drift"
        return [(RunKind.install, again), (.uninstall, gone)].filter { !$0.1.isEmpty }.map { kind, skills in
            RunRequest(kind: kind, skills: skills, providers: [provider], reason: reason)
        }
    }
}

extension RunRequest {
    fileprivate func with(planHash: String) -> RunRequest {
        RunRequest(kind: kind, skills: skills, providers: providers, reason: reason, planHash: planHash)
    }
}
