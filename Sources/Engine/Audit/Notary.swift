package import Contract
package import Proofs
package import Store

/// Signs where the audit log ends, from time to time: whoever writes a chain anew from the beginning cannot do
/// that without the key, which is kept outside the database.
package struct Notary: Sendable {
    /// When a checkpoint is due.
    package struct Settings: Sendable {
        /// Entries that may wait for one.
        package var entries: Int64
        /// How long the first of them may wait.
        package var interval: Duration

        package init(entries: Int64 = 10_000, interval: Duration = .seconds(900)) {
            self.entries = entries
            self.interval = interval
        }
    }

    /// Of several nodes that sign at once one comes first, and the others look again.
    private static let tries = 5

    private let database: any Database
    private let key: SigningKey
    private let settings: Settings
    private let now: @Sendable () -> Timestamp

    package init(
        _ database: any Database,
        key: SigningKey,
        settings: Settings = Settings(),
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.database = database
        self.key = key
        self.settings = settings
        self.now = now
    }

    /// Signs what was added since the last checkpoint, if there is anything.
    ///
    /// - Returns: The checkpoint that covers everything that was committed when this was asked for.
    /// - Throws: ``StoreError``, ``KeyFault``
    @discardableResult
    package func sign() async throws -> AuditCheckpointView {
        for _ in 1..<Self.tries {
            do { return try await attempt() } catch StoreError.conflict { continue }
        }
        return try await attempt()
    }

    /// Evidence as files, with their list signed.
    ///
    /// - Throws: ``KeyFault``, or what encoding throws.
    func files(of evidence: Evidence, at now: Timestamp) throws -> [String: [UInt8]] {
        try evidence.files(signedWith: key, at: now)
    }

    /// Signs if enough was added, or long enough ago.
    ///
    /// - Throws: ``StoreError``, ``KeyFault``
    package func signIfDue() async throws {
        let (newest, heads) = try await database.read { connection in
            let table = CheckpointTable(connection)
            return (try table.newest(), try table.heads())
        }
        let added = heads.reduce(0) { $0 + $1.sequence } - (newest?.entries ?? 0)
        guard added > 0 else { return }
        let isOld = newest.map { $0.at + settings.interval <= now() } ?? true
        if isOld || added >= settings.entries { try await sign() }
    }

    private func attempt() async throws -> AuditCheckpointView {
        let moment = now()
        return try await database.write { [key] in try CheckpointTable($0).sign(with: key, at: moment) }
    }
}
