/// The tags of an HTML text with their attributes, as a browser would read them.
///
/// By scalars: what is one character to Swift may be a quote and a mark that combines with it.
struct Markup {
    struct Tag: Equatable {
        var name: String
        var attributes: [(name: String, value: String)] = []

        static func == (left: Tag, right: Tag) -> Bool {
            left.name == right.name && left.attributes.map(\.name) == right.attributes.map(\.name)
        }
    }

    private(set) var tags: [Tag] = []
    private var rest: Substring.UnicodeScalarView

    init(_ html: String) {
        rest = html[...].unicodeScalars
        while let start = rest.firstIndex(of: "<") {
            rest = rest[start...].dropFirst()
            readTag()
        }
    }

    /// Names of tags and attributes alone: what must not depend on texts.
    var skeleton: [String] {
        tags.map { tag in
            // Which of several values is the chosen one may depend on them.
            ([tag.name] + tag.attributes.map(\.name).filter { $0 != "selected" }).joined(separator: " ")
        }
    }

    private mutating func readTag() {
        guard let first = rest.first, Self.isLetter(first) || first == "/" || first == "!" else { return }
        var tag = Tag(name: String(take { !Self.isSpace($0) && $0 != ">" }))
        while let next = rest.first, next != ">" {
            if Self.isSpace(next) || next == "/" {
                rest = rest.dropFirst()
                continue
            }
            let name = String(take { !Self.isSpace($0) && $0 != "=" && $0 != ">" && $0 != "/" })
            tag.attributes.append((name, readValue()))
        }
        rest = rest.dropFirst()
        tags.append(tag)
    }

    private mutating func readValue() -> String {
        guard rest.first == "=" else { return "" }
        rest = rest.dropFirst()
        guard let quote = rest.first, quote == "\"" || quote == "'" else {
            return String(take { !Self.isSpace($0) && $0 != ">" })
        }
        rest = rest.dropFirst()
        let value = String(take { $0 != quote })
        rest = rest.dropFirst()
        return value
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && scalar.properties.isAlphabetic
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && scalar.properties.isWhitespace
    }

    private mutating func take(while isWanted: (Unicode.Scalar) -> Bool) -> Substring.UnicodeScalarView {
        let taken = rest.prefix(while: isWanted)
        rest = rest[taken.endIndex...]
        return taken
    }
}
