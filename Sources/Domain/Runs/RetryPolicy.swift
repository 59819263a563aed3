import Contract

/// How often, and how far apart, a failed task is tried again.
package struct RetryPolicy: Equatable, Sendable {
    package static let standard = RetryPolicy(limit: .seconds(300), longestHint: .seconds(24 * 3600))

    /// No wait of our own choosing is longer than this.
    package let limit: Duration
    /// A provider's wish to wait is honoured up to this.
    package let longestHint: Duration

    package init(limit: Duration, longestHint: Duration) {
        self.limit = limit
        self.longestHint = longestHint
    }

    /// The wait before the next try: exponential with full jitter, never shorter than the provider asked for.
    ///
    /// - Parameters:
    ///   - failure: Why the last try failed.
    ///   - attempt: The number of that try, counted from 1.
    ///   - jitter: A random share in 0..<1; full jitter spreads retries so that they do not come in waves.
    /// - Returns: How long to wait.
    package func delay(after failure: ProviderFailure, attempt: Int, jitter: Double) -> Duration {
        let doublings = min(max(attempt - 1, 0), 20)
        let ceiling = min(failure.code.defaultBackOff * (1 << doublings), limit)
        let own = Duration.microseconds(Int64(Double(ceiling.wholeMicroseconds) * jitter))
        guard let hint = failure.retryAfter else { return own }
        return max(own, min(hint, longestHint))
    }
}
