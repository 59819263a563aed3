package import Contract
package import Domain

/// A channel as it is stored.
package struct StoredChannel: Equatable, Sendable {
    package let id: ChannelID
    package var settings: ChannelSettings
    package var origin: String?
    package var sealed: SealedCredential?
    package var revisionNumber: Int
    package var updatedAt: Timestamp
    package var updatedBy: String

    package init(
        id: ChannelID,
        settings: ChannelSettings,
        origin: String?,
        sealed: SealedCredential?,
        revisionNumber: Int,
        updatedAt: Timestamp,
        updatedBy: String
    ) {
        self.id = id
        self.settings = settings
        self.origin = origin
        self.sealed = sealed
        self.revisionNumber = revisionNumber
        self.updatedAt = updatedAt
        self.updatedBy = updatedBy
    }

    package var revision: Revision { Revision(text: String(revisionNumber)) }
}

/// Who is told of alerts.
package struct ChannelTable {
    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// By id; without those that this program cannot read, which a later one may have written.
    package func readable() throws(StoreError) -> [StoredChannel] {
        try connection.run("SELECT \(Self.columns) FROM channels ORDER BY id").compactMap {
            try? StoredChannel(row: $0)
        }
    }

    package func find(_ id: ChannelID) throws(StoreError) -> StoredChannel? {
        let row = try connection.run("SELECT \(Self.columns) FROM channels WHERE id = \(id)").first
        return try row.map { row throws(StoreError) in try StoredChannel(row: row) }
    }

    /// The same, which nobody else changes until the transaction ends.
    package func lock(_ id: ChannelID) throws(StoreError) -> StoredChannel? {
        let query: Query = "SELECT \(Self.columns) FROM channels WHERE id = \(id) \(.forUpdate)"
        return try connection.run(query).first.map { row throws(StoreError) in try StoredChannel(row: row) }
    }

    /// Saves a channel in place of an earlier one.
    package func put(_ channel: StoredChannel) throws {
        let sealed = channel.sealed
        try connection.run(
            """
            INSERT INTO channels (id, settings, origin, sealed, key_id, fingerprint, sealed_at, sealed_by, revision,
                                  updated_at, updated_by)
            VALUES (\(channel.id), \(JSON.text(channel.settings)), \(channel.origin), \(sealed?.bytes),
                    \(sealed?.keyID), \(sealed?.fingerprint), \(sealed?.setAt), \(sealed?.setBy),
                    \(channel.revisionNumber), \(channel.updatedAt), \(channel.updatedBy))
            ON CONFLICT (id) DO UPDATE SET settings = excluded.settings, origin = excluded.origin,
                sealed = excluded.sealed, key_id = excluded.key_id, fingerprint = excluded.fingerprint,
                sealed_at = excluded.sealed_at, sealed_by = excluded.sealed_by, revision = excluded.revision,
                updated_at = excluded.updated_at, updated_by = excluded.updated_by
            """
        )
    }

    package func remove(_ id: ChannelID) throws(StoreError) {
        try connection.run("DELETE FROM channels WHERE id = \(id)")
    }

    /// Channels whose address is sealed with another key, in order; locked until the transaction ends.
    package func sealed(
        otherThanWith key: String,
        after channel: ChannelID,
        limit: Int
    ) throws(StoreError) -> [StoredChannel] {
        try connection.run(
            """
            SELECT \(Self.columns) FROM channels WHERE key_id <> \(key) AND id > \(channel)
            ORDER BY id LIMIT \(limit) \(.forUpdate)
            """
        ).map { row throws(StoreError) in try StoredChannel(row: row) }
    }

    /// Puts the same address in place, sealed with another key.
    package func reseal(_ id: ChannelID, _ sealed: SealedCredential) throws(StoreError) {
        try connection.run(
            """
            UPDATE channels SET sealed = \(sealed.bytes), key_id = \(sealed.keyID),
                fingerprint = \(sealed.fingerprint) WHERE id = \(id)
            """
        )
    }

    private static let columns: Query = """
        id, settings, origin, sealed, key_id, fingerprint, sealed_at, sealed_by, revision, updated_at, updated_by
        """
}

extension StoredChannel {
    fileprivate init(row: Row) throws(StoreError) {
        var sealed: SealedCredential?
        if row.optionalText("key_id") != nil {
            sealed = SealedCredential(
                bytes: try row.bytes("sealed"),
                keyID: try row.text("key_id"),
                fingerprint: try row.text("fingerprint"),
                setAt: try row.time("sealed_at"),
                setBy: try row.text("sealed_by")
            )
        }
        self.init(
            id: try row.identifier("id"),
            settings: try row.json("settings"),
            origin: row.optionalText("origin"),
            sealed: sealed,
            revisionNumber: try row.int("revision"),
            updatedAt: try row.time("updated_at"),
            updatedBy: try row.text("updated_by")
        )
    }
}
