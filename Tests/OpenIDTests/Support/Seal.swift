import Contract
import CryptoExtras
import Domain
import Foundation
import JWTKit
import Synchronization

@testable import OpenID

/// A clock that stands still until a test moves it.
final class StillClock: Sendable {
    private let time = Mutex(Timestamp(microseconds: 1_800_000_000_000_000))

    var now: Timestamp { time.withLock(\.self) }
    var seconds: Double { Double(now.microseconds) / 1_000_000 }

    func advance(by duration: Duration) {
        time.withLock { $0 = $0 + duration }
    }
}

/// A provider's key: what it signs with, and what it publishes.
struct Seal: Sendable {
    let id: String?
    let algorithm: String
    let published: [String: ClaimValue]
    private let sign: @Sendable (IDToken, JWTHeader) async throws -> String

    static func es256(_ id: String?) throws -> Seal {
        let key = ES256PrivateKey()
        let (x, y) = key.parameters ?? ("", "")
        let parts = ["kty": "EC", "crv": "P-256", "x": urlSafe(x), "y": urlSafe(y)]
        return Seal(id: id, algorithm: "ES256", parts) { token, header in
            try await JWTKeyCollection().add(ecdsa: key).sign(token, header: header)
        }
    }

    /// Made once: it takes a while, and keeps a core from everybody else.
    private static let rsaKey = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048) }

    static func rs256(_ id: String?) throws -> Seal {
        let made = try rsaKey.get()
        let key = try Insecure.RSA.PrivateKey(pem: made.pemRepresentation)
        let parameters = try made.publicKey.getKeyPrimitives()
        let parts = [
            "kty": "RSA", "n": base64URL(parameters.modulus), "e": base64URL(parameters.publicExponent),
        ]
        return Seal(id: id, algorithm: "RS256", parts) { token, header in
            try await JWTKeyCollection().add(rsa: key, digestAlgorithm: .sha256).sign(token, header: header)
        }
    }

    /// Signs with what everybody can read, as a forger would.
    func forgedWithPublicKey() -> Seal {
        let secret = published["n"]?.text ?? published["x"]?.text ?? ""
        return Seal(id: id, algorithm: "HS256", [:]) { token, header in
            let key = HMACKey(from: Data(secret.utf8))
            return try await JWTKeyCollection().add(hmac: key, digestAlgorithm: .sha256).sign(
                token,
                header: header
            )
        }
    }

    static func none(_ id: String?) -> Seal {
        Seal(id: id, algorithm: "none", [:]) { token, header in
            try await JWTKeyCollection().addUnsecuredNone().sign(token, header: header)
        }
    }

    private init(
        id: String?,
        algorithm: String,
        _ parts: [String: String],
        sign: @escaping @Sendable (IDToken, JWTHeader) async throws -> String
    ) {
        self.id = id
        self.algorithm = algorithm
        self.sign = sign
        var published = parts.mapValues(ClaimValue.text)
        published["kid"] = id.map(ClaimValue.text)
        published["alg"] = .text(algorithm)
        published["use"] = .text("sig")
        self.published = published
    }

    /// - Parameters:
    ///   - claims: What is said.
    ///   - more: Fields of the header; they come before the usual ones.
    /// - Returns: The token.
    /// - Throws: What jwt-kit throws.
    func token(_ claims: [String: ClaimValue], header more: [String: JWTHeaderField] = [:]) async throws
        -> String
    {
        var header = JWTHeader(fields: more)
        if more["kid"] == nil { header.kid = id }
        return try await sign(IDToken(claims: claims), header)
    }

    private static func urlSafe(_ text: String) -> String {
        Data(base64Encoded: text).map { base64URL($0) } ?? text
    }
}

/// What a provider publishes, and how often it was asked.
final class KeyStand: Sendable {
    private let state = Mutex<(seals: [Seal], asked: Int)>(([], 0))

    var asked: Int { state.withLock { $0.asked } }

    func publish(_ seals: Seal...) {
        state.withLock { $0.seals = seals }
    }

    func document() throws -> [UInt8] {
        let seals = state.withLock { state in
            state.asked += 1
            return state.seals
        }
        return try JSON.encode(["keys": seals.map(\.published)])
    }

    func keySet(_ clock: StillClock) -> KeySet {
        let fetch = { @Sendable () async throws(IdentityFailure) -> PublishedKeys in
            do { return try JSON.decode(PublishedKeys.self, from: try self.document()) } catch {
                throw IdentityFailure(.misconfigured, "\(error)")
            }
        }
        return KeySet(now: { clock.now }, fetch: fetch)
    }
}
