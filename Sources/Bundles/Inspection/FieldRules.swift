import Contract

/// The rules for the fields of the frontmatter (agentskills.io specification, "Frontmatter").
struct FieldRules {
    static let specified: Set = [
        "name", "description", "license", "compatibility", "metadata", "allowed-tools",
    ]

    /// Read by Claude Code and nobody else (code.claude.com/docs/en/skills).
    private static let claudeCode: Set = [
        "when_to_use", "argument-hint", "arguments", "disable-model-invocation", "user-invocable", "model",
        "effort",
        "context", "agent", "hooks", "paths", "shell",
    ]

    private let frontmatter: Frontmatter

    static func findings(on frontmatter: Frontmatter, topFolder: String?) -> [Finding] {
        let rules = FieldRules(frontmatter: frontmatter)
        return rules.name(topFolder: topFolder) + rules.description() + rules.license()
            + rules.compatibility()
            + rules.metadata() + rules.allowedTools() + rules.unknownFields() + rules.nulCharacters()
    }

    private func field(_ key: String) -> (value: FieldValue, line: Int?)? {
        frontmatter.fields.first { $0.key == key }.map { ($0.value, $0.line) }
    }

    private func name(topFolder: String?) -> [Finding] {
        guard let (value, line) = field("name"), value != .null else {
            return [Finding(.nameMissing, line: 2, "The name is missing.", fix: "Add `name: my-skill`.")]
        }
        guard let name = value.text else {
            let fix: Phrase =
                "Make it text; put it in double quotes if it looks like a number, date or yes/no."
            return [
                Finding(
                    .nameType,
                    line: line,
                    "The name is \(value.typeName, as: "type"), not text.",
                    fix: fix
                )
            ]
        }
        return NameRules.findings(on: name, line: line, topFolder: topFolder)
    }

    private func description() -> [Finding] {
        guard let (value, line) = field("description"), value != .null else {
            let fix: Phrase = "Add `description:` and say what the skill does and when to use it."
            return [Finding(.descriptionMissing, line: 2, "The description is missing.", fix: fix)]
        }
        guard let text = value.text else {
            let message: Phrase = "The description is \(value.typeName, as: "type"), not text."
            return [Finding(.descriptionType, line: line, message, fix: "Write it as one text.")]
        }
        guard text.contains(where: { !$0.isWhitespace }) else {
            let fix: Phrase = "Say what the skill does and when to use it."
            return [Finding(.descriptionEmpty, line: line, "The description is empty.", fix: fix)]
        }
        // Code points: neither bytes nor UTF-16 units, so that Hangul and emoji count as one each.
        let length = text.unicodeScalars.count
        guard length > 1_024 else { return [] }
        let message: Phrase = "The description has \(length, as: "length") characters; 1,024 are allowed."
        return [
            Finding(.descriptionLength, line: line, message, fix: "Shorten it; details belong in the body.")
        ]
    }

    private func license() -> [Finding] {
        guard let (value, line) = field("license"), value.text == nil else { return [] }
        let message: Phrase = "The license is \(value.typeName, as: "type"), not text."
        return [
            Finding(.licenseType, line: line, message, fix: "Write its name, such as MIT, or leave it out.")
        ]
    }

    private func compatibility() -> [Finding] {
        guard let (value, line) = field("compatibility") else { return [] }
        guard let text = value.text else {
            let message: Phrase = "The compatibility is \(value.typeName, as: "type"), not text."
            return [
                Finding(
                    .compatibilityType,
                    line: line,
                    message,
                    fix: "Write it as one text, or leave it out."
                )
            ]
        }
        let length = text.unicodeScalars.count
        guard !(1...500).contains(length) else { return [] }
        let message: Phrase =
            "The compatibility has \(length, as: "length") characters; 1 to 500 are allowed."
        return [Finding(.compatibilityLength, line: line, message, fix: "Shorten it, or leave it out.")]
    }

    private func metadata() -> [Finding] {
        guard let (value, line) = field("metadata") else { return [] }
        guard case .map(let values) = value else {
            let message: Phrase = "The metadata is \(value.typeName, as: "type"), not a set of fields."
            return [
                Finding(.metadataType, line: line, message, fix: "Write `key: \"value\"` lines below it.")
            ]
        }
        let keys = values.filter { $0.value.text == nil }.keys.sorted()
        guard !keys.isEmpty else { return [] }
        let message: Phrase = "The metadata has values that are not text: \(keys.quoted, as: "keys")."
        return [Finding(.metadataValueType, line: line, message, fix: "Put the values in double quotes.")]
    }

    private func allowedTools() -> [Finding] {
        guard let (value, line) = field("allowed-tools") else { return [] }
        guard let text = value.text else {
            let message: Phrase = "The allowed tools are \(value.typeName, as: "type"), not one text."
            return [
                Finding(
                    .allowedToolsType,
                    line: line,
                    message,
                    fix: "Write them in one line, separated by spaces."
                )
            ]
        }
        guard text.contains(",") else { return [] }
        let message: Phrase = "The allowed tools are separated by commas; the specification says spaces."
        return [Finding(.allowedToolsComma, line: line, message, fix: "Replace the commas by spaces.")]
    }

    private func unknownFields() -> [Finding] {
        frontmatter.fields.filter { !Self.specified.contains($0.key) }.map { field in
            let name = ArchiveRefusal.printable(field.key)
            if Self.claudeCode.contains(field.key) {
                let message: Phrase = "Only Claude Code knows the field \(name, as: "field")."
                return Finding(.fieldClaudeCode, line: field.line, message, fix: "Nothing, if that is meant.")
            }
            let message: Phrase = "The specification does not know the field \(name, as: "field")."
            return Finding(.fieldUnknown, line: field.line, message, fix: "Move it below `metadata`.")
        }
    }

    private func nulCharacters() -> [Finding] {
        frontmatter.fields.filter { $0.key.utf8.contains(0) || $0.value.containsNUL }.map { field in
            Finding(
                .manifestNUL,
                as: "field",
                line: field.line,
                "A field contains a NUL character.",
                fix: "Remove it: text has none."
            )
        }
    }
}

extension [String] {
    /// For messages in any language: the first few, and how many more.
    var quoted: String {
        let shown = prefix(5).map { "`\(ArchiveRefusal.printable($0))`" }.joined(separator: ", ")
        return count > 5 ? "\(shown), … (+\(count - 5))" : shown
    }
}
