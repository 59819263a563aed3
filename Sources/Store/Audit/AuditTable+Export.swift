package import Contract
package import Proofs

extension AuditTable {
    /// A part of a chain: the entries after one, up to another.
    package struct Span: Sendable {
        package let chain: String
        /// The number of the entry before the first, or 0.
        package let after: Int64
        /// The hash of that entry.
        package let hash: String
        /// The number of the last.
        package let last: Int64

        package init(chain: String, after: Int64, hash: String, last: Int64) {
            self.chain = chain
            self.after = after
            self.hash = hash
            self.last = last
        }
    }

    /// The parts of the chains, as far as the heads reach, in which something happened in a span of time.
    ///
    /// Nodes' clocks differ a little, so a part may hold a few entries from outside the time: it has no gaps.
    ///
    /// - Throws: ``StoreError``
    package func spans(_ query: AuditExportQuery, upTo heads: [AuditCheckpoint.Head]) throws -> [Span] {
        try heads.compactMap { head in
            var (first, last): (Int64, Int64) = (1, head.sequence)
            if let after = query.after {
                let found = try sequence(in: head, "at >= \(after)", "ASC")
                guard let found else { return nil }
                first = found
            }
            if let before = query.before {
                guard let found = try sequence(in: head, "at < \(before)", "DESC") else { return nil }
                last = found
            }
            guard first <= last else { return nil }
            return try span(head.chain, from: first, through: last)
        }
    }

    /// The part of a chain from one entry through another.
    ///
    /// - Throws: ``StoreError``
    package func span(_ chain: String, from first: Int64, through last: Int64) throws(StoreError) -> Span {
        let before = try connection.run(
            "SELECT hash FROM audit_entries WHERE chain = \(chain) AND sequence = \(first - 1)"
        ).first
        let hash = if first == 1 { AuditLink.origin } else { try before?.text("hash") ?? AuditLink.origin }
        return Span(chain: chain, after: first - 1, hash: hash, last: last)
    }

    private func sequence(in head: AuditCheckpoint.Head, _ condition: Query, _ order: String)
        throws(StoreError)
        -> Int64?
    {
        let tail = Query(stringLiteral: "ORDER BY sequence \(order) LIMIT 1")
        return try connection.run(
            """
            SELECT sequence FROM audit_entries
            WHERE chain = \(head.chain) AND sequence <= \(head.sequence) AND \(condition) \(tail)
            """
        ).first?.integer("sequence")
    }

    /// The next entries of a part of a chain.
    ///
    /// - Parameters:
    ///   - span: The part.
    ///   - sequence: The number of the last entry that was read.
    ///   - limit: At most so many.
    /// - Returns: In their order.
    /// - Throws: ``StoreError``
    package func entries(of span: Span, after sequence: Int64, limit: Int) throws -> [AuditEntryLine] {
        try connection.run(
            """
            SELECT \(AuditLink.columns) FROM audit_entries
            WHERE chain = \(span.chain) AND sequence > \(sequence) AND sequence <= \(span.last)
            ORDER BY sequence LIMIT \(limit)
            """
        ).map { AuditEntryLine(try AuditLink(row: $0), hash: try $0.text("hash")) }
    }
}

extension CheckpointTable {
    /// The checkpoints that bear on a span of time, from the last one before it to the first one after it.
    ///
    /// - Throws: ``StoreError``
    package func numbers(for query: AuditExportQuery) throws(StoreError) -> ClosedRange<Int64>? {
        guard let newest = try newest()?.number else { return nil }
        var (first, last): (Int64, Int64) = (1, newest)
        if let after = query.after { first = try number("at <= \(after)", "DESC") ?? 1 }
        if let before = query.before { last = try number("at >= \(before)", "ASC") ?? newest }
        return first <= last ? first...last : nil
    }
}
