package import Contract
package import HTTPTypes
import Synchronization

/// How a caller stands with its quota of requests, and how that is told.
///
/// The fields are those of draft-ietf-httpapi-ratelimit-headers-10; `t` is the time until one more request may come.
package struct RequestStanding: Sendable {
    /// What the request counted by.
    package enum Policy: String, Sendable {
        case caller
        /// What a caller reads of the metrics.
        case metrics
        case address
    }

    package let policy: Policy
    /// Requests per minute.
    package let quota: Int
    package let remaining: Int
    /// What it took from an address.
    let charge: AddressCharge?
    private let level: RequestBuckets.Level

    /// Nil where any number may come.
    init?(_ policy: Policy, _ quota: Int?, _ level: RequestBuckets.Level?, _ charge: AddressCharge? = nil) {
        guard let quota, let level else { return nil }
        self.policy = policy
        self.quota = quota
        self.level = level
        self.charge = charge
        remaining = level.remaining
    }

    /// Why the request is not answered; nil where it is.
    package var refusal: Problem? {
        guard level.isRefused else { return nil }
        let detail: Phrase
        switch policy {
        case .caller, .metrics:
            detail = "This token or session sent more than \(quota, as: "limit") requests in a minute."
            return Problem(.rateLimited, as: "requests", detail, retryAfterSeconds: level.secondsUntilMore)
        case .address:
            detail =
                "More than \(quota, as: "limit") requests in a minute came from here without a valid sign-in."
            return Problem(.rateLimited, as: "address", detail, retryAfterSeconds: level.secondsUntilMore)
        }
    }

    /// Adds `RateLimit-Policy` and `RateLimit`.
    package func add(to headers: inout HTTPFields) {
        headers[Self.policyField] = "\"\(policy.rawValue)\";q=\(quota);w=60"
        headers[Self.limitField] = "\"\(policy.rawValue)\";r=\(remaining);t=\(level.secondsUntilMore)"
    }

    private static let policyField = named("RateLimit-Policy")
    private static let limitField = named("RateLimit")

    private static func named(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no header name") }
        return name
    }
}

/// What one request took from the bucket of an address; it can be given back once.
package final class AddressCharge: Sendable {
    let place: RequestBuckets.Key
    private let isGivenBack = Atomic(false)

    init(_ place: RequestBuckets.Key) {
        self.place = place
    }

    /// Whether nobody has taken it back yet.
    func takeBack() -> Bool { !isGivenBack.exchange(true, ordering: .relaxed) }
}
