package import Contract
import NIOHTTP1

extension HTTPControlPlane {
    package func providers() async throws(Problem) -> Page<ProviderView> {
        try await send(.get("/api/providers"))
    }

    package func provider(_ id: ProviderID) async throws(Problem) -> ProviderView {
        try await send(.get(Address.path("api", "providers", id.rawValue)))
    }

    package func putProvider(
        _ id: ProviderID,
        _ settings: ProviderSettings,
        if precondition: Precondition
    ) async throws(Problem) -> ProviderRegistration {
        let command: Command = try .send(.PUT, Address.path("api", "providers", id.rawValue), settings)
        let reply = try await reply(to: command.on(precondition))
        return ProviderRegistration(
            created: reply.status == 201,
            provider: try decode(ProviderView.self, from: reply)
        )
    }

    package func setCredential(
        of id: ProviderID,
        to secret: Secret,
        expiresAt: Timestamp?,
        if precondition: Precondition
    ) async throws(Problem) -> ProviderView {
        let path = Address.path("api", "providers", id.rawValue, "credential")
        let command: Command = try .send(.PUT, path, CredentialRequest(secret, expiresAt: expiresAt))
        return try await send(command.on(precondition))
    }

    package func clearCredential(of id: ProviderID, if precondition: Precondition) async throws(Problem)
        -> ProviderView
    {
        let path = Address.path("api", "providers", id.rawValue, "credential")
        return try await send(Command(method: .DELETE, path: path).on(precondition))
    }

    package func pauseProvider(_ id: ProviderID, reason: String) async throws(Problem) -> ProviderView {
        let path = Address.path("api", "providers", id.rawValue, "pause")
        return try await send(try .send(.POST, path, ["reason": reason]))
    }

    package func resumeProvider(_ id: ProviderID) async throws(Problem) -> ProviderView {
        try await send(.post(Address.path("api", "providers", id.rawValue, "resume")))
    }

    package func work() async throws(Problem) -> WorkView { try await send(.get("/api/work")) }

    package func pauseWork(reason: String) async throws(Problem) -> WorkView {
        try await send(try .send(.POST, "/api/work/pause", ["reason": reason]))
    }

    package func resumeWork() async throws(Problem) -> WorkView { try await send(.post("/api/work/resume")) }

    package func checkProvider(_ id: ProviderID) async throws(Problem) -> ProviderCheck {
        try await send(.post(Address.path("api", "providers", id.rawValue, "check")))
    }
}
