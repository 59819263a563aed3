import Contract
import Crypto

/// The secret half of an API token, a session or a set-up link: 256 random bits, of which only a hash is stored.
struct TokenSecret: Equatable, Sendable {
    enum Kind: String, Sendable {
        case token = "sky_"
        case session = "sks_"
        case setup = "skc_"
    }

    let text: String

    init(text: String) {
        self.text = text
    }

    static func make(_ kind: Kind = .token) -> TokenSecret {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
        return TokenSecret(text: kind.rawValue + hexadecimal(bytes))
    }

    /// Whether it may be one of these; a chosen token may begin in any way.
    func mayBe(_ kind: Kind) -> Bool { text.hasPrefix(kind.rawValue) }

    /// A fast hash is enough: nobody can guess 256 random bits, however fast guesses are checked.
    var hash: String { hexadecimal(SHA256.hash(data: Array(text.utf8))) }

    /// Enough to tell tokens apart, not to use them.
    var prefix: String { String(text.prefix(8)) }
}
