package import Contract
import NIOHTTP1

extension HTTPControlPlane {
    package func caller() async throws(Problem) -> CallerView {
        try await send(.get("/api/me"))
    }

    package func createToken(_ request: TokenRequest) async throws(Problem) -> IssuedToken {
        try await send(try .send(.POST, "/api/tokens", request))
    }

    package func tokens() async throws(Problem) -> Page<TokenView> {
        try await send(.get("/api/tokens"))
    }

    package func revokeToken(_ id: TokenID, if precondition: Precondition) async throws(Problem) -> TokenView
    {
        let command = Command(method: .DELETE, path: Address.path("api", "tokens", id.rawValue))
        return try await send(command.on(precondition))
    }
}
