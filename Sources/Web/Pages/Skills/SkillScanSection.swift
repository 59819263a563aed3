import Contract

/// What the safety scan says about a version, as its page shows it.
struct SkillScanSection: Sendable {
    struct Line: Sendable {
        let chip: Chip
        let place: String
        let href: String
        let rule: String
        let message: String
        let fix: String
        let waived: String?
    }

    /// More would bury the rest of the page; the API has them all.
    static let maximumLines = 50

    let chip: Chip
    let lead: String
    let lines: [Line]
    let hasLines: Bool
    let more: String?

    init(_ scan: SkillScan, _ subject: SkillSubject, _ words: Words) {
        let report = scan.report
        chip = Chip(scan.verdict, words)
        lead = words["skills.scan_lead_\(scan.verdict.rawValue)", ["rules": String(report.rulesVersion)]]
        lines = report.findings.prefix(Self.maximumLines).map { finding in
            Line(
                chip: Chip(finding.level, words),
                place: finding.path + (finding.line.map { ":\($0)" } ?? ""),
                href: subject.address.file(finding.path, version: subject.version.version).text,
                rule: finding.rule,
                message: finding.message,
                fix: finding.fix,
                waived: scan.waivers.first { $0.covers(finding) }.map { waiver in
                    words["skills.scan_waived", ["name": waiver.approver, "reason": waiver.reason]]
                }
            )
        }
        hasLines = !lines.isEmpty
        let left = report.findings.count - lines.count + report.omitted
        more = left > 0 ? words.counted("skills.scan_more", left) : nil
    }
}

extension Chip {
    init(_ verdict: ScanReport.Verdict, _ words: Words) {
        let tone: Tone =
            switch verdict {
            case .clean: .ok
            case .warned: .warn
            case .blocked: .fail
            }
        self.init(tone, words["skills.scan_\(verdict.rawValue)"])
    }

    init(_ level: ScanFinding.Level, _ words: Words) {
        let tone: Tone =
            switch level {
            case .note: .idle
            case .warning: .warn
            case .block: .fail
            }
        self.init(tone, words["skills.scan_level_\(level.rawValue)"])
    }
}
