package import Contract
import Domain
import Store

extension EngineSession {
    package func caller() async throws(Problem) -> CallerView {
        try await permit(.readCaller)
        return CallerView(
            name: signedIn.name,
            role: signedIn.role,
            accountID: signedIn.account,
            scope: signedIn.scope.bounded,
            operations: signedIn.operations
        )
    }

    package func createToken(_ request: TokenRequest) async throws(Problem) -> IssuedToken {
        try await carryOut(.createToken, on: "token") { try await create(request) }
    }

    private func create(_ request: TokenRequest) async throws(Problem) -> IssuedToken {
        let now = engine.now()
        try Self.validate(request, at: now)
        let secret = TokenSecret.make()
        let scope = (request.scope ?? signedIn.scope).bounded
        let token = TokenView(request, scope: scope, account: signedIn.account, secret: secret, at: now)
        let audited = entry(
            Operation.createToken.rawValue,
            on: "token:\(token.id)",
            detail: ["name": token.name, "role": token.role.rawValue].merging(scope?.auditDetail ?? [:]) {
                $1
            }
        )
        try await answer {
            try await engine.database.write { connection in
                try present(for: .createToken, connection, at: now)
                    .requireRights(.createToken, token.role, token.scope)
                try Self.requireFree(token, connection)
                try TokenTable(connection).insert(token, secretHash: secret.hash)
                try AuditTable(connection).append([audited], at: now)
            }
        }
        return IssuedToken(token: token, secret: secret.text)
    }

    /// Names tell tokens of one account apart; one of nobody is known by its name alone, as accounts are.
    private static func requireFree(_ token: TokenView, _ connection: any Connection) throws {
        let tokens = try TokenTable(connection).all()
        if tokens.contains(where: {
            $0.name == token.name && $0.accountID == token.accountID && $0.revokedAt == nil
        }) {
            let detail: Phrase = "There is a token named \(token.name, as: "name") already."
            throw Problem(.conflict, as: "token_name", detail)
        }
        if token.accountID == nil, try AccountTable(connection).secured(named: token.name) != nil {
            throw Problem.takenAccount(token.name)
        }
    }

    package func tokens() async throws(Problem) -> Page<TokenView> {
        try await permit(.readTokens)
        let ofAll = signedIn.denial(of: .manageTokens) == nil
        let account = signedIn.account
        let tokens = try await answer {
            try await engine.database.read { connection in
                let table = TokenTable(connection)
                if ofAll { return try table.all() }
                return try account.map { try table.all(of: $0) } ?? []
            }
        }
        return Page(items: tokens, nextCursor: nil)
    }

    package func revokeToken(_ id: TokenID, if precondition: Precondition) async throws(Problem) -> TokenView
    {
        try await carryOut(.revokeToken, on: "token:\(id)") { try await revoke(id, if: precondition) }
    }

    private func revoke(_ id: TokenID, if precondition: Precondition) async throws(Problem) -> TokenView {
        let now = engine.now()
        let audited = entry(Operation.revokeToken.rawValue, on: "token:\(id)")
        let ofAll = signedIn.denial(of: .manageTokens) == nil
        let account = signedIn.account
        let token = try await answer {
            try await engine.database.write { connection -> TokenView? in
                let table = TokenTable(connection)
                // Whether others have one like this is nobody's business.
                guard let before = try table.find(id), ofAll || account != nil && before.accountID == account
                else {
                    return nil
                }
                if account == nil || before.accountID != account, signedIn.tokenID != id {
                    try requireRights(.revokeToken, before.role, before.scope, on: "token:\(id)")
                }
                if before.revokedAt == nil { try precondition.require(at: before.revision, "token \(id)") }
                guard let token = try table.revoke(id, at: now) else { return nil }
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
        faults += AccountRules.faults(request.scope)
        if let expires = request.expiresAt, expires <= now {
            faults.append(.init("/expires_at", .range, as: "token_expiry", "That time has passed."))
        }
        guard faults.isEmpty else {
            throw Problem(.validationFailed, as: "token", "The token cannot be made.", errors: faults)
        }
    }
}

extension TokenView {
    init(
        _ request: TokenRequest,
        scope: Scope? = nil,
        account: AccountID? = nil,
        secret: TokenSecret,
        at now: Timestamp
    ) {
        self.init(
            id: .make(at: now),
            name: request.name,
            role: request.role,
            scope: scope,
            accountID: account,
            prefix: secret.prefix,
            createdAt: now,
            expiresAt: request.expiresAt,
            lastUsedAt: nil,
            revokedAt: nil
        )
    }
}
