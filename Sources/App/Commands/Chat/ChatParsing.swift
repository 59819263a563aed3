import Chat
import Contract
import FoundationEssentials

/// What the grammar makes of sentences, without a server.
struct ChatParsing {
    let console: Console
    let json: Bool

    /// - Parameters:
    ///   - sentences: The file they stand in; nil for standard input.
    ///   - context: The file that says what they speak of.
    /// - Throws: ``Problem`` at the first line that is no sentence.
    func run(_ sentences: String?, context: String?) throws {
        let shared = try context.map { try Self.context(in: $0) } ?? ChatContext()
        let grammar = ChatGrammar(shared)
        let file = sentences ?? "/dev/stdin"
        let lines = try FileLines(file)
        var number = 0
        while let line = try lines.next() {
            number += 1
            if line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }) { continue }
            let sentence: ChatSentence
            do { sentence = try ChatSentence(line: line, in: shared) } catch {
                // What a decoder says is for programmers; the line is what helps.
                throw Problem(
                    file: file,
                    "Line \(number) is no sentence.",
                    fix: #"Write {"id": …, "text": …}."#
                )
            }
            let answer = (sentence.context.map { ChatGrammar($0) } ?? grammar).answer(to: sentence.text)
            if json {
                try console.print(json: Line(id: sentence.id, answer: answer))
            } else {
                console.print("\(sentence.text.terminalSafe)  →  \(answer.line.terminalSafe)")
            }
        }
    }

    private static func context(in file: String) throws -> ChatContext {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw Problem(file: file, "It cannot be read.", fix: "Name a file that is there.")
        }
        do { return try JSON.decode(ChatContext.self, from: data) } catch {
            throw Problem(file: file, "It is no context.", fix: "See docs/08-chat-grammar.md.")
        }
    }

    /// The answer with the name of its sentence.
    private struct Line: Encodable {
        let id: ChatSentence.Label
        let answer: ChatAnswer

        private enum CodingKeys: String, CodingKey {
            case id
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(id, forKey: .id)
            try answer.encode(to: encoder)
        }
    }
}

extension ChatAnswer {
    fileprivate var line: String {
        switch self {
        case .command(let command): command.text()
        case .ask(let question):
            (["ask about \(question.about.rawValue)"] + question.choices.map(\.value)).joined(
                separator: " | "
            )
        case .help: "help"
        case .notUnderstood: "not understood"
        }
    }
}
