package import Contract

/// How far a verification of the audit log has come, and what it found.
package struct AuditCheck: Sendable {
    /// The last entry seen of a chain.
    struct End: Sendable {
        let chain: String
        let sequence: Int64
        let hash: String
    }

    static let maximumBreaks = 100

    package fileprivate(set) var isFinished = false
    private var entries: Int64 = 0
    private var breaks: [String] = []
    private(set) var end: End?

    package init() {}

    package var verification: AuditVerification {
        AuditVerification(intact: breaks.isEmpty, entries: entries, breaks: breaks)
    }

    mutating func report(_ sentence: String) {
        if breaks.count < Self.maximumBreaks { breaks.append(sentence) }
    }

    /// Looks at the next entry of the chain under way, or at the first of the next chain.
    mutating func follow(_ link: AuditLink, hash: String) {
        entries += 1
        let before = end?.chain == link.chain ? end : nil
        let expected = (before?.sequence ?? 0) + 1
        if link.sequence != expected {
            let missing = link.sequence - 1 > expected ? "\(expected) to \(link.sequence - 1)" : "\(expected)"
            report("chain \(link.chain): entry \(missing) missing")
        } else if link.hash(after: before?.hash ?? AuditLink.origin) != hash {
            // Past a gap there is nothing to compare with, so only entries with a neighbour are recomputed.
            report("chain \(link.chain): entry \(link.sequence) altered or out of place")
        }
        end = End(chain: link.chain, sequence: link.sequence, hash: hash)
    }

    /// Compares the end of the chain under way with what its head says.
    mutating func finishChain(head: (sequence: Int64, hash: String)?) {
        guard let end else { return }
        guard let head else { return report("chain \(end.chain): head missing") }
        if end.sequence < head.sequence {
            report("chain \(end.chain): cut off after entry \(end.sequence) of \(head.sequence)")
        } else if end.sequence > head.sequence || end.hash != head.hash {
            report("chain \(end.chain): entry \(end.sequence) is not the newest that the head names")
        }
    }

    mutating func finish() {
        isFinished = true
    }
}

extension AuditTable {
    /// Verifies the next entries, at most `limit`; call again with the answer until it is finished.
    ///
    /// Short transactions, one for each call, keep a long log from holding up the database.
    package func verify(_ check: AuditCheck, limit: Int) throws -> AuditCheck {
        var check = check
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
        if rows.count < limit {
            if let end = check.end { check.finishChain(head: try head(of: end.chain)) }
            for chain in try chainsWithoutEntries() { check.report("chain \(chain): every entry missing") }
            check.finish()
        }
        return check
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

extension Database {
    /// Verifies the whole audit log in bounded batches, while others write.
    package func verifyAudit(batch: Int = 2000) async throws -> AuditVerification {
        var check = AuditCheck()
        while !check.isFinished {
            let reached = check
            check = try await read { connection in try AuditTable(connection).verify(reached, limit: batch) }
        }
        return check.verification
    }
}
