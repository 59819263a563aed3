import Contract

/// What a check found in an upload, place by place.
struct SkillReport: Sendable {
    /// Everything that concerns one file, or the skill as a whole.
    struct Group: Sendable {
        let file: String
        let findings: [FindingLine]
    }

    let state: String
    let icon: String
    let title: String
    let lead: String
    let groups: [Group]
    let scan: ScanSection?
    let verdicts: [VerdictLine]
    let hasVerdicts: Bool
    let pointers: [String]

    init(_ report: SkillCheckReport, providers: [ProviderView], _ visit: Visit) {
        let words = visit.words
        let errors = report.findings.count { $0.level == .error }
        let warnings = report.findings.count - errors
        let isFine = warnings == 0 && report.scan.verdict == .clean
        let tone: Chip.Tone = report.accepted ? (isFine ? .ok : .warn) : .fail
        state = tone.rawValue
        icon = tone.icon
        title =
            report.accepted
            ? words["skills.check_ok", ["name": report.name ?? ""]]
            : words.counted("skills.check_errors", errors)
        let refused = report.preflight.count { $0.outcome == .refused }
        lead =
            report.accepted
            ? [
                warnings == 0 ? nil : words.counted("skills.check_warnings", warnings),
                refused == 0 ? nil : words.counted("skills.check_refused", refused),
                report.scan.verdict == .blocked ? words["skills.check_scan_blocked"] : nil,
                words["skills.check_nothing_saved"],
            ].compactMap(\.self).joined(separator: " ")
            : words["problem.invalid_skill_next"]
        groups = Self.groups(report.findings.map { ($0.path, FindingLine($0, words)) }, words)
        scan = ScanSection(report.scan, words)
        let names = Dictionary(uniqueKeysWithValues: providers.map { ($0.id, $0) })
        verdicts = report.preflight.map { VerdictLine($0, provider: names[$0.provider], words) }
        hasVerdicts = !verdicts.isEmpty
        pointers = report.accepted ? [] : ["/bundle"]
    }

    /// A form or an archive that could not be taken at all.
    init(_ problem: Problem, _ visit: Visit) {
        let words = visit.words
        state = Chip.Tone.fail.rawValue
        icon = Chip.Tone.fail.icon
        title = words["problem.\(problem.code.rawValue)"]
        lead =
            problem.errors.isEmpty
            ? [
                words["problem.\(problem.code.rawValue)_next"],
                words.said(problem.detail, problem.wording).text,
            ]
            .joined(separator: " ")
            : words["problem.\(problem.code.rawValue)_next"]
        let inSkill = problem.code == .invalidSkill || problem.code == .invalidArchive
        groups = Self.groups(
            problem.errors.map { fault in
                let field = inSkill ? nil : words["skills.field_\(fault.pointer.dropFirst())"]
                return (inSkill ? fault.path : field, FindingLine(fault, words))
            },
            words
        )
        scan = nil
        verdicts = []
        hasVerdicts = false
        pointers = problem.errors.isEmpty ? ["/bundle"] : problem.errors.map(\.pointer)
    }

    /// In the order in which the places come first.
    private static func groups(_ lines: [(String?, FindingLine)], _ words: Words) -> [Group] {
        var order: [String] = []
        var found: [String: [FindingLine]] = [:]
        for (place, line) in lines {
            let name = place ?? words["skills.whole_skill"]
            if found[name] == nil { order.append(name) }
            found[name, default: []].append(line)
        }
        return order.map { Group(file: $0, findings: found[$0] ?? []) }
    }
}

/// One finding as pages show it.
struct FindingLine: Sendable {
    let chip: Chip
    let code: String
    let line: String?
    let message: Said
    let fix: Said?

    init(_ finding: Finding, _ words: Words) {
        chip = Self.chip(finding.level, words)
        code = finding.code
        line = finding.line.map { words["skills.line", ["n": String($0)]] }
        message = words.said(finding.message, finding.wording)
        fix = words.said(finding.fix, finding.wording, part: ".fix")
    }

    init(_ fault: Problem.Fault, _ words: Words) {
        chip = Self.chip(.error, words)
        code = fault.code
        line = fault.line.map { words["skills.line", ["n": String($0)]] }
        message = words.said(fault.detail, fault.wording)
        fix = fault.fix.map { words.said($0, fault.wording, part: ".fix") }
    }

    private static func chip(_ level: Finding.Level, _ words: Words) -> Chip {
        Chip(level == .error ? .fail : .warn, words["skills.level_\(level.rawValue)"])
    }
}

/// Whether one provider would take a skill.
struct VerdictLine: Sendable {
    let provider: String
    let isSandbox: Bool
    let chip: Chip
    let findings: [FindingLine]

    init(_ verdict: PreflightVerdict, provider: ProviderView?, _ words: Words) {
        self.provider = provider?.settings.displayName ?? verdict.provider.rawValue
        isSandbox = provider?.settings.sandbox ?? false
        chip = Chip(verdict.outcome, words)
        findings = verdict.findings.map { FindingLine($0, words) }
    }
}

extension Chip {
    init(_ outcome: PreflightVerdict.Outcome, _ words: Words) {
        let tone: Tone =
            switch outcome {
            case .accepted: .ok
            case .acceptedWithWarnings: .warn
            case .refused: .fail
            }
        self.init(tone, words["skills.verdict_\(outcome.rawValue)"])
    }
}
