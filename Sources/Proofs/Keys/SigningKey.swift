import Crypto

/// An Ed25519 key that signs (RFC 8032); it is never stored in a database, logged or shown.
package struct SigningKey: Sendable {
    /// What stands before the seed in the DER of a PrivateKeyInfo (RFC 8410, section 7).
    private static let prefix: [UInt8] = [
        0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
    ]

    private let key: Curve25519.Signing.PrivateKey
    package let publicKey: PublicKey

    private init(_ key: Curve25519.Signing.PrivateKey) throws(KeyFault) {
        guard let publicKey = PublicKey(bytes: Array(key.publicKey.rawRepresentation)) else {
            throw .unusable
        }
        self.key = key
        self.publicKey = publicKey
    }

    /// A new one, from the system's random numbers.
    ///
    /// - Throws: ``KeyFault/unusable``
    package static func make() throws(KeyFault) -> SigningKey {
        try SigningKey(Curve25519.Signing.PrivateKey())
    }

    /// From a `PRIVATE KEY` in PEM, as `openssl genpkey -algorithm ed25519` writes it.
    ///
    /// - Throws: ``KeyFault``
    package init(pem: String) throws(KeyFault) {
        guard let der = PEM.content(of: pem, label: "PRIVATE KEY"), der.starts(with: Self.prefix),
            let key = try? Curve25519.Signing.PrivateKey(
                rawRepresentation: Array(der.dropFirst(Self.prefix.count))
            )
        else { throw .unreadable }
        try self.init(key)
    }

    /// The secret: for a file that only its owner can read.
    package var pem: String { PEM.text(Self.prefix + Array(key.rawRepresentation), label: "PRIVATE KEY") }

    /// The signature over a text's UTF-8 bytes, in base64.
    ///
    /// - Throws: ``KeyFault/unusable``
    package func signature(over text: String) throws(KeyFault) -> String {
        do { return Base64.text(Array(try key.signature(for: Array(text.utf8)))) } catch { throw .unusable }
    }
}
