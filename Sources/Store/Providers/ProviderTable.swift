package import Contract
package import Domain

/// Providers with their settings and their last check.
package struct ProviderTable {
    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    package func all() throws -> [Provider] {
        try connection.run("SELECT \(Self.columns) FROM providers ORDER BY id").map(Provider.init(row:))
    }

    /// All but those that a newer program wrote in a way that this one does not understand.
    package func readable() throws(StoreError) -> [Provider] {
        try connection.run("SELECT \(Self.columns) FROM providers ORDER BY id").compactMap {
            try? Provider(row: $0)
        }
    }

    package func find(_ id: ProviderID) throws -> Provider? {
        try connection.run("SELECT \(Self.columns) FROM providers WHERE id = \(id)").first.map(
            Provider.init(row:)
        )
    }

    /// The provider, which nobody else changes until the transaction ends; nil when there is none.
    package func lock(_ id: ProviderID) throws -> Provider? {
        try connection.run("SELECT \(Self.columns) FROM providers WHERE id = \(id) \(.forUpdate)").first.map(
            Provider.init(row:)
        )
    }

    /// Keeps everybody else from changing any provider until the transaction ends.
    package func lockAll() throws {
        try connection.run("SELECT id FROM providers ORDER BY id \(.forUpdate)")
    }

    /// Creates the provider or replaces all its settings.
    ///
    /// Writing the settings it has already changes nothing, not even the time of change.
    ///
    /// - Parameters:
    ///   - id: The provider.
    ///   - settings: All of them.
    ///   - now: When.
    ///   - isChanged: Whether something that belongs to the settings changed beside them, such as a credential.
    /// - Returns: The provider as it is now, and whether it is new.
    /// - Throws: ``StoreError``
    package func put(
        _ id: ProviderID,
        _ settings: ProviderSettings,
        at now: Timestamp,
        isChanged: Bool = false
    ) throws -> (provider: Provider, created: Bool) {
        guard let known = try lock(id) else {
            try insert(id, settings, at: now)
            return (Provider(id: id, settings: settings, createdAt: now, updatedAt: now), true)
        }
        guard isChanged || known.settings != settings else { return (known, false) }
        // The time of change tells versions of the settings apart, so it rises even when the clock stands still.
        let changed = max(now, known.updatedAt + .microseconds(1))
        try connection.run(
            """
            UPDATE providers SET settings = \(JSON.text(StoredSettings(settings))), enabled = \(settings.enabled),
                   concurrency = \(settings.concurrency), rate_per_minute = \(settings.ratePerMinute),
                   updated_at = \(changed)
            WHERE id = \(id)
            """
        )
        return (Provider(id: id, settings: settings, createdAt: known.createdAt, updatedAt: changed), false)
    }

    /// The last check of each provider that was ever checked.
    package func checks() throws -> [ProviderID: ProviderCheck] {
        var checks: [ProviderID: ProviderCheck] = [:]
        for row in try connection.run("SELECT id, last_check FROM providers WHERE last_check IS NOT NULL") {
            checks[try row.identifier("id")] = try row.json("last_check")
        }
        return checks
    }

    package func saveCheck(_ check: ProviderCheck, of id: ProviderID) throws {
        try connection.run("UPDATE providers SET last_check = \(JSON.text(check)) WHERE id = \(id)")
    }

    private func insert(_ id: ProviderID, _ settings: ProviderSettings, at now: Timestamp) throws {
        try connection.run(
            """
            INSERT INTO providers (id, settings, enabled, concurrency, rate_per_minute, created_at, updated_at)
            VALUES (\(id), \(JSON.text(StoredSettings(settings))), \(settings.enabled), \(settings.concurrency),
                    \(settings.ratePerMinute), \(now), \(now))
            """
        )
    }

    private static let columns: Query = "id, settings, created_at, updated_at"
}

extension Provider {
    fileprivate init(row: Row) throws(StoreError) {
        let stored: StoredSettings = try row.json("settings")
        self.init(
            id: try row.identifier("id"),
            settings: stored.settings,
            createdAt: try row.time("created_at"),
            updatedAt: try row.time("updated_at")
        )
    }
}

/// Settings as they lie in their column.
///
/// A provider that takes approvals looks disabled there: a program that knows nothing of approvals must not accept
/// runs for it. Its workers go by another column, and still carry out what was approved.
private struct StoredSettings: Codable {
    let settings: ProviderSettings

    private enum CodingKeys: String, CodingKey {
        case exactlyEnabled = "exactly_enabled"
    }

    init(_ settings: ProviderSettings) { self.settings = settings }

    init(from decoder: any Decoder) throws {
        var settings = try ProviderSettings(from: decoder)
        let exact = try decoder.container(keyedBy: CodingKeys.self)
        settings.enabled =
            try exact.decodeIfPresent(Bool.self, forKey: .exactlyEnabled) ?? settings.enabled
        self.settings = settings
    }

    func encode(to encoder: any Encoder) throws {
        guard settings.approval != .none, settings.enabled else { return try settings.encode(to: encoder) }
        var shown = settings
        shown.enabled = false
        try shown.encode(to: encoder)
        var exact = encoder.container(keyedBy: CodingKeys.self)
        try exact.encode(true, forKey: .exactlyEnabled)
    }
}
