package import Contract
import Synchronization

/// At about 50 bytes each, twice.
private let mostBuckets = 50_000

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
        var scrapes: RequestBuckets
        var addresses: RequestBuckets

        init(_ quotas: Quotas, now: ContinuousClock.Instant) {
            // Known for a day at least, so that who comes back need not count by an address that others use up: only
            // good secrets are here.
            callers = RequestBuckets(
                perMinute: quotas.perCaller,
                generation: .seconds(86_400),
                most: mostBuckets,
                now: now
            )
            scrapes = RequestBuckets(
                perMinute: quotas.perCaller.map { _ in RequestLimits.scrapesPerMinute },
                generation: .seconds(60),
                most: mostBuckets,
                now: now
            )
            addresses = RequestBuckets(
                perMinute: quotas.perAddress,
                generation: .seconds(60),
                most: mostBuckets,
                now: now
            )
        }
    }

    /// Of `/metrics`, for each caller, whatever else it asks.
    package static let scrapesPerMinute = 120

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
        counts = Mutex(Counts(quotas, now: now()))
    }

    /// Counts a request.
    ///
    /// - Parameters:
    ///   - secret: Of the token or session that the request says it has.
    ///   - isScrape: Whether it reads the metrics, which counts apart for who has signed in.
    ///   - address: Where it comes from.
    /// - Returns: How its caller stands then; nil where nothing is counted.
    package func charge(
        _ secret: String?,
        isScrape: Bool = false,
        from address: @autoclosure () -> String?
    ) -> RequestStanding? {
        guard quotas != .none else { return nil }
        let now = now()
        if let caller = secret.map(RequestBuckets.key) {
            let (isKnown, level) = counts.withLock { counts in
                guard counts.callers.knows(caller) else { return (false, RequestBuckets.Level?.none) }
                guard isScrape else { return (true, counts.callers.charge(caller, at: now)) }
                counts.callers.note(caller, at: now)
                return (true, counts.scrapes.charge(caller, at: now))
            }
            if isKnown {
                return isScrape
                    ? RequestStanding(.metrics, Self.scrapesPerMinute, level)
                    : RequestStanding(.caller, quotas.perCaller, level)
            }
        }
        // A flood without any secret must not keep those out who have one that this node does not know yet.
        let claim = secret.map(SentSecret.isPlausible) == true ? "with a secret" : "without"
        let place = RequestBuckets.key("\(claim) from \(address() ?? "")")
        let level = counts.withLock { $0.addresses.charge(place, at: now) }
        let charge = level?.isRefused == false ? AddressCharge(place) : nil
        return RequestStanding(.address, quotas.perAddress, level, charge)
    }

    /// Signs a caller in and remembers whether its secret was good.
    ///
    /// - Parameters:
    ///   - secret: Of the token or session.
    ///   - standing: Of the request; what it took from its address, the caller pays instead.
    ///   - body: Looks at the secret.
    /// - Returns: What `body` does.
    /// - Throws: What `body` throws.
    package func signingIn<Value>(
        _ secret: String?,
        charged standing: RequestStanding?,
        _ body: () async throws(Problem) -> Value
    ) async throws(Problem) -> Value {
        guard let secret, quotas != .none else { return try await body() }
        let caller = RequestBuckets.key(secret)
        do throws(Problem) {
            let value = try await body()
            recognize(caller, standing?.charge)
            return value
        } catch {
            if error.code == .authenticationRequired { counts.withLock { $0.callers.forget(caller) } }
            throw error
        }
    }

    private func recognize(_ caller: RequestBuckets.Key, _ charge: AddressCharge?) {
        let now = now()
        let back = charge.flatMap { $0.takeBack() ? $0.place : nil }
        counts.withLock { counts in
            guard let back else { return counts.callers.note(caller, at: now) }
            counts.addresses.giveBack(back, at: now)
            _ = counts.callers.charge(caller, at: now)
        }
    }
}
