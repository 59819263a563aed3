package import Contract
import Store

extension EngineSession {
    /// At most two seconds old.
    package func overview(_ query: OverviewQuery) async throws(Problem) -> Overview {
        try await permit(.readRuns)
        return try await answer { try await engine.overviews.overview(query) }
    }

    package func matrix(_ query: SkillQuery) async throws(Problem) -> Page<MatrixRow> {
        try await permit(.readRuns)
        return try await answer { try await engine.database.read { try MatrixTable($0).list(query) } }
    }
}
