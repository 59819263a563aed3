import Contract
import Proofs

/// The chain that a transaction adds its entries to.
///
/// A chain's head is locked from the first entry until the transaction ends. Where only one writes at a time
/// there is one chain. PostgreSQL has several, of which a transaction takes one that is free, so that no two
/// writers wait for each other; a new one is begun when none is.
package struct AuditLane {
    let chain: String
    let sequence: Int64
    let hash: String

    /// Locks a chain's head until the transaction ends.
    ///
    /// - Parameters:
    ///   - chain: A certain one; nil for whichever is free.
    ///   - connection: In the transaction.
    /// - Returns: Where the chain goes on.
    /// - Throws: ``StoreError``
    static func take(_ chain: String?, of connection: any Connection) throws(StoreError) -> AuditLane {
        if let chain { return try named(chain, connection) }
        guard connection.dialect == .postgres else { return try named("main", connection) }
        if let free = try free(connection) { return free }
        return try named(anyLane(), connection)
    }

    private static func free(_ connection: any Connection) throws(StoreError) -> AuditLane? {
        let row = try connection.run(
            """
            SELECT chain, sequence, hash FROM audit_heads WHERE chain LIKE 'lane-%'
            ORDER BY chain LIMIT 1 \(.skipLocked)
            """
        ).first
        return try row.map { row throws(StoreError) in try AuditLane(row: row) }
    }

    /// One that may have to be begun; with more writers than lanes one of them waits.
    private static func anyLane() -> String {
        let number = Int.random(in: 1...laneCount)
        return "lane-" + (number < 10 ? "0" : "") + String(number)
    }

    private static let laneCount = 32

    private static func named(_ chain: String, _ connection: any Connection) throws(StoreError) -> AuditLane {
        if let known = try head(of: chain, connection) { return known }
        // Of two who begin a chain at once one waits here, and goes on from the other's entries.
        try connection.send(
            """
            INSERT INTO audit_heads (chain, sequence, hash) VALUES (\(chain), 0, \(AuditLink.origin))
            ON CONFLICT (chain) DO NOTHING
            """
        )
        guard let begun = try head(of: chain, connection) else { throw .conflict }
        return begun
    }

    private static func head(of chain: String, _ connection: any Connection) throws(StoreError) -> AuditLane?
    {
        let row = try connection.run(
            "SELECT chain, sequence, hash FROM audit_heads WHERE chain = \(chain) \(.forUpdate)"
        ).first
        return try row.map { row throws(StoreError) in try AuditLane(row: row) }
    }
}

extension AuditLane {
    private init(row: Row) throws(StoreError) {
        chain = try row.text("chain")
        sequence = try row.integer("sequence")
        hash = try row.text("hash")
    }
}
