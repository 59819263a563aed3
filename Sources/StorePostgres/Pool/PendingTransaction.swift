import Store

/// One caller's transaction, and the way back to the caller.
struct PendingTransaction: Sendable {
    let kind: PostgresTransaction.Kind
    /// Does the work; what it returns tells the caller.
    let perform: @Sendable (any Connection) throws -> @Sendable () -> Void
    let fail: @Sendable (any Error) -> Void
    /// When nobody waits for a connection any longer.
    let deadline: ContinuousClock.Instant
    /// When it began to wait.
    let start: ContinuousClock.Instant
    /// How many connections were lost under it.
    var losses = 0

    init<Result: Sendable>(
        _ kind: PostgresTransaction.Kind,
        waiting: Duration,
        _ body: @escaping @Sendable (any Connection) throws -> Result,
        _ continuation: CheckedContinuation<Result, any Error>
    ) {
        self.kind = kind
        start = .now
        deadline = start + waiting
        perform = { connection in
            let result = try body(connection)
            return { continuation.resume(returning: result) }
        }
        fail = { continuation.resume(throwing: $0) }
    }
}
