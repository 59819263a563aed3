import ArgumentParser
import Chat
import Contract
import FoundationEssentials

/// `skillyard chat --parse-only`: what the grammar makes of sentences, without a server.
struct ChatLineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat",
        abstract: "Say what sentences in Korean or English are understood as; nothing is carried out.",
        discussion: """
            Reads one JSON object per line, {"id", "text"} and perhaps "context", and answers each with one line. \
            docs/08-chat-grammar.md describes what is understood and what the context holds.
            """
    )

    @Flag(help: "Only say how each sentence is read. Needed: sending commands this way is still to come.")
    var parseOnly = false
    @Flag(help: "Answer with one JSON object per line.")
    var json = false
    @Option(
        help: ArgumentHelp(
            "Skills, providers, runs and alerts that sentences speak of, as JSON.",
            valueName: "file"
        )
    )
    var context: String?
    @Option(help: ArgumentHelp("Where the sentences are; standard input without it.", valueName: "file"))
    var sentences: String?

    func validate() throws {
        guard parseOnly else { throw ValidationError("Add --parse-only.") }
    }

    func run() async throws {
        let console = try CommandContext.required().console
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
