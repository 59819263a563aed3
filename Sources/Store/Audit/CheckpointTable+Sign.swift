package import Contract
package import Proofs

extension CheckpointTable {
    /// Signs where every chain ends now, unless the newest checkpoint says just that.
    ///
    /// - Returns: The checkpoint that covers everything that this transaction sees.
    /// - Throws: ``StoreError/conflict`` when another one came in between; ``KeyFault``.
    package func sign(with key: SigningKey, at now: Timestamp) throws -> AuditCheckpointView {
        // Nodes that start together would otherwise keep each other from it.
        try StartLock.take(connection)
        // Before the heads: a checkpoint that comes in between must not name newer entries than this one.
        let newest = try newest()
        if let newest, AuditCheckpoint(statement: newest.statement)?.heads == (try heads()) { return newest }
        let number = (newest?.number ?? 0) + 1
        let previous = newest?.hash ?? AuditCheckpoint.origin
        var entries: [NewAuditEntry] = []
        if try know(key.publicKey, at: now) { entries.append(.newKey(key.publicKey)) }
        // The log itself tells of the checkpoint, so that its removal is noticed.
        entries.append(.checkpoint(number, after: previous, key.publicKey))
        try AuditTable(connection).append(entries, at: now)
        let checkpoint = AuditCheckpoint(number: number, at: now, previous: previous, heads: try heads())
        let signed = try checkpoint.signed(with: key)
        try insert(signed)
        return signed
    }
}

extension NewAuditEntry {
    fileprivate static func newKey(_ key: PublicKey) -> NewAuditEntry {
        NewAuditEntry(
            actor: "system",
            action: "audit.key",
            subject: "key:\(key.id)",
            outcome: "accepted",
            source: "system",
            detail: ["public_key": key.base64]
        )
    }

    fileprivate static func checkpoint(
        _ number: Int64,
        after previous: String,
        _ key: PublicKey
    ) -> NewAuditEntry {
        NewAuditEntry(
            actor: "system",
            action: AuditCheckpoint.action,
            subject: "checkpoint:\(number)",
            outcome: "accepted",
            source: "system",
            detail: ["key": key.id, "previous": previous]
        )
    }
}
