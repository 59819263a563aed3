package import Contract
package import Domain

/// The credentials that are stored with providers, each sealed.
package struct CredentialTable {
    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    package func find(_ provider: ProviderID) throws -> SealedCredential? {
        try connection.run(
            "SELECT \(Self.columns) FROM provider_credentials WHERE provider_id = \(provider)"
        ).first.map(SealedCredential.init(row:))
    }

    package func all() throws -> [ProviderID: SealedCredential] {
        var credentials: [ProviderID: SealedCredential] = [:]
        for row in try connection.run("SELECT \(Self.columns) FROM provider_credentials") {
            credentials[try row.identifier("provider_id")] = try SealedCredential(row: row)
        }
        return credentials
    }

    /// Stores a credential in place of an earlier one.
    package func put(_ credential: SealedCredential, of provider: ProviderID) throws {
        try connection.run(
            """
            INSERT INTO provider_credentials (provider_id, sealed, key_id, fingerprint, set_at, set_by, expires_at)
            VALUES (\(provider), \(credential.bytes), \(credential.keyID), \(credential.fingerprint),
                    \(credential.setAt), \(credential.setBy), \(credential.expiresAt))
            ON CONFLICT (provider_id) DO UPDATE SET sealed = excluded.sealed, key_id = excluded.key_id,
                fingerprint = excluded.fingerprint, set_at = excluded.set_at, set_by = excluded.set_by,
                expires_at = excluded.expires_at
            """
        )
    }

    package func remove(_ provider: ProviderID) throws {
        try connection.run("DELETE FROM provider_credentials WHERE provider_id = \(provider)")
    }

    /// How many credentials each key seals, addresses of channels among them.
    package func countsByKey() throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for row in try connection.run(
            """
            SELECT key_id, count(*) AS n FROM (
                SELECT key_id FROM provider_credentials
                UNION ALL SELECT key_id FROM channels WHERE key_id IS NOT NULL) AS sealed
            GROUP BY key_id
            """
        ) {
            counts[try row.text("key_id")] = try row.int("n")
        }
        return counts
    }

    /// Credentials sealed with another key, in the order of their providers; locked until the transaction ends.
    ///
    /// - Parameters:
    ///   - key: Names the key whose credentials are left out.
    ///   - provider: Where to go on: only providers after this one.
    ///   - limit: How many at most.
    /// - Returns: Provider and credential of each.
    /// - Throws: ``StoreError``
    package func sealed(
        otherThanWith key: String,
        after provider: ProviderID,
        limit: Int
    ) throws -> [(provider: ProviderID, credential: SealedCredential)] {
        try connection.run(
            """
            SELECT \(Self.columns) FROM provider_credentials
            WHERE key_id <> \(key) AND provider_id > \(provider)
            ORDER BY provider_id LIMIT \(limit) \(.forUpdate)
            """
        ).map { (try $0.identifier("provider_id"), try SealedCredential(row: $0)) }
    }

    private static let columns: Query = "provider_id, sealed, key_id, fingerprint, set_at, set_by, expires_at"
}

extension SealedCredential {
    fileprivate init(row: Row) throws(StoreError) {
        self.init(
            bytes: try row.bytes("sealed"),
            keyID: try row.text("key_id"),
            fingerprint: try row.text("fingerprint"),
            setAt: try row.time("set_at"),
            setBy: try row.text("set_by"),
            expiresAt: row.optionalTime("expires_at")
        )
    }
}
