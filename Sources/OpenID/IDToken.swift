import Contract
import Domain
import JWTKit

/// What a provider says about whoever signed in (OpenID Connect Core 1.0, section 2).
struct IDToken: JWTPayload, Equatable {
    let claims: [String: ClaimValue]

    init(claims: [String: ClaimValue]) {
        self.claims = claims
    }

    init(from decoder: any Decoder) throws {
        claims = try decoder.singleValueContainer().decode([String: ClaimValue].self)
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        try value.encode(claims)
    }

    /// Claims are judged by ``IDTokenRules``, once the signature holds.
    func verify(using algorithm: some JWTAlgorithm) {}

    /// What a claim says, nil where it says nothing that can be read; where none has that very name, dots lead into
    /// objects.
    func values(of name: String) -> [String]? {
        if let value = claims[name] { return value.readableTexts }
        var found = ClaimValue.object(claims)
        for part in name.split(separator: ".") {
            guard case .object(let object) = found, let next = object[String(part)] else { return nil }
            found = next
        }
        return found.readableTexts
    }
}

/// What a token has to say to count (OpenID Connect Core 1.0, section 3.1.3.7).
struct IDTokenRules: Sendable {
    /// How far the provider's clock may be from ours.
    static let skew = 60.0
    /// A token that comes straight from the provider is no older.
    static let oldest = 600.0
    /// Characters of a token; nothing is read of a longer one.
    static let maximumLength = 64 << 10

    let issuer: String
    let clientID: String
    let nonce: String
    let algorithms: Set<String>
    let now: Timestamp

    /// - Parameters:
    ///   - text: The token as it came.
    ///   - keys: What it may be signed with.
    /// - Returns: The token, with every claim that matters as it should be.
    /// - Throws: ``IdentityFailure`` with `unverified`.
    func verified(_ text: String, by keys: KeySet) async throws(IdentityFailure) -> IDToken {
        guard text.utf8.count <= Self.maximumLength else { throw Self.refusal("The token is too long.") }
        let header: JWTHeader
        do { header = try DefaultJWTParser().parse(Array(text.utf8), as: IDToken.self).header } catch {
            throw Self.refusal("The token cannot be read.")
        }
        let algorithm = try algorithm(of: header)
        var key = try await keys.key(header.kid, for: algorithm)
        // The collection wants a name for every key, and gets this one only.
        key.keyIdentifier = key.keyIdentifier ?? JWKIdentifier(string: "only")
        let token: IDToken
        do {
            token = try await JWTKeyCollection().add(jwk: key).verify(text, as: IDToken.self)
        } catch {
            throw Self.refusal("The token's signature does not hold.")
        }
        try check(token)
        return token
    }

    private func algorithm(of header: JWTHeader) throws(IdentityFailure) -> String {
        guard let algorithm = header.alg, algorithms.contains(algorithm) else {
            throw Self.refusal("The token is signed in a way that does not count.")
        }
        // Whoever does not know what is critical has to refuse it (RFC 7515, section 4.1.11).
        guard header.fields["crit"] == nil else { throw Self.refusal("The token asks for extensions.") }
        // An access or logout token is signed with the same keys (RFC 8725, section 3.11).
        guard header.typ.map({ $0.lowercased() == "jwt" }) ?? true else {
            throw Self.refusal("The token is of another type.")
        }
        return algorithm
    }

    func check(_ token: IDToken) throws(IdentityFailure) {
        let claims = token.claims
        guard claims["iss"]?.text == issuer else { throw Self.refusal("The token is of another issuer.") }
        let audience = claims["aud"]?.texts ?? []
        guard audience.contains(clientID) else { throw Self.refusal("The token is for somebody else.") }
        let authorized = claims["azp"]
        guard authorized == nil ? audience.count == 1 : authorized?.text == clientID else {
            throw Self.refusal("The token was made for another party.")
        }
        guard claims["nonce"]?.text == nonce else {
            throw Self.refusal("The token belongs to another sign-in.")
        }
        guard let subject = claims["sub"]?.text, (1...255).contains(subject.utf8.count),
            subject.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F })
        else { throw Self.refusal("The token names nobody.") }
        try checkTimes(claims)
    }

    private func checkTimes(_ claims: [String: ClaimValue]) throws(IdentityFailure) {
        let now = Double(now.microseconds) / 1_000_000
        guard let expires = claims["exp"]?.number, expires + Self.skew > now else {
            throw Self.refusal("The token has expired.")
        }
        guard let issued = claims["iat"]?.number, issued - Self.skew <= now, issued + Self.oldest >= now
        else {
            throw Self.refusal("The token was not made just now.")
        }
        guard let begins = claims["nbf"] else { return }
        guard let begins = begins.number, begins - Self.skew <= now else {
            throw Self.refusal("The token is not valid yet.")
        }
    }

    private static func refusal(_ detail: String) -> IdentityFailure { IdentityFailure(.unverified, detail) }
}
