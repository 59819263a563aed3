import Contract
import Crypto
import FoundationEssentials

/// Signs as the Standard Webhooks ask: HMAC-SHA256 over id, time and body.
///
/// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
enum WebhookSignature {
    /// The headers that go with a body.
    ///
    /// - Parameters:
    ///   - id: The same for every try.
    ///   - moment: When it is sent: whoever receives it refuses what is old.
    ///   - body: Byte for byte as it is sent.
    ///   - secret: `whsec_` and the key in base64.
    /// - Returns: Names and values; nil when the secret is none.
    static func headers(
        id: String,
        at moment: Timestamp,
        body: [UInt8],
        secret: Secret
    ) -> [(String, String)]? {
        let prefix = "whsec_"
        guard secret.text.hasPrefix(prefix),
            let key = Data(base64Encoded: String(secret.text.dropFirst(prefix.count)))
        else { return nil }
        let seconds = String(moment.microseconds / 1_000_000)
        var code = HMAC<SHA256>(key: SymmetricKey(data: key))
        code.update(data: Array("\(id).\(seconds).".utf8))
        code.update(data: body)
        let signature = Data(code.finalize()).base64EncodedString()
        return [
            ("webhook-id", id), ("webhook-timestamp", seconds), ("webhook-signature", "v1,\(signature)"),
        ]
    }
}
