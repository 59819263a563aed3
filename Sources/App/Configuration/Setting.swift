/// One thing that can be set, described once: the flags, the environment, the checks and
/// `docs/configuration.md` all follow from it.
package struct Setting: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        case text
        case path
        case integer(ClosedRange<Int>)
        case choice([String])
        case toggle
    }

    /// Which program reads it.
    package enum Audience: String, CaseIterable, Sendable {
        case server
        case vendor
        case command
    }

    package let audience: Audience
    /// Without the dashes; nil where only the environment sets it.
    package let flag: String?
    package let variable: String
    package let kind: Kind
    /// What holds when nobody sets it; nil when that is nothing at all.
    package let fallback: String?
    package let unit: String?
    /// Never shown, logged or written anywhere.
    package let isSecret: Bool
    package let summary: String

    init(
        _ audience: Audience = .server,
        flag: String? = nil,
        variable: String,
        _ kind: Kind = .text,
        fallback: String? = nil,
        unit: String? = nil,
        secret: Bool = false,
        _ summary: String
    ) {
        self.audience = audience
        self.flag = flag
        self.variable = variable
        self.kind = kind
        self.fallback = fallback
        self.unit = unit
        self.isSecret = secret
        self.summary = summary
    }

    /// As a person would type it.
    package var name: String { flag.map { "--" + $0 } ?? variable }
}

extension Setting.Kind {
    /// What is wrong with a value of this kind; nil when nothing is.
    func fault(in value: String) -> String? {
        switch self {
        case .text, .path:
            return value.isEmpty ? "It is empty." : nil
        case .integer(let range):
            guard let number = Int(value), range.contains(number) else {
                return "\"\(value)\" is not a whole number from \(range.lowerBound) to \(range.upperBound)."
            }
            return nil
        case .choice(let choices):
            return choices.contains(value)
                ? nil : "\"\(value)\" is not one of \(choices.joined(separator: ", "))."
        case .toggle:
            return Bool(setting: value) == nil ? "\"\(value)\" is neither true nor false." : nil
        }
    }

    var words: String {
        switch self {
        case .text: "text"
        case .path: "path"
        case .integer(let range): "\(range.lowerBound)–\(range.upperBound)"
        case .choice(let choices): choices.map { "`\($0)`" }.joined(separator: ", ")
        case .toggle: "true or false"
        }
    }
}

extension Bool {
    init?(setting value: String) {
        switch value.lowercased() {
        case "true", "yes", "on", "1": self = true
        case "false", "no", "off", "0", "": self = false
        default: return nil
        }
    }
}
