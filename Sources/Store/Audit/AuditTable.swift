package import Contract
import Proofs

/// The audit log: chains of entries, each vouching for the one before.
///
/// The newest link of each chain also stands in `audit_heads`, so that cutting off the end is noticed. Who
/// rewrites a whole chain with its head is found out by a signed checkpoint (see ``CheckpointTable``).
package struct AuditTable {
    let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// Takes a chain that nobody else is adding to, or a certain one; it stays locked until the transaction ends.
    ///
    /// - Throws: ``StoreError``
    package func take(_ chain: String? = nil) throws(StoreError) -> AuditLane {
        try AuditLane.take(chain, of: connection)
    }

    /// Adds entries to the end of a chain, in the transaction of what they tell of.
    ///
    /// - Parameters:
    ///   - entries: In their order.
    ///   - chain: A certain chain; without it, one that nobody else is adding to.
    ///   - now: When it happened.
    /// - Throws: ``StoreError``
    package func append(_ entries: [NewAuditEntry], chain: String? = nil, at now: Timestamp) throws {
        guard !entries.isEmpty else { return }
        try append(entries, to: take(chain), at: now)
    }

    /// The same for a chain that was taken in this transaction and not added to yet.
    package func append(_ entries: [NewAuditEntry], to lane: AuditLane, at now: Timestamp) throws {
        var (sequence, hash) = (lane.sequence, lane.hash)
        var rows: [[Value]] = []
        rows.reserveCapacity(entries.count)
        for entry in entries {
            sequence += 1
            let link = try AuditLink(entry, chain: lane.chain, sequence: sequence, at: now.microseconds)
            hash = link.hash(after: hash)
            rows.append(link.row(hash: hash))
        }
        try connection.insert(rows, into: "audit_entries", AuditLink.insertedColumns)
        try connection.send(
            "UPDATE audit_heads SET sequence = \(sequence), hash = \(hash) WHERE chain = \(lane.chain)"
        )
    }

    /// Entries by time, newest first.
    ///
    /// - Throws: ``StoreError/invalidCursor``
    package func list(_ query: AuditQuery) throws -> Page<AuditEntryView> {
        var conditions: [Query] = []
        if let actor = query.actor { conditions.append("actor = \(actor)") }
        if let action = query.action { conditions.append("action = \(action)") }
        if let subject = query.subject { conditions.append("subject = \(subject)") }
        if let after = query.after { conditions.append("at > \(after)") }
        if let place = try query.page.place(in: "audit", keys: 3) {
            conditions.append(
                """
                (at, chain, sequence) < (\(try place.integer(at: 0)), \(place.text(at: 1)),
                                         \(try place.integer(at: 2)))
                """
            )
        }
        let limit = query.page.boundedLimit
        let found: Query =
            """
            SELECT \(AuditLink.columns) FROM audit_entries WHERE \(Query.all(conditions))
            ORDER BY at DESC, chain DESC, sequence DESC LIMIT \(limit + 1)
            """
        let rows = try connection.run(found.plannedByValues)
        return Page(try rows.map(AuditEntryView.init(row:)), limit: limit) { entry in
            Cursor("audit", [String(entry.at.microseconds), entry.chain, String(entry.sequence)])
        }
    }
}

extension AuditLink {
    fileprivate init(_ entry: NewAuditEntry, chain: String, sequence: Int64, at: Int64) throws {
        self.init(
            chain: chain,
            sequence: sequence,
            at: at,
            actor: entry.actor,
            action: entry.action,
            subject: entry.subject,
            outcome: entry.outcome,
            source: entry.source,
            requestID: entry.requestID,
            detail: entry.detail.isEmpty ? "{}" : try JSON.text(entry.detail)
        )
    }

    fileprivate static let insertedColumns: [Query.ValuesColumn] = [
        .text("chain"), .integer("sequence"), .integer("at"), .text("actor"), .text("action"),
        .text("subject"), .text("outcome"), .text("source"), .text("request_id"), .text("detail"),
        .text("hash"),
    ]

    fileprivate func row(hash: String) -> [Value] {
        [Value](
            row: chain,
            sequence,
            at,
            actor,
            action,
            subject,
            outcome,
            source,
            requestID,
            detail,
            hash
        )
    }
}

extension AuditEntryView {
    fileprivate init(row: Row) throws(StoreError) {
        self.init(
            chain: try row.text("chain"),
            sequence: try row.integer("sequence"),
            at: try row.time("at"),
            actor: try row.text("actor"),
            action: try row.text("action"),
            subject: try row.text("subject"),
            outcome: try row.text("outcome"),
            source: try row.text("source"),
            requestID: row.optionalText("request_id"),
            detail: try row.json("detail"),
            hash: try row.text("hash")
        )
    }
}
