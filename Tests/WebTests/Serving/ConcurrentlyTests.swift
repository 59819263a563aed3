import Synchronization
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(5))) struct ConcurrentlyTests {
    /// Lets everybody through once so many have come.
    private final class Gate: Sendable {
        private struct State {
            var inside = 0
            var most = 0
            var waiting: [CheckedContinuation<Void, Never>] = []
        }

        private let size: Int
        private let state = Mutex(State())

        init(size: Int) {
            self.size = size
        }

        var most: Int { state.withLock(\.most) }

        func pass() async {
            await withCheckedContinuation { turn in
                let ready = state.withLock { state in
                    state.inside += 1
                    state.most = max(state.most, state.inside)
                    state.waiting.append(turn)
                    guard state.waiting.count == size else { return [CheckedContinuation<Void, Never>]() }
                    defer { state.waiting = [] }
                    return state.waiting
                }
                for turn in ready { turn.resume() }
            }
            state.withLock { $0.inside -= 1 }
        }
    }

    @Test func aFewAreAskedSideBySideAndNeverMore() async throws {
        let gate = Gate(size: 3)
        let answers = try await concurrently(Array(0..<9), atOnce: 3) { number in
            await gate.pass()
            return number * 2
        }
        #expect(answers == Array(stride(from: 0, to: 18, by: 2)), "in the order of the questions")
        #expect(gate.most == 3)
    }

    @Test func theFirstFailureIsThrown() async {
        struct Broken: Error {}
        await #expect(throws: Broken.self) {
            try await concurrently([1, 2, 3]) { number in
                if number == 2 { throw Broken() }
                return number
            }
        }
        #expect((try? await concurrently([Int]()) { $0 }) == [])
    }
}
