import Contract
import Yams

/// The fields of SKILL.md, parsed as YAML within bounds.
struct Frontmatter {
    /// In their order, each key once.
    let fields: [Field]

    struct Field {
        let key: String
        let value: FieldValue
        /// In SKILL.md, counted from 1.
        let line: Int?
    }

    /// Why there are no fields.
    struct Unreadable: Error {
        let finding: Finding
    }

    /// Against stacks: Yams descends by recursion, and libyaml allows a thousand levels.
    private static let maximumFlowOpenings = 500
    private static let maximumIndentation = 200

    init(_ yaml: String) throws(Unreadable) {
        try Self.checkBounds(yaml)
        guard let root = try Self.compose(yaml), case .mapping(let mapping) = root else {
            throw Self.unreadable(
                .frontmatterNotMap,
                line: 2,
                "The frontmatter is not a set of fields.",
                fix: "Write `name: …` and `description: …` on lines of their own."
            )
        }
        var fields: [Field] = []
        for (key, value) in mapping {
            guard let text = key.scalar?.string else {
                throw Self.unreadable(
                    .frontmatterYAML,
                    as: "field_name",
                    line: key.mark.map { $0.line + 1 },
                    "A field's name is not text.",
                    fix: "Use plain words as field names."
                )
            }
            try Self.checkTags(value)
            fields.append(Field(key: text, value: FieldValue(value), line: key.mark.map { $0.line + 1 }))
        }
        self.fields = fields
    }

    // MARK: Before the parser sees it

    private static func checkBounds(_ yaml: String) throws(Unreadable) {
        if let alias = aliasName(in: yaml) {
            throw unreadable(
                .frontmatterAlias,
                line: nil,
                "The frontmatter uses the YAML alias *\(alias, as: "alias"), which can blow up to any size.",
                fix: "Write the value out."
            )
        }
        let openings = yaml.utf8.count { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "{") }
        let isDeep = yaml.utf8.split(separator: UInt8(ascii: "\n")).contains { line in
            line.prefix(maximumIndentation + 1).allSatisfy(" -?:".utf8.contains)
                && line.count > maximumIndentation
        }
        guard openings <= maximumFlowOpenings, !isDeep else {
            throw unreadable(
                .frontmatterTooDeep,
                line: nil,
                "The frontmatter is nested too deep.",
                fix: "Keep to one level: text below `metadata`."
            )
        }
    }

    /// A name that occurs both as `&name` and as `*name`.
    ///
    /// Without that pair no alias can stand for anything, so nothing the parser makes is larger than the text.
    private static func aliasName(in yaml: String) -> String? {
        let anchors = Set(names(after: UInt8(ascii: "&"), in: yaml))
        guard !anchors.isEmpty else { return nil }
        return names(after: UInt8(ascii: "*"), in: yaml).first(where: anchors.contains)
    }

    private static func names(after sign: UInt8, in yaml: String) -> [String] {
        yaml.utf8.split(separator: sign, omittingEmptySubsequences: false).dropFirst().compactMap { rest in
            let name = rest.prefix { byte in
                byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || Unicode.Scalar(byte).isLetterOrDigit
            }
            return name.isEmpty ? nil : String(Substring(name))
        }
    }

    // MARK: The parser

    private static func compose(_ yaml: String) throws(Unreadable) -> Node? {
        do {
            return try Yams.compose(yaml: yaml, .default, .default, .utf8)
        } catch let error as YamlError {
            throw Unreadable(finding: finding(on: error))
        } catch {
            throw unreadable(.frontmatterYAML, line: nil, "The frontmatter is not valid YAML.", fix: quoting)
        }
    }

    private static func finding(on error: YamlError) -> Finding {
        switch error {
        case .duplicatedKeysInMapping(let keys, let context):
            Finding(
                .frontmatterDuplicateKey,
                line: context.mark.line + 1,
                "The field \(keys.joined(separator: ", "), as: "field") occurs twice.",
                fix: "Keep one of them."
            )
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _):
            Finding(
                .frontmatterYAML,
                as: "parser",
                line: mark.line + 1,
                "The frontmatter is not valid YAML: \(problem, as: "problem").",
                fix: quoting
            )
        case .composer(_, let problem, let mark, _):
            Finding(
                problem.contains("alias") ? .frontmatterAlias : .frontmatterYAML,
                as: "parser",
                line: mark.line + 1,
                "The frontmatter is not valid YAML: \(problem, as: "problem").",
                fix: quoting
            )
        default:
            Finding(.frontmatterYAML, "The frontmatter is not valid YAML.", fix: quoting)
        }
    }

    private static func checkTags(_ node: Node) throws(Unreadable) {
        let tag = Resolver.default.resolveTag(of: node)
        guard ordinaryTags.contains(tag) else {
            throw unreadable(
                .frontmatterTag,
                line: node.mark.map { $0.line + 1 },
                "The frontmatter uses the YAML tag \(ArchiveRefusal.printable(tag.rawValue), as: "tag").",
                fix: "Remove the tag: plain values need none."
            )
        }
        switch node {
        case .mapping(let mapping):
            for (key, value) in mapping {
                try checkTags(key)
                try checkTags(value)
            }
        case .sequence(let sequence):
            for value in sequence { try checkTags(value) }
        case .scalar, .alias:
            break
        }
    }

    private static var ordinaryTags: Set<Tag.Name> {
        [.str, .null, .bool, .int, .float, .timestamp, .merge, .value, .seq, .map]
    }

    private static let quoting: Phrase =
        "Put values with a colon, a hash or special characters in double quotes, and indent with spaces."

    private static func unreadable(
        _ rule: SkillRule,
        as variant: String? = nil,
        line: Int?,
        _ message: Phrase,
        fix: Phrase
    ) -> Unreadable {
        Unreadable(finding: Finding(rule, as: variant, line: line, message, fix: fix))
    }
}

extension Unicode.Scalar {
    fileprivate var isLetterOrDigit: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: false
        }
    }
}
