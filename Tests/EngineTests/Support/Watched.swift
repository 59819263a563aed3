import Synchronization

/// A value whose changes can be awaited.
final class Watched<State: Sendable>: Sendable {
    private struct Waiter {
        let isMet: @Sendable (State) -> Bool
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct Content {
        var state: State
        var waiters: [Int: Waiter] = [:]
        var nextWaiter = 0
    }

    private let content: Mutex<Content>

    init(_ state: State) {
        content = Mutex(Content(state: state))
    }

    var value: State { content.withLock(\.state) }

    @discardableResult
    func change<Result: Sendable>(_ body: @Sendable (inout State) -> Result) -> Result {
        let (result, met) = content.withLock { content in
            let result = body(&content.state)
            let met = content.waiters.filter { $0.value.isMet(content.state) }
            for id in met.keys { content.waiters[id] = nil }
            return (result, met.values.map(\.continuation))
        }
        for waiter in met { waiter.resume() }
        return result
    }

    /// Returns when the condition holds, or when the task is canceled.
    func until(_ isMet: @escaping @Sendable (State) -> Bool) async {
        let id = content.withLock { content in
            content.nextWaiter += 1
            return content.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let passed = content.withLock { content in
                    if Task.isCancelled || isMet(content.state) { return true }
                    content.waiters[id] = Waiter(isMet: isMet, continuation: continuation)
                    return false
                }
                if passed { continuation.resume() }
            }
        } onCancel: {
            content.withLock { $0.waiters.removeValue(forKey: id)?.continuation }?.resume()
        }
    }
}

/// Holds whoever comes until it is opened.
final class Gate: Sendable {
    private let state = Watched((waiting: 0, isOpen: false))

    func open() { state.change { $0.isOpen = true } }

    /// Returns when the gate is open, or when the task is canceled.
    func pass() async {
        state.change { $0.waiting += 1 }
        await state.until(\.isOpen)
    }

    /// Returns when so many have come, whether they were let through or not.
    func arrivals(_ count: Int) async {
        await state.until { $0.waiting >= count }
    }
}
