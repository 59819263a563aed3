import Contract
import Store

extension Engine {
    /// Makes sure that an administrator can sign in.
    ///
    /// - Parameters:
    ///   - given: A token chosen by whoever runs the program; made known as an administrator's.
    ///   - keep: Puts a new token where its owner finds it. It is called before the token counts, since one
    ///     that nobody holds would let nobody in and keep the next start from making another.
    /// - Returns: A new administrator's token when none could sign in otherwise; it is shown this once.
    /// - Throws: ``StoreError``, or what `keep` threw; there is no new token then.
    package func bootstrap(
        given: String?,
        keeping keep: @escaping @Sendable (String) throws -> Void = { _ in }
    ) async throws -> String? {
        let now = now()
        return try await database.write { connection in
            try StartLock.take(connection)
            let tokens = TokenTable(connection)
            if let given {
                let secret = TokenSecret(text: given)
                guard try tokens.find(secretHash: secret.hash) == nil else { return nil }
                try insert(secret, named: "bootstrap", connection, at: now)
                return nil
            }
            guard try !tokens.hasAdministrators(at: now), try isUnclaimed(connection) else { return nil }
            let secret = TokenSecret.make()
            try insert(secret, named: "first-run", connection, at: now)
            try keep(secret.text)
            return secret.text
        }
    }

    /// Makes the code of a link that makes the first administrator's account; earlier ones count no more.
    ///
    /// Output is often kept, and whoever reads it must not become the administrator of what has one.
    ///
    /// - Parameter newToken: An administrator's token that was made at this start and that nobody has used yet.
    /// - Returns: The code, which is shown this once; nil when there is such an account, or another administrator's
    ///   token, with which one can be made.
    /// - Throws: ``StoreError``
    package func setupCode(besides newToken: String? = nil) async throws -> String? {
        let now = now()
        let newHash = newToken.map { TokenSecret(text: $0).hash }
        return try await database.write { connection in
            try StartLock.take(connection)
            let tokens = TokenTable(connection)
            let new = try newHash.flatMap { try tokens.find(secretHash: $0)?.id }
            guard try isUnclaimed(connection),
                try !tokens.hasAdministrators(besides: new, at: now)
            else { return nil }
            let code = TokenSecret.make(.setup)
            let codes = SetupCodeTable(connection)
            try codes.removeAll()
            try codes.insert(hash: code.hash, at: now)
            return code.text
        }
    }

    /// Whether somebody can sign in as an administrator when the identity provider cannot be asked.
    ///
    /// - Throws: ``StoreError``
    package func hasOwnAdministrator() async throws -> Bool {
        let now = now()
        return try await database.read { connection in
            if try TokenTable(connection).hasAdministrators(at: now) { return true }
            return try AccountTable(connection).hasAdministrator(withPassword: true)
        }
    }

    /// Where an identity provider lets people in, what it takes away must not go to whoever reads the output.
    private func isUnclaimed(_ connection: any Connection) throws -> Bool {
        let accounts = AccountTable(connection)
        return try !accounts.hasAdministrator() && !accounts.hasVouchedFor()
    }

    private func insert(
        _ secret: TokenSecret,
        named name: String,
        _ connection: any Connection,
        at now: Timestamp
    ) throws {
        let token = TokenView(TokenRequest(name: name, role: .admin), secret: secret, at: now)
        try TokenTable(connection).insert(token, secretHash: secret.hash)
        let audited = NewAuditEntry(
            actor: "system",
            action: Operation.createToken.rawValue,
            subject: "token:\(token.id)",
            outcome: "accepted",
            source: "start",
            requestID: nil,
            detail: ["name": name, "role": token.role.rawValue]
        )
        try AuditTable(connection).append([audited], at: now)
    }
}

extension TokenTable {
    /// Whether an administrator's token of nobody and without bounds works.
    fileprivate func hasAdministrators(besides id: TokenID? = nil, at now: Timestamp) throws -> Bool {
        try all().contains { token in
            token.id != id && token.role == .admin && token.scope == nil && token.accountID == nil
                && token.revokedAt == nil && token.expiresAt.map { $0 > now } ?? true
        }
    }
}
