import Contract
import Crypto
import FoundationEssentials
import HTTPTypes
import Synchronization

/// Tells whether a request is from whoever knows the signing secret, was made just now, and came for the first time.
final class SlackSignature: Sendable {
    /// How far the sender's clock may be from ours, either way.
    static let window = Duration.seconds(300)
    private static let maximumSeen = 10_000

    private let key: SymmetricKey
    /// When each signature that came is too old to be taken anyway.
    private let seen = Mutex<[String: Timestamp]>([:])

    init(secret: Secret) {
        key = SymmetricKey(data: Array(secret.text.utf8))
    }

    /// - Throws: ``Problem`` with `authentication_required`, whatever is wrong.
    func check(_ headers: HTTPFields, _ body: [UInt8], at now: Timestamp) throws(Problem) {
        guard let time = headers[.slackTimestamp], let seconds = Int64(time), String(seconds) == time,
            let signature = headers[.slackSignature], signature.hasPrefix("v0="),
            let code = Self.bytes(signature.dropFirst(3)), isFresh(seconds, at: now),
            HMAC<SHA256>.isValidAuthenticationCode(
                code,
                authenticating: Array("v0:\(time):".utf8) + body,
                using: key
            )
        else { throw Problem(.authenticationRequired, "The request is not signed as it has to be.") }
        guard isFirst(signature, until: Timestamp(microseconds: seconds * 1_000_000) + Self.window, at: now)
        else {
            throw Problem(.authenticationRequired, "This request came before.")
        }
    }

    /// Nil unless it is 32 bytes in hexadecimal.
    private static func bytes(_ text: Substring) -> [UInt8]? {
        let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard text.utf8.count == 64, digits.count == 64 else { return nil }
        return stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    private func isFresh(_ seconds: Int64, at now: Timestamp) -> Bool {
        // Any other number would not fit, and be far from now.
        guard (0...Int64(1) << 40).contains(seconds) else { return false }
        let made = Timestamp(microseconds: seconds * 1_000_000)
        return made >= now - Self.window && made <= now + Self.window
    }

    private func isFirst(_ signature: String, until end: Timestamp, at now: Timestamp) -> Bool {
        seen.withLock { seen in
            if seen.count >= Self.maximumSeen { seen = seen.filter { $0.value >= now } }
            guard seen.count < Self.maximumSeen else { return false }
            return seen.updateValue(end, forKey: signature.lowercased()) == nil
        }
    }
}

extension HTTPField.Name {
    static let slackSignature = slack("X-Slack-Signature")
    static let slackTimestamp = slack("X-Slack-Request-Timestamp")

    private static func slack(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no header name") }
        return name
    }
}
