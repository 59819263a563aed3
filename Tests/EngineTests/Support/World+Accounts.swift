import Contract
import Engine

extension World {
    static let password = "paper boats at noon"

    var door: EngineFrontDoor { EngineFrontDoor(engine) { "" } }

    func account(_ name: String, _ role: Role, _ scope: Scope? = nil) async throws -> AccountView {
        try await admin.createAccount(
            AccountRequest(name: name, role: role, scope: scope, password: Self.password)
        )
    }

    /// Signs in through the front door, as a person does.
    func signIn(_ account: AccountView, password: String = World.password) async throws -> EngineSession {
        let issued = try await enter(account.name, password)
        return engine.session(for: try await caller(issued.secret))
    }

    func enter(
        _ name: String,
        _ password: String = World.password,
        from address: String? = "192.0.2.1"
    ) async throws -> IssuedSession {
        let request = SignInRequest(name: name, password: password, address: address)
        return try await door.signIn(request, requestID: "r5", source: .web)
    }

    func caller(_ secret: String, at engine: Engine? = nil) async throws -> Caller {
        try await (engine ?? self.engine).signIn.caller(bearer: secret, requestID: "r9")
    }
}

extension EngineSession {
    var accountID: AccountID? {
        get async throws { try await caller().accountID }
    }
}
