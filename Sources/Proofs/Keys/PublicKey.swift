import Contract
import Crypto
import FoundationEssentials

/// The half of an Ed25519 key (RFC 8032) that anybody may have and that signatures are checked with.
package struct PublicKey: Hashable, Sendable {
    static let byteCount = 32
    /// What stands before the key's bytes in the DER of a SubjectPublicKeyInfo (RFC 8410, section 4).
    private static let prefix: [UInt8] = [
        0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00,
    ]

    let bytes: [UInt8]

    init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// From the bytes in base64, in the one way they are written.
    package init?(base64 text: String) {
        guard let bytes = Base64.bytes(text) else { return nil }
        self.init(bytes: bytes)
    }

    /// From a `PUBLIC KEY` in PEM, as `openssl pkey -pubout` writes it.
    ///
    /// - Throws: ``KeyFault/unreadable``
    package init(pem: String) throws(KeyFault) {
        guard let der = PEM.content(of: pem, label: "PUBLIC KEY"), der.starts(with: Self.prefix),
            let key = Self(bytes: Array(der.dropFirst(Self.prefix.count)))
        else { throw .unreadable }
        self = key
    }

    package var pem: String { PEM.text(Self.prefix + bytes, label: "PUBLIC KEY") }

    package var base64: String { Base64.text(bytes) }

    /// SHA-256 of the 32 bytes in lower-case hex: what the key is called.
    package var id: String { hexadecimal(SHA256.hash(data: bytes)) }

    /// Whether a text can be the ``id`` of a key.
    package static func isID(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
            }
    }

    /// Whether a signature, in base64, was made over exactly this text with the other half of this key.
    package func hasSigned(_ text: String, as signature: String) -> Bool {
        guard let signature = Base64.bytes(signature),
            // 32 bytes that are no point of the curve are no key, so nothing was signed with it.
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
        else { return false }
        return key.isValidSignature(signature, for: Array(text.utf8))
    }
}

/// Base64 (RFC 4648) with padding, in its one canonical form.
enum Base64 {
    static func text(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    /// Nil for anything but what ``text(_:)`` writes: otherwise a bit could be changed and nobody would notice.
    static func bytes(_ text: String) -> [UInt8]? {
        guard let data = Data(base64Encoded: text), data.base64EncodedString() == text else { return nil }
        return [UInt8](data)
    }
}

/// The textual form of keys (RFC 7468).
enum PEM {
    static func text(_ der: [UInt8], label: String) -> String {
        "-----BEGIN \(label)-----\n\(Base64.text(der))\n-----END \(label)-----\n"
    }

    static func content(of text: String, label: String) -> [UInt8]? {
        let lines = text.split(whereSeparator: \.isNewline)
        guard let first = lines.firstIndex(of: "-----BEGIN \(label)-----"),
            let last = lines.firstIndex(of: "-----END \(label)-----"), first < last
        else { return nil }
        return Base64.bytes(lines[(first + 1)..<last].joined())
    }
}
