package import Contract
import Domain

/// The providers that asked to be left alone for a while; the others have no row.
package struct BackOffTable {
    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// Those that last at this moment.
    package func lasting(at now: Timestamp) throws(StoreError) -> [ProviderID: BackOffView] {
        var lasting: [ProviderID: BackOffView] = [:]
        for row in try connection.run("SELECT * FROM provider_back_offs WHERE ends_at > \(now)") {
            lasting[try row.identifier("provider_id")] = BackOffView(
                since: try row.time("began_at"),
                until: try row.time("ends_at"),
                error: try row.json("error")
            )
        }
        return lasting
    }

    /// When each provider's last wait ends or ended; the clock of what has not begun counts from there.
    package func ends() throws(StoreError) -> [ProviderID: Timestamp] {
        var ends: [ProviderID: Timestamp] = [:]
        for row in try connection.run("SELECT provider_id, ends_at FROM provider_back_offs") {
            ends[try row.identifier("provider_id")] = try row.time("ends_at")
        }
        return ends
    }

    /// Ends a wait that lasts.
    ///
    /// To be asked before the provider's row is locked, as workers note a wish before they claim: the other way round,
    /// two would wait for each other.
    package func end(_ provider: ProviderID, at now: Timestamp) throws(StoreError) {
        try connection.send(
            """
            UPDATE provider_back_offs SET began_at = \(now), ends_at = \(now)
            WHERE provider_id = \(provider) AND ends_at > \(now)
            """
        )
    }

    /// Notes what a provider asked for; of two wishes the one that ends later holds.
    ///
    /// - Returns: Whether a new wait begins with it.
    package func put(_ wish: BackOffView, of provider: ProviderID) throws(StoreError) -> Bool {
        let goesOn = wish.since - BackOffView.gap
        let noted = try connection.run(
            """
            INSERT INTO provider_back_offs (provider_id, began_at, ends_at, error)
            VALUES (\(provider), \(wish.since), \(wish.until), \(try wish.error.columnText()))
            ON CONFLICT (provider_id) DO UPDATE SET error = excluded.error,
                began_at = CASE WHEN provider_back_offs.ends_at >= \(goesOn)
                    AND provider_back_offs.ends_at > provider_back_offs.began_at THEN provider_back_offs.began_at
                    ELSE excluded.began_at END,
                ends_at = CASE WHEN provider_back_offs.ends_at > excluded.ends_at THEN provider_back_offs.ends_at
                    ELSE excluded.ends_at END
            RETURNING began_at
            """
        ).first
        return try noted?.time("began_at") == wish.since
    }
}
