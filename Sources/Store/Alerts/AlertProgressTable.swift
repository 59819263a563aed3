package import Contract

/// How far the events were read that alerts are decided by.
///
/// Everything that follows from events is written in one transaction with this, and only by whoever finds it as it was
/// read: nothing is lost when a node ends, and nothing comes twice when another takes over.
package struct AlertProgressTable {
    package struct Progress: Equatable, Sendable {
        package var eventPosition: Int64
        package var measuredAt: Timestamp
        package var auditCheckedAt: Timestamp
        fileprivate let turn: Int64
    }

    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// Nil before the first look.
    package func find() throws(StoreError) -> Progress? { try find(lock: "") }

    /// The same, which nobody else changes until the transaction ends: what rules say cannot change meanwhile, either.
    @discardableResult
    package func lock() throws(StoreError) -> Progress? { try find(lock: "\(.forUpdate)") }

    /// Begins with what happens from now on.
    package func begin(at now: Timestamp) throws(StoreError) {
        let position = try EventTable(connection).latestPosition()
        try connection.run(
            """
            INSERT INTO alert_progress (id, event_position, turn, measured_at, audit_checked_at)
            VALUES (1, \(position), 0, \(now), \(now - .seconds(86_400))) ON CONFLICT (id) DO NOTHING
            """
        )
    }

    /// - Returns: Whether it still was as it had been read; else somebody else has gone on from there.
    package func save(_ next: Progress) throws(StoreError) -> Bool {
        try !connection.run(
            """
            UPDATE alert_progress SET event_position = \(next.eventPosition), turn = turn + 1,
                measured_at = \(next.measuredAt), audit_checked_at = \(next.auditCheckedAt)
            WHERE id = 1 AND turn = \(next.turn) RETURNING turn
            """
        ).isEmpty
    }

    private func find(lock: Query) throws(StoreError) -> Progress? {
        let row = try connection.run(
            """
            SELECT event_position, turn, measured_at, audit_checked_at FROM alert_progress WHERE id = 1 \(lock)
            """
        ).first
        return try row.map { row throws(StoreError) in
            Progress(
                eventPosition: try row.integer("event_position"),
                measuredAt: try row.time("measured_at"),
                auditCheckedAt: try row.time("audit_checked_at"),
                turn: try row.integer("turn")
            )
        }
    }
}
