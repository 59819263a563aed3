package import Contract

/// The workers that are, or were, at work.
package struct WorkerTable {
    package struct Entry: Equatable, Sendable {
        package let id: String
        /// Tells the process from every other one on any machine.
        package let process: String
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
        for row in try connection.run("SELECT id, process FROM workers ORDER BY id") {
            entries.append(Entry(id: try row.text("id"), process: try row.text("process")))
        }
        return entries
    }

    /// Forgets the workers not seen since a time: of another machine, nobody here can tell that they are dead.
    package func prune(before time: Timestamp) throws(StoreError) {
        try connection.run("DELETE FROM workers WHERE seen_at < \(time)")
    }

    package func remove(_ id: String) throws(StoreError) {
        try connection.run("DELETE FROM workers WHERE id = \(id)")
    }
}
