import Contract
import Synchronization

/// Which thread of chat each client's lines stand in.
///
/// Only a convenience for who reads the threads later: where it is forgotten, a new thread begins.
final class ConversationThreads: Sendable {
    private struct State {
        var recent: [CallerKey: ChatThreadID] = [:]
        var older: [CallerKey: ChatThreadID] = [:]
        var turnedAt: Timestamp
    }

    /// Clients that are silent for one to two of these begin a new thread.
    static let lifetime = Duration.seconds(1800)
    private static let most = 5000

    private let state: Mutex<State>
    private let now: @Sendable () -> Timestamp

    init(now: @escaping @Sendable () -> Timestamp) {
        self.now = now
        state = Mutex(State(turnedAt: now()))
    }

    func thread(of caller: CallerKey) -> ChatThreadID? {
        let now = now()
        return state.withLock { state in
            Self.turn(&state, at: now)
            return state.recent[caller] ?? state.older[caller]
        }
    }

    func keep(_ thread: ChatThreadID, of caller: CallerKey) {
        let now = now()
        state.withLock { state in
            Self.turn(&state, at: now)
            state.recent[caller] = thread
        }
    }

    private static func turn(_ state: inout State, at now: Timestamp) {
        let isOver = now >= state.turnedAt + lifetime
        guard isOver || state.recent.count >= most else { return }
        state.older = isOver && now >= state.turnedAt + lifetime * 2 ? [:] : state.recent
        state.recent = [:]
        state.turnedAt = now
    }
}
