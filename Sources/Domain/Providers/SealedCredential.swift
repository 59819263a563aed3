package import Contract

/// A credential as the database has it: of no use without a key that is kept elsewhere.
package struct SealedCredential: Equatable, Sendable {
    /// Nonce, ciphertext and tag of AES-256-GCM (NIST SP 800-38D), in this order.
    package let bytes: [UInt8]
    /// Names the key it is sealed with.
    package let keyID: String
    /// Tells one secret from another; follows from the secret and the key.
    package let fingerprint: String
    package let setAt: Timestamp
    package let setBy: String
    /// When the secret ceases to hold, as somebody said; not sealed with it.
    package var expiresAt: Timestamp?

    package init(
        bytes: [UInt8],
        keyID: String,
        fingerprint: String,
        setAt: Timestamp,
        setBy: String,
        expiresAt: Timestamp? = nil
    ) {
        self.bytes = bytes
        self.keyID = keyID
        self.fingerprint = fingerprint
        self.setAt = setAt
        self.setBy = setBy
        self.expiresAt = expiresAt
    }
}
