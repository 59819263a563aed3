package import Contract

/// API tokens: what is shown of them, and a hash to know their secrets by.
package struct TokenTable {
    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// - Throws: ``StoreError/conflict`` if the identifier or the secret is taken.
    package func insert(_ token: TokenView, secretHash: String) throws {
        try connection.run(
            """
            INSERT INTO api_tokens (id, name, role, prefix, secret_hash, created_at, expires_at, last_used_at,
                                    revoked_at)
            VALUES (\(token.id), \(token.name), \(token.role), \(token.prefix), \(secretHash),
                    \(token.createdAt), \(token.expiresAt), \(token.lastUsedAt), \(token.revokedAt))
            """
        )
    }

    /// The token with this secret, even if it is expired or revoked.
    package func find(secretHash: String) throws -> TokenView? {
        try connection.run("SELECT \(Self.columns) FROM api_tokens WHERE secret_hash = \(secretHash)")
            .first.map(TokenView.init(row:))
    }

    /// Oldest first.
    package func all() throws -> [TokenView] {
        try connection.run("SELECT \(Self.columns) FROM api_tokens ORDER BY created_at, id")
            .map(TokenView.init(row:))
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

    private static let columns: Query =
        "id, name, role, prefix, created_at, expires_at, last_used_at, revoked_at"
}

extension TokenView {
    fileprivate init(row: Row) throws(StoreError) {
        self.init(
            id: try row.identifier("id"),
            name: try row.text("name"),
            role: try row.word("role"),
            prefix: try row.text("prefix"),
            createdAt: try row.time("created_at"),
            expiresAt: row.optionalTime("expires_at"),
            lastUsedAt: row.optionalTime("last_used_at"),
            revokedAt: row.optionalTime("revoked_at")
        )
    }
}
