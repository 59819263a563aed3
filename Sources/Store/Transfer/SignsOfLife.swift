package import Contract

extension Connection {
    /// Other connections of this program to the same database: servers have some even when they are idle.
    ///
    /// SQLite's file tells of its users by itself; see the operating system's locks.
    ///
    /// - Throws: ``StoreError``
    package func otherSessions() throws -> Int {
        guard dialect == .postgres else { return 0 }
        return try run(
            """
            SELECT count(*) AS sessions FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'skillyard%'
            """
        ).first?.int("sessions") ?? 0
    }

    /// The workers that may still be carrying something out: seen within the last minute, or holding a target
    /// whose lease has not ended.
    ///
    /// - Parameters:
    ///   - now: The present time.
    ///   - isDead: Whether the process of that identity is known to have ended.
    /// - Returns: Their ids.
    /// - Throws: ``StoreError``
    package func workersAlive(at now: Timestamp, isDead: (String) -> Bool) throws -> [String] {
        try run(
            """
            SELECT w.id, w.process FROM workers AS w
            WHERE w.seen_at > \(now - .seconds(60)) OR EXISTS (
                SELECT 1 FROM install_tasks AS t
                WHERE t.status = 'running' AND t.lease_worker = w.id AND t.lease_expires_at > \(now))
            ORDER BY w.id
            """
        ).filter { !isDead(try $0.text("process")) }.map { try $0.text("id") }
    }
}
