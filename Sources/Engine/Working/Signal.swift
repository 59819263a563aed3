import Synchronization

/// Says "look sooner": nothing is lost when a signal is, it only takes until the next look.
package final class Signal: Sendable {
    private struct State {
        var generation = 0
        var nextWaiter = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    package var generation: Int { state.withLock(\.generation) }

    package func notify() {
        let waiting = state.withLock { state in
            state.generation += 1
            defer { state.waiters.removeAll(keepingCapacity: true) }
            return Array(state.waiters.values)
        }
        for waiter in waiting { waiter.resume() }
    }

    /// Returns when somebody notified since `generation` was read, when the time is up, or when canceled.
    package func wait(after generation: Int, upTo limit: Duration) async {
        guard self.generation == generation, !Task.isCancelled else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.wait(after: generation) }
            group.addTask { try? await Task.sleep(for: limit) }  // ends early only when canceled
            await group.next()
            group.cancelAll()
        }
    }

    /// Returns when somebody notified since `generation` was read, or when canceled.
    package func wait(after generation: Int) async {
        let waiter = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let passed = state.withLock { state in
                    if state.generation != generation || Task.isCancelled { return true }
                    state.waiters[waiter] = continuation
                    return false
                }
                if passed { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: waiter) }?.resume()
        }
    }
}
