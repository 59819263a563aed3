package import Contract

/// How far the events were read that alerts are decided by.
///
/// Everything that follows from events is written in one transaction with this, and only by whoever finds it as it was
/// read: nothing is lost when a node ends, and nothing comes twice when another takes over.
package struct AlertProgressTable {
    package struct Progress: Equatable, Sendable {
        package var eventPosition: Int64
        package var measuredAt: Timestamp
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
                measured_at = \(next.measuredAt)
            WHERE id = 1 AND turn = \(next.turn) RETURNING turn
            """
        ).isEmpty
    }

    /// When the audit log was last verified; nil before the first look at anything.
    package func auditChecked() throws(StoreError) -> Timestamp? {
        try connection.run("SELECT audit_checked_at FROM alert_progress WHERE id = 1").first?
            .optionalTime("audit_checked_at")
    }

    /// Notes that the audit log was verified; whoever reads on in the events meanwhile begins its step anew.
    ///
    /// - Parameters:
    ///   - now: When.
    ///   - last: What ``auditChecked()`` said before.
    /// - Returns: Whether nobody else has noted anything since.
    /// - Throws: ``StoreError``
    package func saveAuditChecked(at now: Timestamp, since last: Timestamp) throws(StoreError) -> Bool {
        try !connection.run(
            """
            UPDATE alert_progress SET audit_checked_at = \(now), turn = turn + 1
            WHERE id = 1 AND audit_checked_at = \(last) RETURNING turn
            """
        ).isEmpty
    }

    private func find(lock: Query) throws(StoreError) -> Progress? {
        let row = try connection.run(
            """
            SELECT event_position, turn, measured_at FROM alert_progress WHERE id = 1 \(lock)
            """
        ).first
        return try row.map { row throws(StoreError) in
            Progress(
                eventPosition: try row.integer("event_position"),
                measuredAt: try row.time("measured_at"),
                turn: try row.integer("turn")
            )
        }
    }
}
