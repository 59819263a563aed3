import Chat
import Contract
import Foundation
import Testing

/// The sentences of `corpus/`, each with what it has to be read as.
enum Corpus {
    struct Row: Decodable, Sendable {
        let id: String
        let text: String
        let expect: Expectation
    }

    /// What is not said does not matter: an ask without `about` may be about anything.
    struct Expectation: Decodable, Equatable, Sendable {
        let intent: String?
        let args: [String: Value]?
        let outcome: String?
        let about: String?

        /// Whether it is a command that can be carried out as it stands.
        var isChange: Bool { intent.flatMap { ChatIntent(rawValue: $0) }?.effect == .change }
        var isRead: Bool { intent != nil && !isChange }
    }

    enum Value: Decodable, Equatable, Sendable {
        case text(String)
        case number(Int)
        case list([String])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let list = try? container.decode([String].self) {
                self = .list(list)
            } else if let number = try? container.decode(Int.self) {
                self = .number(number)
            } else {
                self = .text(try container.decode(String.self))
            }
        }
    }

    struct Part: Sendable, CustomTestStringConvertible {
        let name: String
        let rows: [Row]
        let context: ChatContext

        var testDescription: String { name }
    }

    /// The files, each with the context that stands beside it or that of all.
    static let parts: [Part] = {
        do {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
                $0.hasSuffix(".jsonl")
            }
            return try names.sorted().map { try part(String($0.dropLast(".jsonl".count))) }
        } catch {
            preconditionFailure("The corpus cannot be read: \(error)")
        }
    }()

    static let context: ChatContext = {
        do { return try context("context.json") } catch {
            preconditionFailure("The context cannot be read: \(error)")
        }
    }()

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "corpus")

    private static func part(_ name: String) throws -> Part {
        let lines = try Data(contentsOf: folder.appending(path: name + ".jsonl")).split(
            separator: UInt8(ascii: "\n")
        )
        let own = name + ".context.json"
        let hasOwn = FileManager.default.fileExists(atPath: folder.appending(path: own).path)
        return Part(
            name: name,
            rows: try lines.map { try JSON.decode(Row.self, from: $0) },
            context: hasOwn ? try context(own) : context
        )
    }

    private static func context(_ name: String) throws -> ChatContext {
        try JSON.decode(ChatContext.self, from: Data(contentsOf: folder.appending(path: name)))
    }
}

extension Corpus.Expectation {
    /// Whether the answer, in the form that programs get it, is this.
    func isMet(by answer: ChatAnswer) throws -> Bool {
        let given = try JSON.decode(Corpus.Expectation.self, from: JSON.encode(answer))
        return given.intent == intent && given.args == args && given.outcome == outcome
            && (about == nil || given.about == about)
    }
}

extension ChatAnswer {
    var command: ChatCommand? {
        if case .command(let command) = self { command } else { nil }
    }

    var question: ChatQuestion? {
        if case .ask(let question) = self { question } else { nil }
    }

    /// Whether it is a command that would change something.
    var changes: Bool { command?.effect == .change }
}
