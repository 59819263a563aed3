package import Contract

/// What the safety scan found, once for each content and version of the rules.
package struct ScanTable {
    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// A report as it was first made.
    package struct Stored: Equatable, Sendable {
        package let report: ScanReport
        package let scannedAt: Timestamp
    }

    package func find(digest: String, rulesVersion: Int) throws -> Stored? {
        try connection.run(
            """
            SELECT report, scanned_at FROM scans
            WHERE digest = \(digest) AND rules_version = \(rulesVersion)
            """
        ).first.map { row in
            Stored(report: try row.json("report"), scannedAt: try row.time("scanned_at"))
        }
    }

    /// Every report of a content, by the version of the rules.
    package func all(digest: String) throws -> [Stored] {
        try connection.run(
            "SELECT report, scanned_at FROM scans WHERE digest = \(digest) ORDER BY rules_version"
        ).map { Stored(report: try $0.json("report"), scannedAt: try $0.time("scanned_at")) }
    }

    /// Keeps a report, unless there is one of this content and these rules: that stays.
    package func save(_ report: ScanReport, at now: Timestamp) throws {
        try connection.run(
            """
            INSERT INTO scans (digest, rules_version, verdict, report, scanned_at)
            VALUES (\(report.digest), \(report.rulesVersion), \(report.verdict), \(JSON.text(report)), \(now))
            ON CONFLICT (digest, rules_version) DO NOTHING
            """
        )
    }
}
