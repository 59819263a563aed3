import Downloads
import Synchronization

/// Answers with what a test says, one answer after the other; the last one stays.
final class StubResolver: HostResolver {
    private struct State {
        var answers: [String: [[IPAddress]]]
        var asked: [String] = []
    }

    private let state: Mutex<State>

    init(_ answers: [String: [[String]]]) {
        state = Mutex(State(answers: answers.mapValues { $0.map { $0.compactMap { IPAddress($0) } } }))
    }

    convenience init(_ answers: [String: [String]]) {
        self.init(answers.mapValues { [$0] })
    }

    /// Every host that was asked for, in order.
    var asked: [String] { state.withLock(\.asked) }

    func addresses(of host: String) async -> [IPAddress] {
        state.withLock { state in
            state.asked.append(host)
            guard let answers = state.answers[host], let first = answers.first else { return [] }
            if answers.count > 1 { state.answers[host] = Array(answers.dropFirst()) }
            return first
        }
    }
}
