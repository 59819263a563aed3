package import Contract
import Proofs

extension AuditTable {
    /// Verifies the next entries, at most `limit`.
    ///
    /// Short transactions, one for each call, keep a long log from holding up the database.
    ///
    /// - Returns: Whether there is more: call again then.
    func verify(_ check: inout AuditCheck, limit: Int) throws -> Bool {
        let chain = check.end?.chain ?? ""
        let sequence = check.end?.sequence ?? 0
        let rows = try connection.run(
            """
            SELECT \(AuditLink.columns) FROM audit_entries
            WHERE (chain, sequence) > (\(chain), \(sequence)) ORDER BY chain, sequence LIMIT \(limit)
            """
        )
        for row in rows {
            let link = try AuditLink(row: row)
            if let end = check.end, end.chain != link.chain {
                check.finishChain(head: try head(of: end.chain))
            }
            check.follow(link, hash: try row.text("hash"))
        }
        guard rows.count < limit else { return true }
        if let end = check.end { check.finishChain(head: try head(of: end.chain)) }
        for chain in try chainsWithoutEntries() { check.report(.allMissing(of: chain)) }
        return false
    }

    private func head(of chain: String) throws -> (sequence: Int64, hash: String)? {
        try connection.run("SELECT sequence, hash FROM audit_heads WHERE chain = \(chain)").first.map { row in
            (try row.integer("sequence"), try row.text("hash"))
        }
    }

    private func chainsWithoutEntries() throws -> [String] {
        try connection.run(
            """
            SELECT chain FROM audit_heads AS h
            WHERE NOT EXISTS (SELECT 1 FROM audit_entries AS e WHERE e.chain = h.chain) ORDER BY chain
            """
        ).map { try $0.text("chain") }
    }
}

extension CheckpointTable {
    /// Verifies the next checkpoints, at most `limit`.
    ///
    /// - Returns: Whether there is more: call again then.
    func verify(_ check: inout AuditCheck, limit: Int) throws -> Bool {
        let next = try all(after: check.lastCheckpoint, limit: limit)
        for checkpoint in next { check.follow(checkpoint) }
        return next.count == limit
    }
}

extension Database {
    /// Verifies the whole audit log in bounded batches, while others write.
    ///
    /// - Parameters:
    ///   - batch: Rows read in one transaction.
    ///   - trusted: The ids of the keys that may sign checkpoints; nil for those that the database knows.
    ///   - proceed: Asked before every batch; what it throws ends the verification.
    /// - Returns: What was found.
    /// - Throws: ``StoreError``, or what `proceed` throws.
    package func verifyAudit(
        batch: Int = 2000,
        trusting trusted: Set<String>? = nil,
        before proceed: () async throws -> Void = {}
    ) async throws -> AuditVerification {
        let known = if let trusted { trusted } else { try await read { try CheckpointTable($0).knownKeys() } }
        var check = AuditCheck { known.contains($0) }
        try await carry(&check, proceed) { try CheckpointTable($0).verify(&$1, limit: batch) }
        try await carry(&check, proceed) { try AuditTable($0).verify(&$1, limit: batch) }
        // Made meanwhile, and announced by entries that were just seen.
        try await carry(&check, proceed) { try CheckpointTable($0).verify(&$1, limit: batch) }
        check.finish()
        return check.verification
    }

    private func carry(
        _ check: inout AuditCheck,
        _ proceed: () async throws -> Void,
        _ step: @escaping @Sendable (any Connection, inout AuditCheck) throws -> Bool
    ) async throws {
        var isMore = true
        while isMore {
            try await proceed()
            let reached = check
            (check, isMore) = try await read { connection in
                var check = reached
                let isMore = try step(connection, &check)
                return (check, isMore)
            }
        }
    }
}
