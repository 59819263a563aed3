import Contract

/// Whichever comes first: a value, or the end of patience.
actor FirstOf<Value: Sendable> {
    private enum State {
        case open
        case waiting(CheckedContinuation<Value, Never>)
        case settled(Value)
        case given
    }

    private var state = State.open

    /// - Returns: Whether it was the first.
    func settle(_ value: Value) -> Bool {
        switch state {
        case .open: state = .settled(value)
        case .waiting(let waiting):
            state = .given
            waiting.resume(returning: value)
        case .settled, .given: return false
        }
        return true
    }

    /// Waits once.
    ///
    /// - Parameters:
    ///   - patience: For how long.
    ///   - wait: Lets time pass.
    ///   - late: What stands for a value that has not come by then.
    /// - Returns: What came first.
    func value(
        orAfter patience: Duration,
        _ wait: @escaping @Sendable (Duration) async throws -> Void,
        _ late: @escaping @Sendable () -> Value
    ) async -> Value {
        let patience = Task {
            // It ends early when the value is there.
            guard (try? await wait(patience)) != nil else { return }
            _ = settle(late())
        }
        defer { patience.cancel() }
        if case .settled(let value) = state {
            state = .given
            return value
        }
        return await withCheckedContinuation { state = .waiting($0) }
    }
}
