import Contract
import Crypto

/// One entry as its chain vouches for it: the very columns of its row.
package struct AuditLink: Sendable {
    /// What the first entry of every chain follows.
    package static let origin = String(repeating: "0", count: 64)

    package let chain: String
    package let sequence: Int64
    package let at: Int64
    package let actor: String
    package let action: String
    package let subject: String
    package let outcome: String
    package let source: String
    package let requestID: String?
    /// JSON, as stored: hashing the text itself leaves no second way to write the same content.
    package let detail: String

    package init(
        chain: String,
        sequence: Int64,
        at: Int64,
        actor: String,
        action: String,
        subject: String,
        outcome: String,
        source: String,
        requestID: String?,
        detail: String
    ) {
        self.chain = chain
        self.sequence = sequence
        self.at = at
        self.actor = actor
        self.action = action
        self.subject = subject
        self.outcome = outcome
        self.source = source
        self.requestID = requestID
        self.detail = detail
    }

    /// SHA-256 in lower-case hex over the hash before and every field, in the order declared.
    ///
    /// Each field stands as its length in bytes in decimal, a colon and its UTF-8 bytes; a missing one as `-`.
    /// Numbers stand as decimal text. So no two different entries give the same bytes.
    package func hash(after previous: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        let fields = [
            previous, chain, String(sequence), String(at), actor, action, subject, outcome, source, requestID,
            detail,
        ]
        for field in fields {
            if let field {
                bytes += String(field.utf8.count).utf8
                bytes.append(UInt8(ascii: ":"))
                bytes += field.utf8
            } else {
                bytes.append(UInt8(ascii: "-"))
            }
        }
        return hexadecimal(SHA256.hash(data: bytes))
    }
}
