import Contract
import Domain
import Synchronization

/// A language model that says what a test has it say.
final class ScriptedSuggester: LineSuggester {
    struct Question: Equatable {
        let line: String
        let intents: [ChatIntent]
    }

    private let state = Mutex<(answer: String?, asked: [Question])>((nil, []))

    var asked: [Question] { state.withLock { $0.asked } }

    func answer(_ line: String?) { state.withLock { $0.answer = line } }

    func suggestion(for line: String, among commands: [ChatCommandHelp]) async -> String? {
        state.withLock { state in
            state.asked.append(Question(line: line, intents: commands.map(\.intent)))
            return state.answer
        }
    }
}
