/// What was copied, and what was found when both sides were compared.
package struct TransferReport: Codable, Equatable, Sendable {
    package struct Table: Codable, Equatable, Sendable {
        package let name: String
        package let rows: Int
        /// The same on both sides; see ``TableContent``.
        package let digest: String

        package init(name: String, rows: Int, digest: String) {
            self.name = name
            self.rows = rows
            self.digest = digest
        }
    }

    package let tables: [Table]
    package let bundlesChecked: Int
    package let auditEntries: Int64
    /// What is wrong on both sides alike: it came from the source and was copied as it is.
    package let faults: [String]
    /// Whether the copy's providers were disabled, because the source may still be at work.
    package let isRehearsal: Bool

    package init(
        tables: [Table],
        bundlesChecked: Int,
        auditEntries: Int64,
        faults: [String],
        isRehearsal: Bool
    ) {
        self.tables = tables
        self.bundlesChecked = bundlesChecked
        self.auditEntries = auditEntries
        self.faults = faults
        self.isRehearsal = isRehearsal
    }

    enum CodingKeys: String, CodingKey {
        case tables
        case bundlesChecked = "bundles_checked"
        case auditEntries = "audit_entries"
        case faults
        case isRehearsal = "rehearsal"
    }
}

/// How far a transfer has come.
package struct TransferProgress: Equatable, Sendable {
    package enum Step: String, Sendable {
        case copying
        case comparing
    }

    package let step: Step
    package let table: String
    package let rows: Int
    /// Of that table.
    package let total: Int

    package init(step: Step, table: String, rows: Int, total: Int) {
        self.step = step
        self.table = table
        self.rows = rows
        self.total = total
    }
}

/// Why nothing was copied.
package enum TransferRefusal: Error, Equatable, Sendable {
    /// The source has another schema than this program writes; 0 for none at all.
    case sourceSchema(found: Int, known: Int)
    /// The target holds tables, but none of this program's.
    case foreignTarget(table: String)
    case targetNotEmpty(table: String)
    /// The same schema version, and yet other tables or columns.
    case layoutsDiffer(table: String)
    /// What was written does not read back as what was sent.
    case contentsDiffer(table: String)
}
