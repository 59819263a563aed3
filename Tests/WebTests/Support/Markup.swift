/// The tags of an HTML text with their attributes, as a browser would read them.
struct Markup {
    struct Tag: Equatable {
        var name: String
        var attributes: [(name: String, value: String)] = []

        static func == (left: Tag, right: Tag) -> Bool {
            left.name == right.name && left.attributes.map(\.name) == right.attributes.map(\.name)
        }
    }

    private(set) var tags: [Tag] = []
    private var rest: Substring

    init(_ html: String) {
        rest = html[...]
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
        guard let first = rest.first, first.isLetter || first == "/" || first == "!" else { return }
        var tag = Tag(name: String(take { !$0.isWhitespace && $0 != ">" }))
        while let next = rest.first, next != ">" {
            if next.isWhitespace || next == "/" {
                rest = rest.dropFirst()
                continue
            }
            let name = String(take { !$0.isWhitespace && $0 != "=" && $0 != ">" && $0 != "/" })
            tag.attributes.append((name, readValue()))
        }
        rest = rest.dropFirst()
        tags.append(tag)
    }

    private mutating func readValue() -> String {
        guard rest.first == "=" else { return "" }
        rest = rest.dropFirst()
        guard let quote = rest.first, quote == "\"" || quote == "'" else {
            return String(take { !$0.isWhitespace && $0 != ">" })
        }
        rest = rest.dropFirst()
        let value = String(take { $0 != quote })
        rest = rest.dropFirst()
        return value
    }

    private mutating func take(while isWanted: (Character) -> Bool) -> Substring {
        let taken = rest.prefix(while: isWanted)
        rest = rest[taken.endIndex...]
        return taken
    }
}
