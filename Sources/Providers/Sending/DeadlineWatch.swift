import AsyncHTTPClient
import NIOCore
import Synchronization

/// Ends work that is still going on at its deadline.
///
/// One sleeper looks after all of it: a timer for each reply costs more than reading most replies does.
final class DeadlineWatch: Sendable {
    private struct Watched {
        let deadline: NIODeadline
        let cancel: @Sendable () -> Void
    }

    private struct State {
        var watched: [Int: Watched] = [:]
        var next = 0
        var isLooking = false
    }

    /// How late work may be ended; limits are given in seconds.
    private static let interval = Duration.milliseconds(50)

    private let state = Mutex(State())

    /// Runs `body`, ending it at `deadline`.
    ///
    /// - Throws: `HTTPClientError.deadlineExceeded`, or whatever `body` throws.
    func run<Value: Sendable>(
        by deadline: NIODeadline,
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let work = Task { @concurrent in try await body() }
        let number = begin(Watched(deadline: deadline) { work.cancel() })
        let outcome = await withTaskCancellationHandler {
            await work.result
        } onCancel: {
            work.cancel()
        }
        // Cut short, work may look like a failure of its own or like an early end.
        guard end(number) else { throw HTTPClientError.deadlineExceeded }
        return try outcome.get()
    }

    private func begin(_ watched: Watched) -> Int {
        let (number, mustLook) = state.withLock { state in
            state.next += 1
            state.watched[state.next] = watched
            defer { state.isLooking = true }
            return (state.next, !state.isLooking)
        }
        // Outlives this call, by at most an interval after the last of the work.
        if mustLook { Task.detached { await self.look() } }
        return number
    }

    /// - Returns: False when the deadline had passed.
    private func end(_ number: Int) -> Bool {
        state.withLock { $0.watched.removeValue(forKey: number) != nil }
    }

    private func look() async {
        var goesOn = true
        while goesOn {
            try? await Task.sleep(for: Self.interval)  // nobody cancels it
            let overdue = takeOverdue()
            for late in overdue.work { late.cancel() }
            goesOn = overdue.isMoreLeft
        }
    }

    private func takeOverdue() -> (work: [Watched], isMoreLeft: Bool) {
        let now = NIODeadline.now()
        return state.withLock { state in
            let overdue = state.watched.filter { $0.value.deadline <= now }
            for number in overdue.keys { state.watched[number] = nil }
            state.isLooking = !state.watched.isEmpty
            return (Array(overdue.values), state.isLooking)
        }
    }
}
