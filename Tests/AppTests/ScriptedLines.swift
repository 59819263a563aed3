import App
import Synchronization

/// Lines as somebody would type them, or as a pipe would bring them.
final class ScriptedLines: LineInput, Sendable {
    let isPerson: Bool
    private let rest: Mutex<[String]>
    private let history = Mutex<[String]>([])
    private let questions = Mutex<[String]>([])

    init(_ lines: [String] = [], typed: Bool = false) {
        rest = Mutex(lines)
        isPerson = typed
    }

    /// What arrows would bring back.
    var remembered: [String] { history.withLock(\.self) }

    /// What was asked before each line.
    var prompts: [String] { questions.withLock(\.self) }

    func next(
        _ prompt: String,
        completing complete: @escaping (String) -> (word: String, candidates: [String])
    ) -> String? {
        questions.withLock { $0.append(prompt) }
        return rest.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    }

    func remember(_ line: String) { history.withLock { $0.append(line) } }

    /// Ctrl-C that nobody presses.
    static func never() async {
        // It ends early when whoever waits for it has something else.
        try? await Task.sleep(for: .seconds(3600))
    }
}
