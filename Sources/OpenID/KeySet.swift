import Contract
import Domain
import FoundationEssentials
import JWTKit

/// The keys that a provider signs with, fetched anew when it has others.
struct KeySet: Sendable {
    static let life = Duration.seconds(3600)
    /// Keys that nobody knows make us ask again, and not more often than this.
    static let pause = Duration.seconds(10)

    private let kept: Kept<PublishedKeys>

    init(
        now: @escaping @Sendable () -> Timestamp,
        fetch: @escaping @Sendable () async throws(IdentityFailure) -> PublishedKeys
    ) {
        kept = Kept(for: Self.life, now: now, fetch: fetch)
    }

    /// - Parameters:
    ///   - id: What the token calls the key; nil when it says nothing.
    ///   - algorithm: What the token is signed with.
    /// - Returns: The one key that it can be.
    /// - Throws: ``IdentityFailure`` with `unverified` when there is none.
    func key(_ id: String?, for algorithm: String) async throws(IdentityFailure) -> JWK {
        if let key = try await kept.value().key(id, for: algorithm) { return key }
        if let key = try await kept.renewed(atMostEvery: Self.pause)?.key(id, for: algorithm) { return key }
        throw IdentityFailure(
            .unverified,
            "The token is signed with a key that the provider does not publish."
        )
    }
}

/// A JSON Web Key Set (RFC 7517, section 5), less what cannot sign.
struct PublishedKeys: Decodable, Sendable {
    private struct Entry: Decodable {
        /// Nil for what this program cannot read.
        let key: JWK?
        let use: String?

        enum CodingKeys: String, CodingKey {
            case use
        }

        init(from decoder: any Decoder) throws {
            key = try? JWK(from: decoder)
            use = try? decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .use)
        }
    }

    let keys: [JWK]

    enum CodingKeys: String, CodingKey {
        case keys
    }

    init(from decoder: any Decoder) throws {
        let entries = try decoder.container(keyedBy: CodingKeys.self).decode([Entry].self, forKey: .keys)
        keys = entries.compactMap { $0.use == nil || $0.use == "sig" ? $0.key : nil }
    }

    func key(_ id: String?, for algorithm: String) -> JWK? {
        let fitting = keys.filter { $0.fits(algorithm) }
        guard let id else { return fitting.count == 1 ? fitting[0] : nil }
        return fitting.first { $0.keyIdentifier?.string == id }
    }
}

extension JWK {
    /// Whether the key can make such signatures, and cannot be broken (RFC 7518, section 3.3).
    fileprivate func fits(_ name: String) -> Bool {
        if let algorithm, algorithm.rawValue != name { return false }
        switch name.prefix(2) {
        case "RS", "PS": return keyType.rawValue == "RSA" && (modulus?.utf8.count ?? 0) * 6 >= 2048
        case "ES": return keyType.rawValue == "EC" && curve?.rawValue == Self.curves[name]
        default: return keyType.rawValue == "OKP"
        }
    }

    private static let curves = ["ES256": "P-256", "ES384": "P-384", "ES512": "P-521"]
}
