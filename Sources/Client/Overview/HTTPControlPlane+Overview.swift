package import Contract

extension HTTPControlPlane {
    package func overview(_ range: OverviewRange) async throws(Problem) -> Overview {
        try await send(.get(Address.query("/api/overview", [("range", range.rawValue)])))
    }

    package func matrix(_ query: SkillQuery) async throws(Problem) -> Page<MatrixRow> {
        try await send(.get(Address.query("/api/matrix", query.parameters)))
    }
}
