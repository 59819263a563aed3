package import Contract
import Domain
import Store

extension EngineSession {
    package func caller() async throws(Problem) -> CallerView {
        try await permit(.readCaller)
        return CallerView(name: signedIn.name, role: signedIn.role)
    }

    package func createToken(_ request: TokenRequest) async throws(Problem) -> IssuedToken {
        try await permit(.createToken)
        let now = engine.now()
        try Self.validate(request, at: now)
        let secret = TokenSecret.make()
        let token = TokenView(request, secret: secret, at: now)
        let audited = entry(
            Operation.createToken.rawValue,
            on: "token:\(token.id)",
            detail: ["name": token.name, "role": token.role.rawValue]
        )
        try await answer {
            try await engine.database.write { connection in
                let tokens = TokenTable(connection)
                if try tokens.all().contains(where: { $0.name == token.name && $0.revokedAt == nil }) {
                    let detail: Phrase = "There is a token named \(token.name, as: "name") already."
                    throw Problem(.conflict, as: "token_name", detail)
                }
                try tokens.insert(token, secretHash: secret.hash)
                try AuditTable(connection).append([audited], at: now)
            }
        }
        return IssuedToken(token: token, secret: secret.text)
    }

    package func tokens() async throws(Problem) -> Page<TokenView> {
        try await permit(.readTokens)
        let tokens = try await answer { try await engine.database.read { try TokenTable($0).all() } }
        return Page(items: tokens, nextCursor: nil)
    }

    package func revokeToken(_ id: TokenID, if precondition: Precondition) async throws(Problem) -> TokenView
    {
        try await permit(.revokeToken)
        let now = engine.now()
        let audited = entry(Operation.revokeToken.rawValue, on: "token:\(id)")
        let token = try await answer {
            try await engine.database.write { connection -> TokenView? in
                let tokens = TokenTable(connection)
                guard let before = try tokens.all().first(where: { $0.id == id }) else { return nil }
                if before.revokedAt == nil { try precondition.require(at: before.revision, "token \(id)") }
                guard let token = try tokens.revoke(id, at: now) else { return nil }
                try AuditTable(connection).append([audited], at: now)
                return token
            }
        }
        guard let token else { throw .missing(token: id) }
        engine.signIn.forget()
        return token
    }

    private static func validate(_ request: TokenRequest, at now: Timestamp) throws(Problem) {
        var faults: [Problem.Fault] = []
        if request.name.isEmpty || request.name.count > 100 {
            faults.append(.init("/name", .length, as: "token_name", "A name has 1 to 100 characters."))
        }
        if let expires = request.expiresAt, expires <= now {
            faults.append(.init("/expires_at", .range, as: "token_expiry", "That time has passed."))
        }
        guard faults.isEmpty else {
            throw Problem(.validationFailed, as: "token", "The token cannot be made.", errors: faults)
        }
    }
}

extension TokenView {
    init(_ request: TokenRequest, secret: TokenSecret, at now: Timestamp) {
        self.init(
            id: .make(at: now),
            name: request.name,
            role: request.role,
            prefix: secret.prefix,
            createdAt: now,
            expiresAt: request.expiresAt,
            lastUsedAt: nil,
            revokedAt: nil
        )
    }
}
