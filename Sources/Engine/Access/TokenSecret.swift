import Contract
import Crypto

/// The secret half of an API token: 256 random bits, of which only a hash is stored.
struct TokenSecret: Equatable, Sendable {
    let text: String

    init(text: String) {
        self.text = text
    }

    static func make() -> TokenSecret {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
        return TokenSecret(text: "sky_" + hexadecimal(bytes))
    }

    /// A fast hash is enough: nobody can guess 256 random bits, however fast guesses are checked.
    var hash: String { hexadecimal(SHA256.hash(data: Array(text.utf8))) }

    /// Enough to tell tokens apart, not to use them.
    var prefix: String { String(text.prefix(8)) }
}
