import Contract

/// A line of `--parse-only`: a sentence, and what differs from the context of all.
package struct ChatSentence: Sendable {
    package let id: Label
    package let text: String
    /// Nil: that of all.
    package let context: ChatContext?

    /// What a sentence is called: text or a whole number, and written as it was read.
    package enum Label: Codable, Equatable, Sendable {
        case text(String)
        case number(Int)

        package init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int.self) {
                self = .number(number)
            } else {
                self = .text(try container.decode(String.self))
            }
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            }
        }
    }

    /// - Parameters:
    ///   - line: JSON with `id`, `text` and perhaps `context`, whose keys replace those of `context`.
    ///   - context: Of all lines.
    /// - Throws: `DecodingError` when it is none.
    package init(line: some Sequence<UInt8>, in context: ChatContext) throws {
        let record = try JSON.decode(Record.self, from: line)
        id = record.id
        text = record.text
        self.context = record.context.map { context.replaced(by: $0) }
    }

    private struct Record: Decodable {
        let id: Label
        let text: String
        let context: ChatContext.Replacement?
    }
}
