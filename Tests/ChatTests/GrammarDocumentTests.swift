import Chat
import Contract
import Foundation
import Testing

/// docs/08-chat-grammar.md says what the grammar does.
@Suite struct GrammarDocumentTests {
    private static let document = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../docs/08-chat-grammar.md").standardizedFileURL

    /// Rows of the tables that begin with a sentence and what it is read as.
    private static func examples() throws -> [(text: String, meaning: String)] {
        let lines = try String(contentsOf: document, encoding: .utf8).split(separator: "\n")
        return lines.compactMap { line in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard line.hasPrefix("| “"), cells.count >= 2 else { return nil }
            return (String(cells[0].dropFirst().dropLast()), cells[1].trimmingCharacters(in: ["`"]))
        }
    }

    @Test func everyExampleIsReadAsItSays() throws {
        let grammar = ChatGrammar(Corpus.context)
        let examples = try Self.examples()
        #expect(examples.count >= 40)
        for (text, meaning) in examples {
            let answer = grammar.answer(to: text)
            let given =
                switch answer {
                case .command(let command): command.text()
                case .ask(let question): "asks: \(question.about.rawValue)"
                case .help: "help"
                case .notUnderstood: "not understood"
                }
            #expect(given == meaning, "\(text)")
        }
    }

    @Test func everyIntentAndTopicIsDescribed() throws {
        let text = try String(contentsOf: Self.document, encoding: .utf8)
        for intent in ChatIntent.allCases {
            #expect(text.contains("| `\(intent.rawValue)` | \(intent.effect.rawValue) |"), "\(intent)")
        }
        for topic in ChatQuestion.Topic.allCases { #expect(text.contains("`\(topic.rawValue)`"), "\(topic)") }
    }
}
