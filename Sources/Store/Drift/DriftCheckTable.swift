package import Contract

/// How the last look at each provider went.
package struct DriftCheckTable {
    /// What is kept of a provider beside what its view says.
    package struct Entry: Equatable, Sendable {
        package var askedAt: Timestamp?
        package var askedBy: String?
        package var startedAt: Timestamp?
        package var finishedAt: Timestamp?
        package var outcome: DriftCheckView.Outcome?
        package var compared = 0
        package var verified = 0
        package var leftOut = 0
        package var others = 0
        package var error: TaskError?
        /// The skill that reading contents came to.
        package var readTo: String?

        package init() {}
    }

    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    package func all() throws(StoreError) -> [ProviderID: Entry] {
        try entries("SELECT * FROM drift_checks")
    }

    package func find(_ provider: ProviderID) throws(StoreError) -> Entry? {
        try entries("SELECT * FROM drift_checks WHERE provider_id = \(provider)")[provider]
    }

    /// Has nobody else count or end findings of a provider until the transaction ends.
    ///
    /// Before findings are locked, so that all lock in the same order.
    package func lock(_ providers: Set<ProviderID>) throws(StoreError) {
        for provider in providers.sorted() {
            try connection.run(
                "SELECT provider_id FROM drift_checks WHERE provider_id = \(provider) \(.forUpdate)"
            )
        }
    }

    /// Notes that somebody wants a look; whoever wanted one already stays named.
    ///
    /// A look that is under way may have read too early for whoever asks meanwhile: they get one of their own.
    package func ask(_ provider: ProviderID, by person: String, at now: Timestamp) throws(StoreError) {
        try connection.run(
            """
            INSERT INTO drift_checks (provider_id, asked_at, asked_by, compared, verified, left_out, others)
            VALUES (\(provider), \(now), \(person), 0, 0, 0, 0)
            ON CONFLICT (provider_id) DO UPDATE SET asked_at = excluded.asked_at, asked_by = excluded.asked_by
            WHERE drift_checks.asked_at IS NULL OR drift_checks.asked_at <= drift_checks.started_at
            """
        )
    }

    /// Notes that a look begins.
    ///
    /// - Parameters:
    ///   - provider: At which.
    ///   - last: When the last one before had begun, as it was read.
    ///   - now: When.
    /// - Returns: Whether nobody else has begun one since.
    /// - Throws: ``StoreError``
    package func begin(_ provider: ProviderID, since last: Timestamp?, at now: Timestamp) throws(StoreError)
        -> Bool
    {
        try !connection.run(
            """
            INSERT INTO drift_checks (provider_id, started_at, compared, verified, left_out, others)
            VALUES (\(provider), \(now), 0, 0, 0, 0)
            ON CONFLICT (provider_id) DO UPDATE SET started_at = excluded.started_at
            WHERE COALESCE(drift_checks.started_at, -1) = \(last?.microseconds ?? -1)
            RETURNING provider_id
            """
        ).isEmpty
    }

    /// Saves how the look ended that began then, which answers whoever had asked by then.
    ///
    /// - Returns: Whether that is the last one; else another has begun since, and this one comes too late.
    package func finish(_ provider: ProviderID, _ entry: Entry, begun: Timestamp) throws(StoreError) -> Bool {
        try !connection.run(
            """
            UPDATE drift_checks SET finished_at = \(entry.finishedAt), outcome = \(entry.outcome?.rawValue),
                compared = \(entry.compared), verified = \(entry.verified), left_out = \(entry.leftOut),
                others = \(entry.others), error = \(try entry.error?.columnText()),
                read_to = COALESCE(\(entry.readTo), read_to),
                asked_by = CASE WHEN asked_at > \(begun) THEN asked_by END,
                asked_at = CASE WHEN asked_at > \(begun) THEN asked_at END
            WHERE provider_id = \(provider) AND started_at = \(begun) RETURNING provider_id
            """
        ).isEmpty
    }

    private func entries(_ query: Query) throws(StoreError) -> [ProviderID: Entry] {
        var entries: [ProviderID: Entry] = [:]
        for row in try connection.run(query) {
            var entry = Entry()
            entry.askedAt = row.optionalTime("asked_at")
            entry.askedBy = row.optionalText("asked_by")
            entry.startedAt = row.optionalTime("started_at")
            entry.finishedAt = row.optionalTime("finished_at")
            entry.outcome = try row.optionalWord("outcome")
            entry.compared = try row.int("compared")
            entry.verified = try row.int("verified")
            entry.leftOut = try row.int("left_out")
            entry.others = try row.int("others")
            entry.error = try row.optionalJSON("error")
            entry.readTo = row.optionalText("read_to")
            entries[try row.identifier("provider_id")] = entry
        }
        return entries
    }
}
