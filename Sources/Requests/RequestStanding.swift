package import Contract
package import HTTPTypes

/// How a caller stands with its quota of requests, and how that is told.
///
/// The fields are those of draft-ietf-httpapi-ratelimit-headers-10; `t` is the time until the quota is whole again.
package struct RequestStanding: Equatable, Sendable {
    /// What the request counted by.
    package enum Policy: String, Sendable {
        case caller
        case address
    }

    package let policy: Policy
    /// Requests per minute.
    package let quota: Int
    package let remaining: Int
    private let level: RequestBuckets.Level

    /// Nil where any number may come.
    init?(_ policy: Policy, _ quota: Int?, _ level: RequestBuckets.Level?) {
        guard let quota, let level else { return nil }
        self.policy = policy
        self.quota = quota
        self.level = level
        remaining = level.remaining
    }

    /// Why the request is not answered; nil where it is.
    package var refusal: Problem? {
        guard level.isRefused else { return nil }
        let detail: Phrase
        switch policy {
        case .caller:
            detail = "This token or session sent more than \(quota, as: "limit") requests in a minute."
            return Problem(.rateLimited, as: "requests", detail, retryAfterSeconds: level.secondsUntilOne)
        case .address:
            detail =
                "More than \(quota, as: "limit") requests in a minute came from here without a valid sign-in."
            return Problem(.rateLimited, as: "address", detail, retryAfterSeconds: level.secondsUntilOne)
        }
    }

    /// Adds `RateLimit-Policy` and `RateLimit`.
    package func add(to headers: inout HTTPFields) {
        headers[Self.policyField] = "\"\(policy.rawValue)\";q=\(quota);w=60"
        headers[Self.limitField] = "\"\(policy.rawValue)\";r=\(remaining);t=\(level.secondsUntilFull)"
    }

    private static let policyField = named("RateLimit-Policy")
    private static let limitField = named("RateLimit")

    private static func named(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no header name") }
        return name
    }
}
