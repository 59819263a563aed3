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
    package let message: String
    /// How to mend it.
    package let fix: String

    package init(level: Level, code: String, path: String?, line: Int?, message: String, fix: String) {
        self.level = level
        self.code = code
        self.path = path
        self.line = line
        self.message = message
        self.fix = fix
    }
}
