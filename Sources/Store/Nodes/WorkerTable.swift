package import Contract

/// The workers that are, or were, at work.
package struct WorkerTable {
    package struct Entry: Equatable, Sendable {
        package let id: String
        /// Tells the process from every other one on any machine.
        package let process: String
        /// When it last gave a sign of life.
        package let seen: Timestamp
    }

    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    package func see(_ id: String, process: String, at now: Timestamp) throws(StoreError) {
        try connection.run(
            """
            INSERT INTO workers (id, process, started_at, seen_at) VALUES (\(id), \(process), \(now), \(now))
            ON CONFLICT (id) DO UPDATE SET process = excluded.process, seen_at = excluded.seen_at
            """
        )
    }

    package func all() throws(StoreError) -> [Entry] {
        var entries: [Entry] = []
        for row in try connection.run("SELECT id, process, seen_at FROM workers ORDER BY id") {
            entries.append(
                Entry(id: try row.text("id"), process: try row.text("process"), seen: try row.time("seen_at"))
            )
        }
        return entries
    }

    /// Whether there are slots for ``releaseSlots(ofSilentSince:)``.
    package func hasSlots(ofSilentSince time: Timestamp) throws(StoreError) -> Bool {
        try !connection.run("SELECT 1 AS one FROM provider_slots WHERE \(Self.isSilent(since: time)) LIMIT 1")
            .isEmpty
    }

    /// Takes back the slots of workers not seen since a time, and of those that are gone.
    ///
    /// Their calls have ended, or were cut off by themselves before their leases ended. Who still has a lease may
    /// still have a call open.
    package func releaseSlots(ofSilentSince time: Timestamp) throws(StoreError) {
        try connection.run("DELETE FROM provider_slots WHERE \(Self.isSilent(since: time))")
    }

    private static func isSilent(since time: Timestamp) -> Query {
        """
        NOT EXISTS (
            SELECT 1 FROM workers AS w WHERE w.id = provider_slots.worker_id AND w.seen_at >= \(time))
        AND NOT EXISTS (
            SELECT 1 FROM install_tasks AS t
            WHERE t.status = 'running' AND t.lease_worker = provider_slots.worker_id)
        """
    }

    /// Forgets the workers not seen since a time: of another machine, nobody here can tell that they are dead.
    package func prune(before time: Timestamp) throws(StoreError) {
        try connection.run("DELETE FROM workers WHERE seen_at < \(time)")
    }

    /// Takes back the slots of a worker that is known to be dead.
    package func releaseSlots(of id: String) throws(StoreError) {
        try connection.run("DELETE FROM provider_slots WHERE worker_id = \(id)")
    }

    package func remove(_ id: String) throws(StoreError) {
        try releaseSlots(of: id)
        try connection.run("DELETE FROM workers WHERE id = \(id)")
    }
}
