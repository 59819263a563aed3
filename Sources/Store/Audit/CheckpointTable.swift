package import Contract
package import Proofs

/// The signed checkpoints of the audit log, and the keys that sign them.
///
/// The database keeps public keys only. Whoever may write here can also sign with a key of his own and make it
/// known, so what proves most is a checkpoint, or a key's id, that somebody keeps elsewhere.
package struct CheckpointTable {
    let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// - Throws: ``StoreError``
    package func newest() throws(StoreError) -> AuditCheckpointView? {
        try connection.run("SELECT \(Self.columns) FROM audit_checkpoints ORDER BY number DESC LIMIT 1")
            .first.map { row throws(StoreError) in try AuditCheckpointView(row: row) }
    }

    /// - Throws: ``StoreError``
    package func find(_ number: Int64) throws(StoreError) -> AuditCheckpointView? {
        try connection.run("SELECT \(Self.columns) FROM audit_checkpoints WHERE number = \(number)")
            .first.map { row throws(StoreError) in try AuditCheckpointView(row: row) }
    }

    /// By number, oldest first.
    ///
    /// - Throws: ``StoreError``
    package func all(after number: Int64, limit: Int) throws -> [AuditCheckpointView] {
        try connection.run(
            """
            SELECT \(Self.columns) FROM audit_checkpoints WHERE number > \(number)
            ORDER BY number LIMIT \(limit)
            """
        ).map(AuditCheckpointView.init(row:))
    }

    /// Newest first.
    ///
    /// - Throws: ``StoreError/invalidCursor``
    package func list(_ page: PageRequest) throws -> Page<AuditCheckpointView> {
        let limit = page.boundedLimit
        var before = Int64.max
        if let place = try page.place(in: "checkpoints", keys: 1) { before = try place.integer(at: 0) }
        let rows = try connection.run(
            """
            SELECT \(Self.columns) FROM audit_checkpoints WHERE number < \(before)
            ORDER BY number DESC LIMIT \(limit + 1)
            """
        )
        return Page(try rows.map(AuditCheckpointView.init(row:)), limit: limit) { checkpoint in
            Cursor("checkpoints", [String(checkpoint.number)])
        }
    }

    /// The newest entry of every chain, as this transaction sees them.
    ///
    /// - Throws: ``StoreError``
    package func heads() throws -> [AuditCheckpoint.Head] {
        try connection.run("SELECT chain, sequence, hash FROM audit_heads WHERE sequence > 0 ORDER BY chain")
            .map { row in
                AuditCheckpoint.Head(
                    chain: try row.text("chain"),
                    sequence: try row.integer("sequence"),
                    hash: try row.text("hash")
                )
            }
    }

    /// - Throws: ``StoreError/conflict`` when there is one with that number.
    package func insert(_ checkpoint: AuditCheckpointView) throws(StoreError) {
        try connection.run(
            """
            INSERT INTO audit_checkpoints (number, at, statement, hash, key_id, signature)
            VALUES (\(checkpoint.number), \(checkpoint.at), \(checkpoint.statement), \(checkpoint.hash),
                    \(checkpoint.keyID), \(checkpoint.signature))
            """
        )
    }

    /// Makes a key known.
    ///
    /// - Returns: Whether it was not known before.
    /// - Throws: ``StoreError``
    package func know(_ key: PublicKey, at now: Timestamp) throws(StoreError) -> Bool {
        try !connection.run(
            """
            INSERT INTO signing_keys (id, public_key, created_at) VALUES (\(key.id), \(key.base64), \(now))
            ON CONFLICT (id) DO NOTHING RETURNING id
            """
        ).isEmpty
    }

    /// The ids of all keys that were made known.
    ///
    /// - Throws: ``StoreError``
    package func knownKeys() throws -> Set<String> {
        Set(try connection.run("SELECT id FROM signing_keys").map { try $0.text("id") })
    }

    func number(_ condition: Query, _ order: String) throws(StoreError) -> Int64? {
        let tail = Query(stringLiteral: "ORDER BY number \(order) LIMIT 1")
        return try connection.run("SELECT number FROM audit_checkpoints WHERE \(condition) \(tail)")
            .first?.integer("number")
    }

    private static let columns: Query =
        """
        number, at, statement, hash, key_id, signature,
        (SELECT public_key FROM signing_keys WHERE id = key_id) AS public_key
        """
}

extension AuditCheckpointView {
    fileprivate init(row: Row) throws(StoreError) {
        let statement = try row.text("statement")
        self.init(
            number: try row.integer("number"),
            at: try row.time("at"),
            // What cannot be read is found out when it is verified.
            entries: AuditCheckpoint(statement: statement)?.entries ?? 0,
            statement: statement,
            hash: try row.text("hash"),
            keyID: try row.text("key_id"),
            publicKey: row.optionalText("public_key") ?? "",
            signature: try row.text("signature")
        )
    }
}
