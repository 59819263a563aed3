import Contract
import Crypto

/// One entry as its chain vouches for it: the very columns of its row.
struct AuditLink {
    /// What the first entry of every chain follows.
    static let origin = String(repeating: "0", count: 64)

    let chain: String
    let sequence: Int64
    let at: Int64
    let actor: String
    let action: String
    let subject: String
    let outcome: String
    let source: String
    let requestID: String?
    /// JSON, as stored: hashing the text itself leaves no second way to write the same content.
    let detail: String

    /// SHA-256 in lower-case hex over the hash before and every field, in the order declared.
    ///
    /// Each field stands as its length in bytes in decimal, a colon and its UTF-8 bytes; a missing one as `-`.
    /// Numbers stand as decimal text. So no two different entries give the same bytes.
    func hash(after previous: String) -> String {
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

extension AuditLink {
    static let columns: Query =
        "chain, sequence, at, actor, action, subject, outcome, source, request_id, detail, hash"

    init(row: Row) throws(StoreError) {
        self.init(
            chain: try row.text("chain"),
            sequence: try row.integer("sequence"),
            at: try row.integer("at"),
            actor: try row.text("actor"),
            action: try row.text("action"),
            subject: try row.text("subject"),
            outcome: try row.text("outcome"),
            source: try row.text("source"),
            requestID: row.optionalText("request_id"),
            detail: try row.text("detail")
        )
    }
}
