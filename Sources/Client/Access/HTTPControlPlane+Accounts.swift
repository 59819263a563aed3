package import Contract
import NIOHTTP1

extension HTTPControlPlane {
    package func changePassword(_ change: PasswordChange) async throws(Problem) -> IssuedSession {
        try await send(try .send(.PUT, "/api/me/password", change))
    }

    package func sessions() async throws(Problem) -> Page<SessionView> {
        try await send(.get("/api/sessions"))
    }

    package func endSession(_ id: SessionID) async throws(Problem) -> SignedOut {
        try await send(Command(method: .DELETE, path: Address.path("api", "sessions", id.rawValue)))
    }

    package func endCurrentSession() async throws(Problem) -> SignedOut {
        try await send(Command(method: .DELETE, path: "/api/sessions/current"))
    }

    package func accounts() async throws(Problem) -> Page<AccountView> {
        try await send(.get("/api/accounts"))
    }

    package func account(_ id: AccountID) async throws(Problem) -> AccountView {
        try await send(.get(Address.path("api", "accounts", id.rawValue)))
    }

    package func createAccount(_ request: AccountRequest) async throws(Problem) -> AccountView {
        try await send(try .send(.POST, "/api/accounts", request))
    }

    package func changeAccount(
        _ id: AccountID,
        _ change: AccountChange,
        if precondition: Precondition
    ) async throws(Problem) -> AccountView {
        let command = try Command.send(.PATCH, Address.path("api", "accounts", id.rawValue), change)
        return try await send(command.on(precondition))
    }

    package func signOutAccount(_ id: AccountID) async throws(Problem) -> SignedOut {
        try await send(.post(Address.path("api", "accounts", id.rawValue, "sign-out")))
    }
}
