package import Contract

/// Pauses, of providers and of everything.
package struct PauseTable {
    /// What is paused.
    package enum Place: Hashable, Sendable {
        case everything
        case provider(ProviderID)

        /// No provider's id has an asterisk.
        fileprivate var text: String {
            switch self {
            case .everything: "*"
            case .provider(let id): id.rawValue
            }
        }
    }

    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// The pauses that last.
    package func lasting() throws(StoreError) -> [Place: PauseView] {
        var pauses: [Place: PauseView] = [:]
        for row in try connection.run("SELECT * FROM pauses WHERE resumed_at IS NULL") {
            pauses[try Place(row: row)] = try PauseView(row: row)
        }
        return pauses
    }

    /// When pauses that are over ended.
    package func ended() throws(StoreError) -> [Place: Timestamp] {
        var ends: [Place: Timestamp] = [:]
        for row in try connection.run("SELECT place, resumed_at FROM pauses WHERE resumed_at IS NOT NULL") {
            ends[try Place(row: row)] = try row.time("resumed_at")
        }
        return ends
    }

    package func find(_ place: Place) throws(StoreError) -> PauseView? {
        let rows = try connection.run(
            "SELECT * FROM pauses WHERE place = \(place.text) AND resumed_at IS NULL"
        )
        return try rows.first.map { row throws(StoreError) in try PauseView(row: row) }
    }

    /// Pauses it; what is paused already keeps since when.
    package func pause(_ place: Place, _ pause: PauseView) throws(StoreError) {
        try connection.run(
            """
            INSERT INTO pauses (place, reason, paused_by, paused_at)
            VALUES (\(place.text), \(pause.reason), \(pause.by), \(pause.since))
            ON CONFLICT (place) DO UPDATE SET reason = excluded.reason, paused_by = excluded.paused_by,
                paused_at = CASE WHEN pauses.resumed_at IS NULL THEN pauses.paused_at ELSE excluded.paused_at END,
                resumed_at = NULL
            """
        )
    }

    /// - Returns: Whether it was paused.
    package func resume(_ place: Place, at now: Timestamp) throws(StoreError) -> Bool {
        try !connection.run(
            """
            UPDATE pauses SET resumed_at = \(now) WHERE place = \(place.text) AND resumed_at IS NULL
            RETURNING place
            """
        ).isEmpty
    }
}

extension PauseTable.Place {
    fileprivate init(row: Row) throws(StoreError) {
        let text = try row.text("place")
        self = text == Self.everything.text ? .everything : .provider(ProviderID(rawValue: text))
    }
}

extension PauseView {
    fileprivate init(row: Row) throws(StoreError) {
        self.init(
            reason: try row.text("reason"),
            by: try row.text("paused_by"),
            since: try row.time("paused_at")
        )
    }
}
