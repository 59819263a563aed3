package import Contract

extension HTTPControlPlane {
    package func overview(_ query: OverviewQuery) async throws(Problem) -> Overview {
        let range: [(name: String, value: String?)] = [("range", query.range.rawValue)]
        return try await send(.get(Address.query("/api/overview", range + query.runs.parameters)))
    }

    package func matrix(_ query: SkillQuery) async throws(Problem) -> Page<MatrixRow> {
        try await send(.get(Address.query("/api/matrix", query.parameters)))
    }
}
