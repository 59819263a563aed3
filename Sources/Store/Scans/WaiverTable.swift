package import Contract

/// Waivers of findings; none is ever removed.
package struct WaiverTable {
    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// - Throws: ``StoreError/conflict`` if the identifier is taken.
    package func insert(_ waiver: ScanWaiver) throws {
        try connection.run(
            """
            INSERT INTO scan_waivers (id, digest, rules_version, rule, finding, approver, reason, created_at,
                                      expires_at, revoked_at, revoked_by)
            VALUES (\(waiver.id), \(waiver.digest), \(waiver.rulesVersion), \(waiver.rule), \(waiver.finding),
                    \(waiver.approver), \(waiver.reason), \(waiver.createdAt), \(waiver.expiresAt), \(waiver.revokedAt),
                    \(waiver.revokedBy))
            """
        )
    }

    /// All waivers of a content, newest first.
    package func all(digest: String) throws -> [ScanWaiver] {
        try connection.run(
            "SELECT \(Self.columns) FROM scan_waivers WHERE digest = \(digest) ORDER BY id DESC"
        ).map(ScanWaiver.init(row:))
    }

    /// Ends a waiver of a content, keeping the first time and person; nil when there is none such.
    package func revoke(_ id: WaiverID, digest: String, by person: String, at now: Timestamp) throws
        -> ScanWaiver?
    {
        try connection.run(
            """
            UPDATE scan_waivers
            SET revoked_by = COALESCE(revoked_by, \(person)), revoked_at = COALESCE(revoked_at, \(now))
            WHERE id = \(id) AND digest = \(digest)
            RETURNING \(Self.columns)
            """
        ).first.map(ScanWaiver.init(row:))
    }

    private static let columns: Query =
        """
        id, digest, rules_version, rule, finding, approver, reason, created_at, expires_at, revoked_at, revoked_by
        """
}

extension ScanWaiver {
    fileprivate init(row: Row) throws(StoreError) {
        self.init(
            id: try row.identifier("id"),
            digest: try row.text("digest"),
            rulesVersion: try row.int("rules_version"),
            rule: row.optionalText("rule"),
            finding: row.optionalText("finding"),
            approver: try row.text("approver"),
            reason: try row.text("reason"),
            createdAt: try row.time("created_at"),
            expiresAt: try row.time("expires_at"),
            revokedAt: row.optionalTime("revoked_at"),
            revokedBy: row.optionalText("revoked_by")
        )
    }
}
