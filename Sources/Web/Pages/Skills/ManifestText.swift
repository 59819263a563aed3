/// SKILL.md taken apart for reading: its frontmatter and the text below.
///
/// Nothing is decided by this; what counts was read when the skill was registered.
struct ManifestText: Equatable, Sendable {
    struct Field: Equatable, Sendable {
        let name: String
        let value: String
    }

    let fields: [Field]
    let body: String

    init(_ text: String) {
        let text = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
        let lines = text.replacing("\r\n", with: "\n").split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        guard lines.first.map(Self.isFence) == true,
            let end = lines.dropFirst().firstIndex(where: Self.isFence)
        else {
            fields = []
            body = text
            return
        }
        fields = Self.fields(lines[1..<end])
        body = lines[(end + 1)...].joined(separator: "\n")
    }

    private static func isFence(_ line: Substring) -> Bool {
        line.hasPrefix("---") && line.dropFirst(3).allSatisfy(\.isWhitespace)
    }

    /// A field is a name at the start of a line, with every line below that is indented, a list or a comment.
    private static func fields(_ lines: ArraySlice<Substring>) -> [Field] {
        var fields: [(name: Substring, lines: [Substring])] = []
        for line in lines {
            let continues = line.first.map { " \t-#".contains($0) } ?? true
            if continues {
                guard !fields.isEmpty else { continue }
                fields[fields.count - 1].lines.append(line)
            } else {
                let colon = line.firstIndex(of: ":") ?? line.endIndex
                fields.append((line[..<colon], [line[colon...].dropFirst()]))
            }
        }
        return fields.map { Field(name: String($0.name), value: value(of: $0.lines)) }
    }

    private static func value(of lines: [Substring]) -> String {
        let first = trimmed(lines.first ?? "")
        // The sign of a block ("|", ">-") belongs to YAML and not to the value.
        let isBlock = first.first.map { "|>".contains($0) } ?? false
        let rest = lines.dropFirst().map { $0.isEmpty ? "" : String($0) }
        let indent = rest.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
        let below = rest.map { String($0.dropFirst(indent)) }
        let all = (isBlock || first.isEmpty ? [] : [unquoted(first)]) + below
        return all.joined(separator: "\n").trimmingSuffix(while: \.isWhitespace)
    }

    private static func unquoted(_ text: String) -> String {
        guard text.count > 1, let quote = text.first, quote == "\"" || quote == "'", text.last == quote else {
            return text
        }
        return String(text.dropFirst().dropLast())
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop(while: \.isWhitespace)).trimmingSuffix(while: \.isWhitespace)
    }
}

extension String {
    fileprivate func trimmingSuffix(while matches: (Character) -> Bool) -> String {
        var text = self[...]
        while let last = text.last, matches(last) { text.removeLast() }
        return String(text)
    }
}
