/// Runs something that nobody waits for longer than a while.
enum TimeLimit {
    /// - Parameters:
    ///   - limit: How long at most; it is cancelled then, and not waited for: a resolver that hangs cannot be cut off.
    ///   - late: What is given instead.
    ///   - work: What runs.
    /// - Returns: What `work` gave, or `late`.
    static func run<Result: Sendable>(
        _ limit: Duration,
        late: Result,
        _ work: @escaping @Sendable () async -> Result
    ) async -> Result {
        let (results, first) = AsyncStream<Result>.makeStream(bufferingPolicy: .bufferingOldest(1))
        let running = Task { first.yield(await work()) }
        let clock = Task {
            try await Task.sleep(for: limit)
            first.yield(late)
        }
        defer {
            running.cancel()
            clock.cancel()
        }
        for await result in results { return result }
        // Whoever waited was cancelled.
        return late
    }
}
