package import Contract
import Domain
import Store

extension EngineSession {
    package func planDesiredState(_ request: DesiredStateRequest) async throws(Problem) -> DesiredStatePlan {
        try await permit(.planRun)
        return try await answer {
            try DesiredStateRules.check(request.state)
            return try await withVerdicts {
                let now = engine.now()
                return try await engine.database.read { [engine] connection in
                    let planner = RunPlanner(
                        connection,
                        preflights: engine.preflights,
                        scans: engine.scans,
                        at: now
                    )
                    let resolution = try DesiredStateResolution(request, connection)
                    return try resolution.plan(with: planner)
                }
            }
        }
    }

    package func desiredState() async throws(Problem) -> DesiredState {
        try await permit(.readRuns)
        return try await answer {
            let standing = try await engine.database.read { try InstallationTable($0).standing(of: nil) }
            return DesiredState(standing: standing.map { ($0.place, $0.content.version) })
        }
    }
}

extension DesiredState {
    /// What stands now, as what is to stand: every version of a skill with the providers that have it.
    fileprivate init(standing: [(Convergence.Place, Int)]) {
        let byVersion = Dictionary(grouping: standing) { place, version in
            RunRequest.Selection(name: place.skill, version: version)
        }
        let ordered = byVersion.sorted {
            ($0.key.name, $0.key.version ?? 0) < ($1.key.name, $1.key.version ?? 0)
        }
        self.init(
            skills: ordered.map { selection, places in
                Entry(
                    .skill(selection.name, version: selection.version),
                    on: .listed(places.map(\.0.provider).sorted())
                )
            }
        )
    }
}
