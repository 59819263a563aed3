package import Contract

extension Connection {
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
