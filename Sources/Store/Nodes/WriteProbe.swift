package import Contract

/// Finds out whether the database takes changes, by making one that nobody needs.
package struct WriteProbe {
    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// - Throws: ``StoreError/unavailable(_:)`` with the reason when nothing can be written.
    package func write(at now: Timestamp) throws(StoreError) {
        // One row for all nodes, and another value each time: SQLite writes nothing where nothing changes.
        try connection.run(
            """
            INSERT INTO leaderships (duty, holder, process, expires_at) VALUES ('write-probe', '-', '-', \(now))
            ON CONFLICT (duty) DO UPDATE SET expires_at = excluded.expires_at
            """
        )
    }
}
