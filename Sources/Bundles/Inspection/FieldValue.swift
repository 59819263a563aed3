import Contract
import Yams

/// A value of the frontmatter with the type YAML gives it.
enum FieldValue: Equatable {
    case text(String)
    /// A number, truth value or date, as it is written.
    case plain(String)
    case null
    case list([FieldValue])
    case map([String: FieldValue])

    init(_ node: Node) {
        switch node {
        case .scalar(let scalar):
            switch Resolver.default.resolveTag(of: node) {
            case .null: self = .null
            case .str, .merge, .value: self = .text(scalar.string)
            default: self = .plain(scalar.string)
            }
        case .sequence(let sequence):
            self = .list(sequence.map { FieldValue($0) })
        case .mapping(let mapping):
            let pairs = mapping.map { ($0.key.scalar?.string ?? "", FieldValue($0.value)) }
            self = .map(Dictionary(pairs) { first, _ in first })
        case .alias:
            self = .null
        }
    }

    var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// In words, for messages.
    var typeName: Phrase.Word {
        switch self {
        case .text: .init("text", "text")
        case .plain(let written):
            .init("plain", "the number, date or truth value `\(written, as: "value")`")
        case .null: .init("empty", "empty")
        case .list: .init("list", "a list")
        case .map: .init("map", "a set of fields")
        }
    }

    /// Whether NUL occurs in it, which databases cannot store as text.
    var containsNUL: Bool {
        switch self {
        case .text(let text), .plain(let text): text.utf8.contains(0)
        case .null: false
        case .list(let values): values.contains(where: \.containsNUL)
        case .map(let values): values.contains { $0.key.utf8.contains(0) || $0.value.containsNUL }
        }
    }
}
