import Contract
import Domain

/// Something fetched that is good for a while. Whoever asks meanwhile waits for the same fetch.
actor Kept<Value: Sendable> {
    /// A fetch that failed is not tried again before, however many ask.
    static var pauseAfterFailure: Duration { .seconds(3) }

    private let life: Duration
    private let now: @Sendable () -> Timestamp
    private let fetch: @Sendable () async throws(IdentityFailure) -> Value
    private var known: (value: Value, until: Timestamp)?
    private var failed: (failure: IdentityFailure, until: Timestamp)?
    private var underWay: Task<Result<Value, IdentityFailure>, Never>?
    private var renewedAt: Timestamp?

    init(
        for life: Duration,
        now: @escaping @Sendable () -> Timestamp,
        fetch: @escaping @Sendable () async throws(IdentityFailure) -> Value
    ) {
        self.life = life
        self.now = now
        self.fetch = fetch
    }

    func value() async throws(IdentityFailure) -> Value {
        if let known, now() < known.until { return known.value }
        return try await fetched()
    }

    /// A newer one, asked for although the known one is still good.
    ///
    /// - Parameter pause: The least time between two of these.
    /// - Returns: What was fetched; nil when it is too early for that.
    /// - Throws: ``IdentityFailure``
    func renewed(atMostEvery pause: Duration) async throws(IdentityFailure) -> Value? {
        if underWay == nil {
            if let renewedAt, now() < renewedAt + pause { return nil }
            renewedAt = now()
        }
        return try await fetched()
    }

    private func fetched() async throws(IdentityFailure) -> Value {
        if let failed, now() < failed.until { throw failed.failure }
        let task =
            underWay
            ?? Task { [fetch] in
                let result: Result<Value, IdentityFailure>
                do throws(IdentityFailure) { result = .success(try await fetch()) } catch {
                    result = .failure(error)
                }
                settle(result)
                return result
            }
        underWay = task
        return try await task.value.get()
    }

    private func settle(_ result: Result<Value, IdentityFailure>) {
        underWay = nil
        switch result {
        case .success(let value): (known, failed) = ((value, now() + life), nil)
        case .failure(let failure): failed = (failure, now() + Self.pauseAfterFailure)
        }
    }
}
