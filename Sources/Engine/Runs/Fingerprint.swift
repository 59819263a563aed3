import Contract
import Crypto

/// A short name for a text: equal exactly when the texts are.
enum Fingerprint {
    static func of(_ text: String) -> String { of(Array(text.utf8)) }

    static func of(_ bytes: [UInt8]) -> String { hexadecimal(SHA256.hash(data: bytes)) }
}
