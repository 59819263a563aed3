package import Contract
import Synchronization

/// How often each caller may ask this node.
///
/// A token or session that is known to be good counts by itself; everything else counts by the address it comes from,
/// until signing in shows that it is good.
package final class RequestLimits: Sendable {
    /// Requests per minute; nil for any number.
    package struct Quotas: Equatable, Sendable {
        package let perCaller: Int?
        package let perAddress: Int?

        package static let none = Quotas(perCaller: nil, perAddress: nil)

        package init(perCaller: Int?, perAddress: Int?) {
            self.perCaller = perCaller
            self.perAddress = perAddress
        }
    }

    private struct Counts {
        var callers: RequestBuckets
        var addresses: RequestBuckets
    }

    /// At about 50 bytes each, twice.
    private static let mostBuckets = 50_000

    private let quotas: Quotas
    private let counts: Mutex<Counts>
    private let now: @Sendable () -> ContinuousClock.Instant

    /// - Parameters:
    ///   - quotas: What may come in a minute; as much may come at once by who was silent for one.
    ///   - now: The clock.
    package init(
        _ quotas: Quotas = .none,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) {
        self.quotas = quotas
        self.now = now
        let start = now()
        counts = Mutex(
            Counts(
                // Known for long, so that who comes back need not count by an address that others use up.
                callers: RequestBuckets(
                    perMinute: quotas.perCaller,
                    generation: .seconds(600),
                    most: Self.mostBuckets,
                    now: start
                ),
                addresses: RequestBuckets(
                    perMinute: quotas.perAddress,
                    generation: .seconds(60),
                    most: Self.mostBuckets,
                    now: start
                )
            )
        )
    }

    /// Counts a request.
    ///
    /// - Parameters:
    ///   - secret: Of the token or session that the request says it has.
    ///   - isFree: Whether it does not count for who has signed in.
    ///   - address: Where it comes from.
    /// - Returns: How its caller stands then; nil where nothing is counted.
    package func charge(
        _ secret: String?,
        isFree: Bool = false,
        from address: @autoclosure () -> String?
    ) -> RequestStanding? {
        guard quotas != .none else { return nil }
        let now = now()
        if let caller = secret.map(RequestBuckets.key) {
            let (isKnown, level) = counts.withLock { counts in
                guard counts.callers.knows(caller) else { return (false, RequestBuckets.Level?.none) }
                return (true, isFree ? nil : counts.callers.charge(caller, at: now))
            }
            if isKnown { return RequestStanding(.caller, quotas.perCaller, level) }
        }
        let place = RequestBuckets.key(address() ?? "")
        let level = counts.withLock { $0.addresses.charge(place, at: now) }
        return RequestStanding(.address, quotas.perAddress, level)
    }

    /// Signs a caller in and remembers whether its secret was good.
    ///
    /// - Parameters:
    ///   - secret: Of the token or session.
    ///   - address: Where the request comes from.
    ///   - body: Looks at the secret.
    /// - Returns: What `body` does.
    /// - Throws: What `body` throws.
    package func signingIn<Value>(
        _ secret: String?,
        from address: @autoclosure () -> String?,
        _ body: () async throws(Problem) -> Value
    ) async throws(Problem) -> Value {
        guard let secret, quotas != .none else { return try await body() }
        let caller = RequestBuckets.key(secret)
        do throws(Problem) {
            let value = try await body()
            recognize(caller, from: address)
            return value
        } catch {
            if error.code == .authenticationRequired { counts.withLock { $0.callers.forget(caller) } }
            throw error
        }
    }

    /// The request was counted by its address: from here on the caller counts instead.
    private func recognize(_ caller: RequestBuckets.Key, from address: () -> String?) {
        let now = now()
        let isNew = counts.withLock { counts in
            guard !counts.callers.knows(caller) else { return false }
            _ = counts.callers.charge(caller, at: now)
            return true
        }
        guard isNew else { return }
        let place = RequestBuckets.key(address() ?? "")
        counts.withLock { $0.addresses.giveBack(place, at: now) }
    }
}
