import Contract
import Crypto

/// One sign-in under way, as the browser keeps it: when it began, and 256 random bits.
///
/// Everything that the provider gets to see follows from these and does not lead back to them, so nothing is kept here,
/// and only the browser that began a sign-in can end it (OpenID Connect Core 1.0, section 15.5.2).
struct SignInAttempt: Equatable, Sendable {
    static let life = Duration.seconds(600)
    /// How far clocks of nodes may be apart.
    private static let skew = Duration.seconds(60)

    let begunAt: Timestamp
    private let secret: String

    private init(begunAt: Timestamp, secret: String) {
        self.begunAt = begunAt
        self.secret = secret
    }

    static func make(at now: Timestamp) -> SignInAttempt {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
        return SignInAttempt(begunAt: now, secret: hexadecimal(bytes))
    }

    /// As the browser brought it; nil when it can be none of ours.
    init?(text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let microseconds = Int64(parts[0]), microseconds >= 0,
            String(microseconds) == parts[0], parts[1].utf8.count == 64
        else { return nil }
        self.init(begunAt: Timestamp(microseconds: microseconds), secret: String(parts[1]))
    }

    var text: String { "\(begunAt.microseconds).\(secret)" }

    var endsAt: Timestamp { begunAt + Self.life }

    func isOpen(at now: Timestamp) -> Bool { now < endsAt && begunAt <= now + Self.skew }

    /// Ties the provider's answer to this browser (RFC 6749, section 10.12).
    var state: String { derived("state") }

    /// Ties the token to this browser.
    var nonce: String { derived("nonce") }

    /// Ties the code to this browser (RFC 7636, section 4.1).
    var verifier: String { derived("verifier") }

    var challenge: String { base64URL(SHA256.hash(data: Array(verifier.utf8))) }

    /// When it began is part of it: a browser that says otherwise has begun another sign-in.
    private func derived(_ purpose: String) -> String {
        let key = SymmetricKey(data: Array(secret.utf8))
        let message = Array("skillyard \(purpose) \(begunAt.microseconds)".utf8)
        return base64URL(HMAC<SHA256>.authenticationCode(for: message, using: key))
    }
}
