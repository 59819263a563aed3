import Contract
import Proofs

/// Reads the copy back and compares it, before it is committed.
struct TransferCheck {
    private let connection: any Connection
    private let bundleIsWhole: @Sendable (_ digest: String, _ archive: [UInt8]) -> Bool
    private let progress: @Sendable (TransferProgress) -> Void
    private var bundles = 0
    private var auditEntries: Int64 = 0
    private var faults: [String] = []

    init(
        _ connection: any Connection,
        bundleIsWhole: @escaping @Sendable (_ digest: String, _ archive: [UInt8]) -> Bool,
        progress: @escaping @Sendable (TransferProgress) -> Void
    ) {
        self.connection = connection
        self.bundleIsWhole = bundleIsWhole
        self.progress = progress
    }

    /// - Throws: ``TransferRefusal/contentsDiffer(table:)``
    mutating func compare(_ tables: [TableLayout], with expected: [TableContent]) throws {
        for (table, wanted) in zip(tables, expected) {
            var found = TableContent()
            try TableReader(table, of: connection).read { rows in
                for row in rows { found.add(row) }
                if table.name == "bundles" { for row in rows { checkBundle(row, of: table) } }
                progress(
                    TransferProgress(
                        step: .comparing,
                        table: table.name,
                        rows: found.rows,
                        total: wanted.rows
                    )
                )
            }
            guard found == wanted else { throw TransferRefusal.contentsDiffer(table: table.name) }
        }
    }

    /// A log that was tampered with stays so in the copy; the copy is still what the source is.
    mutating func verifyAudit() throws {
        let known = try CheckpointTable(connection).knownKeys()
        var check = AuditCheck { known.contains($0) }
        while try CheckpointTable(connection).verify(&check, limit: 2000) {}
        while try AuditTable(connection).verify(&check, limit: 2000) {}
        check.finish()
        auditEntries = check.verification.entries
        faults += check.verification.breaks.map { "audit log, \($0)" }
    }

    func report(of tables: [TableLayout], _ contents: [TableContent], asRehearsal: Bool) -> TransferReport {
        TransferReport(
            tables: zip(tables, contents).map { table, content in
                TransferReport.Table(name: table.name, rows: content.rows, digest: content.digest)
            },
            bundlesChecked: bundles,
            auditEntries: auditEntries,
            faults: faults,
            isRehearsal: asRehearsal
        )
    }

    private mutating func checkBundle(_ row: [Value], of table: TableLayout) {
        let named = zip(table.columns.map(\.name), row)
        guard case .text(let digest)? = named.first(where: { $0.0 == "digest" })?.1,
            case .bytes(let archive)? = named.first(where: { $0.0 == "archive" })?.1
        else { return }
        bundles += 1
        if !bundleIsWhole(digest, archive) {
            faults.append("bundle \(digest): its content is not what its digest says")
        }
    }
}
