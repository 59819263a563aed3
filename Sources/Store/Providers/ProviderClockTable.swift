package import Contract

/// Since when tasks could begin at providers, as whoever looks after their clocks has seen it.
package struct ProviderClockTable {
    package struct Entry: Equatable, Sendable {
        package let provider: ProviderID
        /// Tasks could begin there since then, without a break.
        package let runningSince: Timestamp
        /// When somebody last saw that they could.
        package let seenAt: Timestamp

        package init(_ provider: ProviderID, runningSince: Timestamp, seenAt: Timestamp) {
            self.provider = provider
            self.runningSince = runningSince
            self.seenAt = seenAt
        }
    }

    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    package func all() throws(StoreError) -> [ProviderID: Entry] {
        var entries: [ProviderID: Entry] = [:]
        for row in try connection.run("SELECT provider_id, running_since, seen_at FROM provider_clocks") {
            let provider: ProviderID = try row.identifier("provider_id")
            entries[provider] = Entry(
                provider,
                runningSince: try row.time("running_since"),
                seenAt: try row.time("seen_at")
            )
        }
        return entries
    }

    /// Adds entries, or writes over those there are.
    package func put(_ entries: [Entry]) throws(StoreError) {
        for entry in entries.sorted(by: { $0.provider < $1.provider }) {
            try connection.send(
                """
                INSERT INTO provider_clocks (provider_id, running_since, seen_at)
                VALUES (\(entry.provider), \(entry.runningSince), \(entry.seenAt))
                ON CONFLICT (provider_id) DO UPDATE SET running_since = excluded.running_since,
                    seen_at = excluded.seen_at
                """
            )
        }
    }

    /// Forgets providers where nothing can begin any more.
    package func remove(_ providers: [ProviderID]) throws(StoreError) {
        guard !providers.isEmpty else { return }
        try connection.send("DELETE FROM provider_clocks WHERE provider_id \(among: providers.sorted())")
    }
}
