import Contract

/// What the safety scan says about a content, as pages show it.
struct ScanSection: Sendable {
    struct Line: Sendable {
        let chip: Chip
        let place: String
        /// Where the file can be read; nil for one that is not registered.
        let href: String?
        let rule: String
        let message: Said
        let fix: Said
        let waived: String?
        /// Where it can be waived; nil when it need not, or the visitor may not.
        let waive: Waive?
    }

    struct Waive: Sendable {
        let href: String
        /// With the place, for who does not see where the link stands.
        let label: String
    }

    /// More would bury the rest of the page; the API has them all.
    static let maximumLines = 50

    let chip: Chip
    let lead: String
    let lines: [Line]
    let hasLines: Bool
    let more: String?
    let waivers: [WaiverLine]
    let hasWaivers: Bool

    /// Of an upload, which nothing can be waived for yet.
    init(_ report: ScanReport, _ words: Words) {
        self.init(report, report.verdict, words, waivers: []) { Line($0, words) }
    }

    /// Of a registered version.
    init(_ scan: SkillScan, _ subject: SkillSubject, _ visit: Visit) {
        let waivers = scan.waivers.map { WaiverLine($0, scan, visit) }
        self.init(scan.report, scan.verdict, visit.words, waivers: waivers) { finding in
            Line(finding, scan, subject, visit)
        }
    }

    private init(
        _ report: ScanReport,
        _ verdict: ScanReport.Verdict,
        _ words: Words,
        waivers: [WaiverLine],
        _ line: (ScanFinding) -> Line
    ) {
        chip = Chip(verdict, words)
        // What is waived only still warns; whoever looks wants to know that it did more than that.
        let isWaived = verdict != report.verdict
        let kind = isWaived ? "waived" : verdict.rawValue
        lead = words["skills.scan_lead_\(kind)", ["rules": String(report.rulesVersion)]]
        lines = report.findings.prefix(Self.maximumLines).map(line)
        hasLines = !lines.isEmpty
        let left = report.findings.count - lines.count + report.omitted
        more = left > 0 ? words.counted("skills.scan_more", left) : nil
        self.waivers = waivers
        hasWaivers = !waivers.isEmpty
    }
}

extension ScanSection.Line {
    fileprivate init(_ finding: ScanFinding, _ words: Words) {
        self.init(finding, words, href: nil, waived: nil, waive: nil)
    }

    fileprivate init(_ finding: ScanFinding, _ scan: SkillScan, _ subject: SkillSubject, _ visit: Visit) {
        let words = visit.words
        let version = subject.version.version
        let waiver = scan.waivers.first { $0.covers(finding) }
        let waived = waiver.map { words["skills.scan_waived", ["name": $0.approver]] }
        let mayWaive =
            finding.level == .block && finding.isWaivable && waiver == nil && visit.isAllowed(.waiveScan)
        let form = subject.address.waive(finding, version: version)
        self.init(
            finding,
            words,
            href: subject.address.file(finding.path, version: version).text
                + (finding.line.map { "#L\($0)" } ?? ""),
            waived: waived,
            waive: mayWaive
                ? .init(href: form.text, label: words["skills.waive_at", ["place": finding.place]]) : nil
        )
    }

    private init(
        _ finding: ScanFinding,
        _ words: Words,
        href: String?,
        waived: String?,
        waive: ScanSection.Waive?
    ) {
        self.init(
            chip: Chip(finding.level, words),
            place: finding.place,
            href: href,
            rule: finding.rule,
            message: words.said(finding.message, finding.wording),
            fix: words.said(finding.fix, finding.wording, part: ".fix"),
            waived: waived,
            waive: waive
        )
    }
}

/// The result on a version's page, or why it cannot be read; the rest of the page does not wait for it.
struct ScanPanel: Sendable {
    let section: ScanSection?
    let failure: FormFaults.Notice?

    init(_ visit: Visit, _ subject: SkillSubject, _ plane: any ControlPlane) async {
        do throws(Problem) {
            let scan = try await plane.scan(version: subject.version.version, of: subject.skill.name)
            section = ScanSection(scan, subject, visit)
            failure = nil
        } catch {
            section = nil
            failure = FormFaults(error, visit.words).notice
        }
    }
}

/// The same in one sentence, with the way to all of it.
struct ScanNotice: Sendable {
    let chip: Chip
    let text: String
    let href: String
    let link: String

    init(_ scan: SkillScan, _ words: Words) {
        chip = Chip(scan.verdict, words)
        text = words["skills.scan_notice_\(scan.verdict.rawValue)"]
        href = SkillAddress(name: scan.skill).scan(of: scan.version)
        link = words["skills.scan_see"]
    }
}

extension ScanFinding {
    /// `scripts/run.sh:3`, or the file alone.
    var place: String { line.map { "\(path):\($0)" } ?? path }
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
