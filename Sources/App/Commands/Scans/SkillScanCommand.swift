import ArgumentParser
import Contract
import FoundationEssentials

struct SkillScanCommand: RemoteCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Say what the safety scan finds in a version or a folder; status 4 when it is blocked."
    )

    @Argument(
        help: ArgumentHelp(
            "A registered version, or an archive, a folder or a SKILL.md on this machine.",
            valueName: "name[@version]|path"
        )
    )
    var subject: String
    @Flag(help: "Answer in SARIF 2.1.0, as code scanners do.")
    var sarif = false
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if sarif, connection.json { throw ValidationError("Give --sarif or --json, not both.") }
    }

    func run(_ session: Session) async throws {
        // A skill's name has neither; a folder in this one may be called just like a skill.
        let isHere = subject.contains { "/.".contains($0) } || FileManager.default.fileExists(atPath: subject)
        let verdict = isHere ? try await scanFile(subject, session) : try await scanVersion(session)
        try CommandStatus(succeeded: verdict == .blocked ? 0 : 1, failed: verdict == .blocked ? 1 : 0).end()
    }

    private func scanVersion(_ session: Session) async throws -> ScanReport.Verdict {
        guard let selection = RunRequest.Selection(argument: subject) else {
            throw ValidationError("Name a skill, a version of it as in notes@2, or a path.")
        }
        let version = try await session.plane.selected(selection)
        let scan = try await session.plane.scan(version: version.version, of: version.skill)
        let name = "\(scan.skill)@\(scan.version)"
        try show(scan, scan.report, scan.waivers, named: name, verdict: scan.verdict, session)
        return scan.verdict
    }

    private func scanFile(_ path: String, _ session: Session) async throws -> ScanReport.Verdict {
        let checked = try await session.plane.checkSkill(try SkillSource(path: path).upload(tags: nil))
        let report = checked.scan
        try show(report, report, [], named: checked.name ?? path, verdict: report.verdict, session)
        return report.verdict
    }

    private func show(
        _ answer: some Encodable,
        _ report: ScanReport,
        _ waivers: [ScanWaiver],
        named name: String,
        verdict: ScanReport.Verdict,
        _ session: Session
    ) throws {
        if sarif { return try session.console.print(json: SARIFLog(report, waivers: waivers)) }
        try session.show(answer) { console in
            console.print("\(name.terminalSafe)  \(verdict.word(console.style))")
            console.print(report.details(console.style, waivers))
        }
    }
}

extension SkillScan {
    /// This scan for people, below something else about the version.
    func lines(_ style: Style) -> [String] {
        ["  scan  \(verdict.word(style))"] + report.details(style, waivers)
    }
}

extension ScanReport {
    /// This report for people, below something else about the skill.
    func lines(_ style: Style) -> [String] { ["  scan  \(verdict.word(style))"] + details(style, []) }

    /// The findings, and what they do not mean.
    fileprivate func details(_ style: Style, _ waivers: [ScanWaiver]) -> [String] {
        let more = omitted > 0 ? ["  \(counted(omitted, "more finding"))"] : []
        return findings.flatMap { $0.lines(style, waivers) } + more + ["  rules \(rulesVersion). \(notice)"]
    }
}

extension ScanReport.Verdict {
    func word(_ style: Style) -> String {
        switch self {
        case .clean: style("✓ clean", .good)
        case .warned: style("! warned", .warning)
        case .blocked: style("✗ blocked", .bad)
        }
    }
}

extension ScanFinding {
    /// This finding for people, on one line, with its fix on the next.
    fileprivate func lines(_ style: Style, _ waivers: [ScanWaiver]) -> [String] {
        let label =
            switch level {
            case .note: style("note", .quiet)
            case .warning: style("warning", .warning)
            case .block: style("block", .bad)
            }
        let place = path + (line.map { ":\($0)" } ?? "")
        let waiver = waivers.first { $0.covers(self) }
        let waived =
            waiver.map { " waived by \($0.approver) until \($0.expiresAt.toTheSecond)".terminalSafe } ?? ""
        return [
            "  \(label) \("\(place): \(message)".terminalSafe) " + style("[\(rule)] \(id)", .quiet) + waived,
            "    fix: " + fix.terminalSafe,
        ]
    }
}
