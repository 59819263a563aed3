/// What the safety scan says about one content: the same for the same digest and rules version, always.
package struct ScanReport: Codable, Equatable, Sendable {
    package enum Verdict: String, Codable, CaseIterable, Sendable {
        /// No warning and no block. It does not mean safe.
        case clean
        /// May be installed; somebody should look.
        case warned
        /// Is not installed until it is mended or every blocking finding is waived.
        case blocked
    }

    /// Said wherever a result is shown.
    package static let notice = "No findings does not mean safe."

    /// Of the content, as ``SkillVersionView/digest``.
    package let digest: String
    /// Rises with every change of the rules.
    package let rulesVersion: Int
    /// From the findings alone, whatever is waived.
    package let verdict: Verdict
    /// The gravest first, then by path and line.
    package let findings: [ScanFinding]
    /// Further findings that were counted and not listed.
    package let omitted: Int
    /// Always ``notice``.
    package let notice: String

    package init(digest: String, rulesVersion: Int, findings: [ScanFinding], omitted: Int) {
        self.digest = digest
        self.rulesVersion = rulesVersion
        self.verdict = .init(of: findings)
        self.findings = findings
        self.omitted = omitted
        notice = Self.notice
    }

    enum CodingKeys: String, CodingKey {
        case digest
        case rulesVersion = "rules_version"
        case verdict
        case findings
        case omitted
        case notice
    }
}

extension ScanReport.Verdict {
    /// The verdict that these findings come to.
    package init(of findings: some Sequence<ScanFinding>) {
        let levels = Set(findings.map(\.level))
        self = levels.contains(.block) ? .blocked : levels.contains(.warning) ? .warned : .clean
    }
}

/// One thing the safety scan found.
package struct ScanFinding: Codable, Equatable, Sendable {
    /// How grave it is.
    package enum Level: String, Codable, CaseIterable, Comparable, Sendable {
        /// Worth knowing; changes no verdict.
        case note
        case warning
        /// Keeps the version from being installed.
        case block

        package static func < (one: Self, other: Self) -> Bool { one.rank < other.rank }

        private var rank: Int {
            switch self {
            case .note: 0
            case .warning: 1
            case .block: 2
            }
        }
    }

    /// Stands for findings that block and are not listed.
    package static let unlistedRule = "scan.unlisted"

    /// Whether a waiver can cover it: nobody can judge what is not listed.
    package var isWaivable: Bool { rule != Self.unlistedRule }

    /// The same for the same rule at the same place of the same content: what a waiver names.
    package let id: String
    /// Stable and dotted, such as `hidden.tag_characters`.
    package let rule: String
    package let level: Level
    /// The file inside the skill.
    package let path: String
    /// Counted from 1; nil where the finding is about the file as a whole.
    package let line: Int?
    /// In English; never holds the secret that was found.
    package let message: String
    /// How to mend it, in English.
    package let fix: String
    /// To say ``message`` and ``fix`` in another language.
    package let wording: Wording?

    package init(
        id: String,
        rule: String,
        level: Level,
        path: String,
        line: Int?,
        message: String,
        fix: String,
        wording: Wording? = nil
    ) {
        self.id = id
        self.rule = rule
        self.level = level
        self.path = path
        self.line = line
        self.message = message
        self.fix = fix
        self.wording = wording
    }

    /// A finding that can be said in any language.
    ///
    /// - Parameters:
    ///   - id: As in ``id``.
    ///   - rule: As in ``rule``.
    ///   - variant: Which sentence, where the rule has several.
    ///   - level: How grave it is.
    ///   - path: As in ``path``.
    ///   - line: As in ``line``.
    ///   - message: What was found.
    ///   - fix: How to mend it.
    package init(
        id: String,
        rule: String,
        as variant: String?,
        level: Level,
        path: String,
        line: Int?,
        _ message: Phrase,
        fix: Phrase
    ) {
        self.init(
            id: id,
            rule: rule,
            level: level,
            path: path,
            line: line,
            message: message.english,
            fix: fix.english,
            wording: Wording(rule, variant, message, fix)
        )
    }
}
