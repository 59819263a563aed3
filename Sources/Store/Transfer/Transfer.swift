package import Contract

/// Copies everything from one database into another, whatever kind each of them is.
///
/// The source is read on one snapshot, the target written in one transaction: it is compared with the source
/// before that commits, so the target holds everything or nothing. Pieces pass through memory a few at a time.
package struct Transfer: Sendable {
    private let source: any Database
    private let target: any Database
    private let bundleIsWhole: @Sendable (_ digest: String, _ archive: [UInt8]) -> Bool
    private let progress: @Sendable (TransferProgress) -> Void

    /// - Parameters:
    ///   - source: Is only read.
    ///   - target: Gets the newest schema, and has to be empty otherwise.
    ///   - bundleIsWhole: Whether an archive's content has this digest.
    ///   - progress: Is told how far the work has come; must not block.
    package init(
        from source: any Database,
        to target: any Database,
        bundleIsWhole: @escaping @Sendable (_ digest: String, _ archive: [UInt8]) -> Bool,
        progress: @escaping @Sendable (TransferProgress) -> Void = { _ in }
    ) {
        self.source = source
        self.target = target
        self.bundleIsWhole = bundleIsWhole
        self.progress = progress
    }

    /// - Parameters:
    ///   - asRehearsal: Disables every provider of the copy, for a source that goes on working.
    ///   - now: What time a rehearsal notes in the copy's audit log.
    /// - Returns: What was copied; the copy is durable then.
    /// - Throws: ``TransferRefusal`` or ``StoreError``; the target holds no row then.
    package func run(asRehearsal: Bool, at now: Timestamp) async throws -> TransferReport {
        let tables = try await source.read { try TransferPlan.tables(ofSource: $0) }
        try await target.read { try TransferPlan.checkThatTargetIsOurs($0) }
        try await Migrator().run(on: target)
        try await target.read { try TransferPlan.checkTarget($0, takes: tables) }
        let handover = Handover<TransferPiece>(capacity: 2)
        async let sent: Void = send(tables, into: handover)
        async let taken = take(tables, from: handover, asRehearsal: asRehearsal, at: now)
        let outcome: Result<TransferReport, any Error>
        do { outcome = .success(try await taken) } catch { outcome = .failure(error) }
        await sent
        return try outcome.get()
    }

    /// Never throws: what goes wrong here reaches the other end as its own failure.
    private func send(_ tables: [TableLayout], into handover: Handover<TransferPiece>) async {
        let progress = progress
        do {
            try await source.read { connection in
                try TransferSender(connection, handover, progress).send(tables)
            }
            handover.end(.success(()))
        } catch {
            handover.end(.failure(error))
        }
    }

    private func take(
        _ tables: [TableLayout],
        from handover: Handover<TransferPiece>,
        asRehearsal: Bool,
        at now: Timestamp
    ) async throws -> TransferReport {
        defer { handover.stop() }
        let (bundleIsWhole, progress) = (bundleIsWhole, progress)
        return try await target.write { connection in
            try TransferPlan.checkTarget(connection, takes: tables)
            let writer = TransferWriter(tables, on: connection)
            let places = try writer.removePlaces()
            let expected = try writer.takeAll(from: handover)
            var check = TransferCheck(connection, bundleIsWhole: bundleIsWhole, progress: progress)
            try check.compare(tables, with: expected)
            try check.verifyAudit()
            try writer.putBack(places)
            try writer.finish()
            if asRehearsal { try TransferWriter.disableProviders(on: connection, at: now) }
            return check.report(of: tables, expected, asRehearsal: asRehearsal)
        }
    }
}

/// What passes from the source to the target.
enum TransferPiece: Sendable {
    /// Rows of a table; it is named by its place in the plan.
    case rows(table: Int, [[Value]])
    /// Where a numbering goes on, for a table that numbers its rows.
    case sequence(table: Int, last: Int64)
    /// All of it has passed, and this is what it was.
    case end([TableContent])
}
