import Synchronization

/// How much memory contents may take at once; who wants more waits, in the order of coming.
///
/// A content that several use at once is there once. Small ones never wait: those of a provider that hangs must not
/// hold up all others.
final class MemoryBudget: Sendable {
    private struct State {
        var taken = 0
        /// How many use a content.
        var users: [String: Int] = [:]
        var waiting: [(content: String, bytes: Int, turn: CheckedContinuation<Void, Never>)] = []

        mutating func admit(_ content: String, _ bytes: Int, upTo limit: Int) -> Bool {
            guard users[content] != nil || taken == 0 || taken + bytes <= limit || bytes <= limit / 64 else {
                return false
            }
            if users[content] == nil { taken += bytes }
            users[content, default: 0] += 1
            return true
        }
    }

    private let limit: Int
    private let state = Mutex(State())

    init(bytes limit: Int) {
        self.limit = limit
    }

    /// Waits until there is room for a content; give it back when it is not used any more.
    func take(_ content: String, bytes: Int) async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                let isSmall = bytes <= limit / 64 || state.users[content] != nil
                if isSmall || state.waiting.isEmpty, state.admit(content, bytes, upTo: limit) { return true }
                state.waiting.append((content, bytes, continuation))
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    func giveBack(_ content: String, bytes: Int) {
        let next = state.withLock { state in
            state.users[content, default: 1] -= 1
            if state.users[content] == 0 {
                state.users[content] = nil
                state.taken -= bytes
            }
            var next: [CheckedContinuation<Void, Never>] = []
            while let first = state.waiting.first, state.admit(first.content, first.bytes, upTo: limit) {
                next.append(first.turn)
                state.waiting.removeFirst()
            }
            return next
        }
        for turn in next { turn.resume() }
    }
}
