/// Runs something that nobody waits for longer than a while.
package enum TimeLimit {
    /// For what can be cut off: its end is waited for.
    ///
    /// - Parameters:
    ///   - limit: How long at most; what runs is cancelled then.
    ///   - work: What runs.
    /// - Returns: What `work` gave; nil when the time was over first.
    /// - Throws: What `work` threw; `CancellationError` when whoever waits is cancelled.
    package static func cancelling<Value: Sendable>(
        after limit: Duration,
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value? {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                // The limit itself: nothing else tells that it is over.
                try await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }

    /// For what may hang whatever happens, such as a resolver: it is cancelled, and not waited for.
    ///
    /// - Parameters:
    ///   - limit: How long at most.
    ///   - late: What is given when the time was over first.
    ///   - canceled: What is given when whoever waits is cancelled; without it, `late`.
    ///   - work: What runs.
    /// - Returns: What `work` gave, or one of those.
    package static func abandoning<Value: Sendable>(
        after limit: Duration,
        late: Value,
        canceled: Value? = nil,
        _ work: @escaping @Sendable () async -> Value
    ) async -> Value {
        let (values, first) = AsyncStream<Value>.makeStream(bufferingPolicy: .bufferingOldest(1))
        // No children of this task: their end would be waited for.
        let running = Task { first.yield(await work()) }
        let clock = Task {
            // As above.
            try await Task.sleep(for: limit)
            first.yield(late)
        }
        defer {
            running.cancel()
            clock.cancel()
        }
        for await value in values { return value }
        return canceled ?? late
    }
}
