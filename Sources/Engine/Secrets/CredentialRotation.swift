package import Contract
import Domain
package import Store

/// Seals every stored credential with the newest key, a few at a time.
///
/// It may be stopped at any moment and run again: it then finishes what was begun before it makes another key.
package struct CredentialRotation: Sendable {
    /// What a rotation did.
    package struct Report: Codable, Equatable, Sendable {
        /// The key that seals from now on.
        package let key: String
        package let isNewKey: Bool
        package let resealed: Int
        /// Providers whose credential, and channels whose address, could not be opened and so is as it was.
        package let unopened: [String]
        /// Keys that seal nothing any more.
        package let unused: [String]

        enum CodingKeys: String, CodingKey {
            case key
            case isNewKey = "new_key"
            case resealed
            case unopened
            case unused
        }
    }

    /// The keys of this machine, and how much each seals.
    package struct Status: Codable, Equatable, Sendable {
        package struct Key: Codable, Equatable, Sendable {
            package let id: String
            /// Whether it is here.
            package let present: Bool
            /// Whether it seals what is stored from now on.
            package let current: Bool
            package let credentials: Int
        }

        package let keys: [Key]
    }

    static let batch = 50

    let database: any Database
    let store: any KeyStore
    let now: @Sendable () -> Timestamp

    package init(_ database: any Database, keys: any KeyStore, now: @escaping @Sendable () -> Timestamp) {
        self.database = database
        store = keys
        self.now = now
    }

    package func status() async throws -> Status {
        let keys = try store.keys()
        let counts = try await database.read { try CredentialTable($0).countsByKey() }
        let lost = counts.keys.filter { id in !keys.contains { $0.id == id } }.sorted()
        let present = keys.enumerated().map { index, key in
            Status.Key(id: key.id, present: true, current: index == 0, credentials: counts[key.id] ?? 0)
        }
        return Status(
            keys: present
                + lost.map {
                    Status.Key(id: $0, present: false, current: false, credentials: counts[$0] ?? 0)
                }
        )
    }

    /// Seals everything with the newest key, which is made unless one waits that has not sealed everything.
    ///
    /// - Returns: What was done.
    /// - Throws: ``KeyTrouble``, ``StoreError``.
    package func run() async throws -> Report {
        try await store.exclusively { try await rotate() }
    }

    /// Forgets the keys that seal nothing any more, except the newest.
    ///
    /// Providers and channels are locked meanwhile: what somebody is about to store is sealed before, and counted, or after, and
    /// with a key that stays.
    ///
    /// - Returns: The keys that were forgotten.
    /// - Throws: ``KeyTrouble``, ``StoreError``.
    package func prune() async throws -> [String] {
        let now = now()
        return try await store.exclusively {
            try await database.write { connection in
                try StartLock.take(connection)  // of who stores the address of a channel
                try ProviderTable(connection).lockAll()
                let counts = try CredentialTable(connection).countsByKey()
                let unused = try unused(counts)
                guard !unused.isEmpty else { return [] }
                let entries = unused.map { Self.entry("credential.forget_key", $0, [:]) }
                try AuditTable(connection).append(entries, at: now)
                try store.removeKeys(Set(unused))
                return unused
            }
        }
    }

    private func rotate() async throws -> Report {
        let (key, isNew) = try await newestKey()
        var resealed = 0
        var unopened: [String] = []
        var after = ProviderID(rawValue: "")
        while true {
            let batch = try await reseal(with: key, after: after)
            resealed += batch.resealed
            unopened += batch.unopened
            guard let last = batch.last else { break }
            after = last
        }
        let channels = try await resealChannels(with: key)
        resealed += channels.resealed
        unopened += channels.unopened
        let counts = try await database.read { try CredentialTable($0).countsByKey() }
        let unused = try unused(counts)
        return Report(
            key: key.id,
            isNewKey: isNew,
            resealed: resealed,
            unopened: unopened,
            unused: unused
        )
    }

    /// The keys that seal nothing, except the newest, which seals from now on.
    private func unused(_ counts: [String: Int]) throws -> [String] {
        try store.keys().dropFirst().map(\.id).filter { counts[$0] == nil }
    }

    /// The key to seal with: a new one, unless the newest has not sealed everything yet.
    private func newestKey() async throws -> (key: SealingKey, isNew: Bool) {
        let keys = try store.keys()
        let counts = try await database.read { try CredentialTable($0).countsByKey() }
        if let newest = keys.first, keys.dropFirst().contains(where: { counts[$0.id] != nil }) {
            return (newest, false)
        }
        if keys.isEmpty, counts.isEmpty { throw KeyTrouble.nothingStored }
        return (try store.addKey(), true)
    }

    private struct Batch: Sendable {
        var resealed = 0
        var unopened: [String] = []
        /// Nil when there was nothing to do.
        var last: ProviderID?
    }

    private func reseal(with key: SealingKey, after provider: ProviderID) async throws -> Batch {
        let (vault, now) = (CredentialVault(store), now())
        return try await database.write { connection in
            let table = CredentialTable(connection)
            let providers = ProviderTable(connection)
            var batch = Batch()
            for (id, old) in try table.sealed(otherThanWith: key.id, after: provider, limit: Self.batch) {
                batch.last = id
                let holder = try providers.find(id).map { CredentialHolder(id, $0.settings) }
                guard let new = holder.flatMap({ Self.resealed(old, of: $0, from: vault, with: key) }) else {
                    batch.unopened.append(id.rawValue)
                    continue
                }
                try table.put(new, of: id)
                batch.resealed += 1
            }
            if batch.resealed > 0 {
                let entry = Self.entry("credential.rotate", key.id, ["credentials": String(batch.resealed)])
                try AuditTable(connection).append([entry], at: now)
            }
            return batch
        }
    }

    /// The same secret under another key; nil when it cannot be opened.
    static func resealed(
        _ old: SealedCredential,
        of holder: CredentialHolder,
        from vault: CredentialVault,
        with key: SealingKey
    ) -> SealedCredential? {
        do throws(KeyTrouble) {
            let secret = try vault.open(old, of: holder)
            var new = try key.seal(secret, of: holder, at: old.setAt, by: old.setBy)
            new.expiresAt = old.expiresAt
            return new
        } catch {
            return nil  // counted and named in the report; the others need not wait for it
        }
    }

    static func entry(_ action: String, _ key: String, _ detail: [String: String]) -> NewAuditEntry {
        NewAuditEntry(
            actor: "system",
            action: action,
            subject: "key:\(key)",
            outcome: "accepted",
            source: CommandSource.cli.rawValue,
            detail: detail
        )
    }
}
