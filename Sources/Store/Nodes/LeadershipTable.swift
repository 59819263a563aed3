package import Contract

/// Duties that one node at a time has, such as looking after everybody's lapsed leases.
///
/// A duty is held for a time and then taken anew. Two may believe for a moment that they hold it, after a pause or
/// with clocks apart: whatever a duty does has to be right all the same, only done twice.
package struct LeadershipTable {
    package struct Entry: Equatable, Sendable {
        package let holder: String
        /// Tells the holder's process from every other one on any machine.
        package let process: String
        package let expires: Timestamp

        package init(holder: String, process: String, expires: Timestamp) {
            self.holder = holder
            self.process = process
            self.expires = expires
        }
    }

    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    package func find(_ duty: String) throws(StoreError) -> Entry? {
        let row = try connection.run(
            "SELECT holder, process, expires_at FROM leaderships WHERE duty = \(duty)"
        ).first
        return try row.map { row throws(StoreError) in
            Entry(
                holder: try row.text("holder"),
                process: try row.text("process"),
                expires: try row.time("expires_at")
            )
        }
    }

    /// Takes a duty, or keeps it for longer.
    ///
    /// - Parameters:
    ///   - duty: What is taken.
    ///   - new: Who holds it from now on.
    ///   - previous: Who may be relieved of it: what ``find(_:)`` has found, if that one's time is over.
    /// - Returns: Whether it is the new holder's.
    /// - Throws: ``StoreError``
    package func take(
        _ duty: String,
        _ new: Entry,
        from previous: Entry?
    ) throws(StoreError) -> Bool {
        let unchanged: Query =
            previous.map {
                "leaderships.holder = \($0.holder) AND leaderships.expires_at = \($0.expires)"
            } ?? "1 = 0"
        return try !connection.run(
            """
            INSERT INTO leaderships (duty, holder, process, expires_at)
            VALUES (\(duty), \(new.holder), \(new.process), \(new.expires))
            ON CONFLICT (duty) DO UPDATE SET holder = excluded.holder, process = excluded.process,
                expires_at = excluded.expires_at
            WHERE \(unchanged) RETURNING duty
            """
        ).isEmpty
    }

    /// Lets go of a duty, so that another takes it at once.
    package func leave(_ duty: String, holder: String) throws(StoreError) {
        try connection.run("DELETE FROM leaderships WHERE duty = \(duty) AND holder = \(holder)")
    }
}
