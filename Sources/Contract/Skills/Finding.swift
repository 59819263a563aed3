/// One thing a check found in a skill.
package struct Finding: Codable, Equatable, Sendable {
    package enum Level: String, Codable, CaseIterable, Sendable {
        /// The skill is not accepted.
        case error
        /// The skill is accepted; somebody should look.
        case warning
    }

    package let level: Level
    /// Stable and dotted, such as `name.length`.
    package let code: String
    /// The file inside the skill, or nil for the skill as a whole.
    package let path: String?
    /// Counted from 1, where known.
    package let line: Int?
    /// In English.
    package let message: String
    /// How to mend it, in English.
    package let fix: String
    /// To say ``message`` and ``fix`` in another language; nil in findings that were stored without it.
    package let wording: Wording?

    package init(
        level: Level,
        code: String,
        path: String?,
        line: Int?,
        message: String,
        fix: String,
        wording: Wording? = nil
    ) {
        self.level = level
        self.code = code
        self.path = path
        self.line = line
        self.message = message
        self.fix = fix
        self.wording = wording
    }

    /// A finding that can be said in any language.
    ///
    /// - Parameters:
    ///   - level: Whether it keeps the skill out.
    ///   - code: Of the rule.
    ///   - variant: Which sentence, where the rule has several.
    ///   - path: As in ``path``.
    ///   - line: As in ``line``.
    ///   - message: What was found.
    ///   - fix: How to mend it.
    package init(
        _ level: Level,
        _ code: String,
        as variant: String? = nil,
        path: String?,
        line: Int? = nil,
        _ message: Phrase,
        fix: Phrase
    ) {
        self.init(
            level: level,
            code: code,
            path: path,
            line: line,
            message: message.english,
            fix: fix.english,
            wording: Wording(code, variant, message, fix)
        )
    }
}
