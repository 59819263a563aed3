/// What the safety scan says about one version, and what was allowed nevertheless.
package struct SkillScan: Codable, Equatable, Sendable {
    package let skill: String
    package let version: Int
    package let scannedAt: Timestamp
    /// What counts now: that of the report, without the findings that are waived.
    package let verdict: ScanReport.Verdict
    package let report: ScanReport
    /// Those that hold now.
    package let waivers: [ScanWaiver]

    package init(
        skill: String,
        version: Int,
        scannedAt: Timestamp,
        verdict: ScanReport.Verdict,
        report: ScanReport,
        waivers: [ScanWaiver]
    ) {
        self.skill = skill
        self.version = version
        self.scannedAt = scannedAt
        self.verdict = verdict
        self.report = report
        self.waivers = waivers
    }

    enum CodingKeys: String, CodingKey {
        case skill
        case version
        case scannedAt = "scanned_at"
        case verdict
        case report
        case waivers
    }
}

/// Somebody's word that findings of one content do not block it, for a time.
package struct ScanWaiver: Codable, Equatable, Sendable {
    /// The longest time for which findings can be waived.
    package static let maximumDays = 90

    package let id: WaiverID
    /// Of the content; another one needs a waiver of its own.
    package let digest: String
    /// Of the report that its approver saw; what other rules find needs a waiver of its own.
    package let rulesVersion: Int
    /// Waives every finding of this rule; nil where one finding is named.
    package let rule: String?
    /// Waives this finding, which is all that its rule finds on the line; nil where a rule is named.
    package let finding: String?
    package let approver: String
    package let reason: String
    package let createdAt: Timestamp
    package let expiresAt: Timestamp
    package let revokedAt: Timestamp?
    package let revokedBy: String?

    package init(
        id: WaiverID,
        digest: String,
        rulesVersion: Int,
        rule: String?,
        finding: String?,
        approver: String,
        reason: String,
        createdAt: Timestamp,
        expiresAt: Timestamp,
        revokedAt: Timestamp? = nil,
        revokedBy: String? = nil
    ) {
        self.id = id
        self.digest = digest
        self.rulesVersion = rulesVersion
        self.rule = rule
        self.finding = finding
        self.approver = approver
        self.reason = reason
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
        self.revokedBy = revokedBy
    }

    /// Whether it holds at a time: neither expired nor revoked.
    package func holds(at now: Timestamp) -> Bool { revokedAt == nil && now < expiresAt }

    package func covers(_ finding: ScanFinding) -> Bool {
        guard finding.isWaivable else { return false }
        return rule.map { $0 == finding.rule } ?? (self.finding == finding.id)
    }

    enum CodingKeys: String, CodingKey {
        case id
        case digest
        case rulesVersion = "rules_version"
        case rule
        case finding
        case approver
        case reason
        case createdAt = "created_at"
        case expiresAt = "expires_at"
        case revokedAt = "revoked_at"
        case revokedBy = "revoked_by"
    }
}

/// What is to be waived: either a rule or one finding.
package struct WaiverRequest: Codable, Equatable, Sendable {
    package let rule: String?
    package let finding: String?
    package let reason: String
    /// At most ``ScanWaiver/maximumDays`` from now.
    package let expiresAt: Timestamp

    package init(rule: String? = nil, finding: String? = nil, reason: String, expiresAt: Timestamp) {
        self.rule = rule
        self.finding = finding
        self.reason = reason
        self.expiresAt = expiresAt
    }

    enum CodingKeys: String, CodingKey {
        case rule
        case finding
        case reason
        case expiresAt = "expires_at"
    }
}

extension ScanReport {
    /// The waivers that hold at a time and were given for findings of these rules.
    package func holding(_ waivers: [ScanWaiver], at now: Timestamp) -> [ScanWaiver] {
        waivers.filter { $0.holds(at: now) && $0.rulesVersion == rulesVersion }
    }

    /// The findings that block the content in spite of these waivers.
    package func blocking(_ waivers: [ScanWaiver], at now: Timestamp) -> [ScanFinding] {
        let holding = holding(waivers, at: now)
        return findings.filter { finding in
            finding.level == .block && !holding.contains { $0.covers(finding) }
        }
    }

    /// What counts with these waivers; a waived block is still a warning.
    package func verdict(with waivers: [ScanWaiver], at now: Timestamp) -> Verdict {
        verdict == .blocked && blocking(waivers, at: now).isEmpty ? .warned : verdict
    }
}
