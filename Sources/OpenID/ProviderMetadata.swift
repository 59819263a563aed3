import Contract
import Domain

/// What an OpenID provider says about itself (OpenID Connect Discovery 1.0, section 3).
package struct ProviderMetadata: Decodable, Equatable, Sendable {
    let issuer: String
    let authorizationEndpoint: String
    let tokenEndpoint: String
    let keysAddress: String
    let tokenAuthentication: [String]?
    let signingAlgorithms: [String]?
    let namesIssuerInAnswers: Bool?

    enum CodingKeys: String, CodingKey {
        case issuer
        case authorizationEndpoint = "authorization_endpoint"
        case tokenEndpoint = "token_endpoint"
        case keysAddress = "jwks_uri"
        case tokenAuthentication = "token_endpoint_auth_methods_supported"
        case signingAlgorithms = "id_token_signing_alg_values_supported"
        case namesIssuerInAnswers = "authorization_response_iss_parameter_supported"
    }

    /// What tokens may be signed with: both sides have to want it, and none of it can be made with what is public.
    var algorithms: Set<String> {
        signingAlgorithms.map { Self.safeAlgorithms.intersection($0) } ?? Self.safeAlgorithms
    }

    /// Never `none`, and no HS…: these would take our own secret, or the provider's public key, for its signature.
    static let safeAlgorithms: Set = [
        "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
    ]

    /// Whether the secret goes into the form instead of the header, where that is the provider's only way.
    var takesSecretInForm: Bool {
        guard let methods = tokenAuthentication else { return false }
        return !methods.contains("client_secret_basic") && methods.contains("client_secret_post")
    }

    /// - Throws: ``IdentityFailure`` with `misconfigured` when it is not who was asked, or cannot be used safely.
    func check(issuer expected: String) throws(IdentityFailure) {
        guard issuer == expected else {
            let detail = "The discovery document names another issuer than SKILLYARD_OIDC_ISSUER."
            throw IdentityFailure(.misconfigured, detail)
        }
        let mayBePlain = Endpoint.isPlain(expected)
        for address in [authorizationEndpoint, tokenEndpoint, keysAddress]
        where !Endpoint.isUsable(address, mayBePlain: mayBePlain) {
            throw IdentityFailure(.misconfigured, "The discovery document names an address without HTTPS.")
        }
        if algorithms.isEmpty {
            throw IdentityFailure(.misconfigured, "The provider signs in no way that is safe.")
        }
        if let methods = tokenAuthentication,
            !methods.contains("client_secret_basic"), !takesSecretInForm
        {
            throw IdentityFailure(.misconfigured, "The provider takes no client secret.")
        }
    }

    /// Asks for it.
    static func fetch(_ issuer: String, by exchange: Exchange) async throws(IdentityFailure)
        -> ProviderMetadata
    {
        let base = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer
        let found = try await exchange.document(
            ProviderMetadata.self,
            at: base + "/.well-known/openid-configuration",
            called: "discovery document"
        )
        try found.check(issuer: issuer)
        return found
    }
}
