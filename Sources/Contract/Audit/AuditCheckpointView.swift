/// A signed statement of where every chain of the audit log ended at a moment.
///
/// What is signed is `statement`, byte for byte; everything else but the key and the signature can be read from it.
/// `docs/audit.md` describes it and how to check it with other programs.
package struct AuditCheckpointView: Codable, Equatable, Sendable {
    /// Counted from 1, without gaps.
    package let number: Int64
    package let at: Timestamp
    /// In all chains together.
    package let entries: Int64
    package let statement: String
    /// Hex SHA-256 of the statement; the next checkpoint names it.
    package let hash: String
    /// Hex SHA-256 of the public key.
    package let keyID: String
    /// The 32 bytes of an Ed25519 key, in base64.
    package let publicKey: String
    /// In base64.
    package let signature: String

    package init(
        number: Int64,
        at: Timestamp,
        entries: Int64,
        statement: String,
        hash: String,
        keyID: String,
        publicKey: String,
        signature: String
    ) {
        self.number = number
        self.at = at
        self.entries = entries
        self.statement = statement
        self.hash = hash
        self.keyID = keyID
        self.publicKey = publicKey
        self.signature = signature
    }

    enum CodingKeys: String, CodingKey {
        case number
        case at
        case entries
        case statement
        case hash
        case keyID = "key_id"
        case publicKey = "public_key"
        case signature
    }
}
