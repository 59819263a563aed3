package import Contract

/// API tokens: what is shown of them, and a hash to know their secrets by.
package struct TokenTable {
    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// - Parameters:
    ///   - token: What is shown of it.
    ///   - secretHash: What it is known by.
    /// - Throws: ``StoreError/conflict`` if the identifier or the secret is taken.
    package func insert(_ token: TokenView, secretHash: String) throws {
        try connection.run(
            """
            INSERT INTO api_tokens (id, name, role, prefix, secret_hash, created_at, expires_at, last_used_at,
                                    revoked_at, account_id, scope, exact_role)
            VALUES (\(token.id), \(token.name), \(token.role.knownToAll), \(token.prefix),
                    \(token.isBound ? Self.hidden(secretHash) : secretHash),
                    \(token.createdAt), \(token.expiresAt), \(token.lastUsedAt), \(token.revokedAt),
                    \(token.accountID), \(try token.scope.map(JSON.text)), \(token.role))
            """
        )
    }

    /// The token with this secret, even if it is expired or revoked.
    package func find(secretHash: String) throws -> TokenView? {
        let hashes = [secretHash, Self.hidden(secretHash)]
        return try connection.run("SELECT \(Self.columns) FROM api_tokens WHERE secret_hash \(among: hashes)")
            .first.map(TokenView.init(row:))
    }

    package func find(_ id: TokenID) throws -> TokenView? {
        try connection.run("SELECT \(Self.columns) FROM api_tokens WHERE id = \(id)")
            .first.map(TokenView.init(row:))
    }

    /// Oldest first.
    package func all() throws -> [TokenView] {
        try connection.run("SELECT \(Self.columns) FROM api_tokens ORDER BY created_at, id")
            .map(TokenView.init(row:))
    }

    /// Those of one account, oldest first.
    package func all(of account: AccountID) throws -> [TokenView] {
        try connection.run(
            "SELECT \(Self.columns) FROM api_tokens WHERE account_id = \(account) ORDER BY created_at, id"
        ).map(TokenView.init(row:))
    }

    /// Ends a token, keeping the first time it was ended; nil when there is none such.
    package func revoke(_ id: TokenID, at now: Timestamp) throws -> TokenView? {
        try connection.run(
            """
            UPDATE api_tokens SET revoked_at = COALESCE(revoked_at, \(now)) WHERE id = \(id)
            RETURNING \(Self.columns)
            """
        ).first.map(TokenView.init(row:))
    }

    /// Remembers when a token was used last; never goes back in time.
    package func touch(_ id: TokenID, at now: Timestamp) throws {
        try connection.run(
            """
            UPDATE api_tokens SET last_used_at = \(now)
            WHERE id = \(id) AND (last_used_at IS NULL OR last_used_at < \(now))
            """
        )
    }

    /// Under this a program of an earlier schema, which would give it more than it is to have, does not find it.
    private static func hidden(_ hash: String) -> String { "bound:" + hash }

    private static let columns: Query =
        """
        id, name, COALESCE(exact_role, role) AS role, account_id, scope, prefix, created_at, expires_at,
        last_used_at, revoked_at
        """
}

extension TokenView {
    /// Whether it means less than what its role alone says.
    fileprivate var isBound: Bool { accountID != nil || scope != nil }
}

extension Role {
    /// The role that programs of every schema know and that allows no more than this one.
    fileprivate var knownToAll: Role {
        switch self {
        case .viewer, .approver, .auditor: .viewer
        case .operator: .operator
        case .admin: .admin
        }
    }
}

extension TokenView {
    fileprivate init(row: Row) throws(StoreError) {
        self.init(
            id: try row.identifier("id"),
            name: try row.text("name"),
            role: try row.word("role"),
            scope: try row.optionalJSON("scope"),
            accountID: row.optionalText("account_id").map(AccountID.init(rawValue:)),
            prefix: try row.text("prefix"),
            createdAt: try row.time("created_at"),
            expiresAt: row.optionalTime("expires_at"),
            lastUsedAt: row.optionalTime("last_used_at"),
            revokedAt: row.optionalTime("revoked_at")
        )
    }
}
