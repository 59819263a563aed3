package import AsyncHTTPClient
package import Contract
package import Domain
import FoundationEssentials
import Synchronization

/// Signs people in at one OpenID provider: authorization code flow with PKCE (OpenID Connect Core 1.0, section 3.1).
package final class RelyingParty: IdentityProvider {
    /// What the provider says about itself is asked for again after this.
    private static let metadataLife = Duration.seconds(3600)

    private let client: ClientRegistration
    private let exchange: Exchange
    private let now: @Sendable () -> Timestamp
    private let metadata: Kept<ProviderMetadata>
    private let keys: KeySet
    private let turns = Mutex(Turns())

    package var name: String { client.name }

    /// - Parameters:
    ///   - client: How this installation is known there.
    ///   - httpClient: Follows no redirects; shut down by its owner.
    ///   - deadline: For each request to the provider; 10 seconds unless told.
    ///   - now: The clock.
    package init(
        _ client: ClientRegistration,
        httpClient: HTTPClient,
        deadline: Duration = .seconds(10),
        now: @escaping @Sendable () -> Timestamp
    ) {
        let exchange = Exchange(client: httpClient, deadline: deadline)
        let metadata = Kept(for: Self.metadataLife, now: now) { () async throws(IdentityFailure) in
            try await ProviderMetadata.fetch(client.issuer, by: exchange)
        }
        self.client = client
        self.exchange = exchange
        self.now = now
        self.metadata = metadata
        keys = KeySet(now: now) { () async throws(IdentityFailure) in
            let address = try await metadata.value().keysAddress
            return try await exchange.document(PublishedKeys.self, at: address, called: "key set")
        }
    }

    /// Whether the provider can be found and fits; for those who look after the installation.
    ///
    /// - Returns: How many keys it signs with.
    /// - Throws: ``IdentityFailure``
    package static func probe(_ issuer: String, httpClient: HTTPClient) async throws(IdentityFailure) -> Int {
        let exchange = Exchange(client: httpClient, deadline: .seconds(10))
        let metadata = try await ProviderMetadata.fetch(issuer, by: exchange)
        let keys = try await exchange.document(
            PublishedKeys.self,
            at: metadata.keysAddress,
            called: "key set"
        )
        guard !keys.keys.isEmpty else {
            throw IdentityFailure(.misconfigured, "The provider publishes no key that can be used.")
        }
        return keys.keys.count
    }

    package func begin() async throws(IdentityFailure) -> ExternalSignInStart {
        let metadata = try await metadata.value()
        let attempt = SignInAttempt.make(at: now())
        let parameters = [
            ("response_type", "code"), ("client_id", client.clientID), ("redirect_uri", client.redirectURL),
            ("scope", client.scopes), ("state", attempt.state), ("nonce", attempt.nonce),
            ("code_challenge", attempt.challenge), ("code_challenge_method", "S256"),
        ]
        let query = parameters.map { "\($0)=\(percentEncoded($1))" }.joined(separator: "&")
        let endpoint = metadata.authorizationEndpoint
        return ExternalSignInStart(
            address: endpoint + (endpoint.contains("?") ? "&" : "?") + query,
            attempt: attempt.text,
            life: SignInAttempt.life
        )
    }

    package func requireBegun(_ answer: ExternalSignInAnswer) throws(IdentityFailure) {
        _ = try attempt(of: answer)
    }

    private func attempt(of answer: ExternalSignInAnswer) throws(IdentityFailure) -> SignInAttempt {
        guard let attempt = answer.attempt.flatMap(SignInAttempt.init(text:)),
            answer.state == attempt.state
        else { throw IdentityFailure(.stale, "The sign-in was not begun in this browser.") }
        guard attempt.isOpen(at: now()) else {
            throw IdentityFailure(.stale, "The sign-in took too long.")
        }
        return attempt
    }

    package func identity(answering answer: ExternalSignInAnswer) async throws(IdentityFailure)
        -> VouchedIdentity
    {
        let attempt = try attempt(of: answer)
        let metadata = try await metadata.value()
        try checkIssuer(answer.issuer, metadata)
        if let error = answer.error { throw Self.failure(error) }
        guard let code = answer.code, code.utf8.count <= 4096 else {
            throw IdentityFailure(.unverified, "The provider sent no code.")
        }
        let rules = IDTokenRules(
            issuer: client.issuer,
            clientID: client.clientID,
            nonce: attempt.nonce,
            algorithms: metadata.algorithms,
            now: now()
        )
        let text = try await token(for: code, from: answer.address, attempt, metadata)
        return identity(try await rules.verified(text, by: keys), attempt)
    }

    /// A browser that was led astray brings the answer of another provider (RFC 9207, section 2.4).
    private func checkIssuer(_ issuer: String?, _ metadata: ProviderMetadata) throws(IdentityFailure) {
        if issuer == nil, metadata.namesIssuerInAnswers != true { return }
        guard issuer == client.issuer else {
            throw IdentityFailure(.unverified, "The answer does not come from the provider that was asked.")
        }
    }

    /// Words of RFC 6749, section 4.1.2.1, and OpenID Connect Core 1.0, section 3.1.2.6.
    private static func failure(_ error: String) -> IdentityFailure {
        let (reason, detail): (IdentityFailure.Reason, String) =
            switch error {
            case "access_denied", "login_required", "consent_required", "interaction_required",
                "account_selection_required":
                (.declined, "The provider did not sign the person in: \(error).")
            case "server_error", "temporarily_unavailable":
                (.unreachable, "The provider cannot sign anybody in now: \(error).")
            case "invalid_request", "unauthorized_client", "unsupported_response_type", "invalid_scope":
                (.misconfigured, "The provider refuses what it was asked: \(error).")
            default: (.misconfigured, "The provider refuses what it was asked.")
            }
        return IdentityFailure(reason, detail, isHearsay: true)
    }
}

// MARK: The code for a token

extension RelyingParty {
    private struct Tokens: Decodable {
        let idToken: String

        enum CodingKeys: String, CodingKey {
            case idToken = "id_token"
        }
    }

    private struct Refusal: Decodable {
        let error: String
    }

    /// - Throws: ``IdentityFailure``
    private func token(
        for code: String,
        from address: String?,
        _ attempt: SignInAttempt,
        _ metadata: ProviderMetadata
    ) async throws(IdentityFailure) -> String {
        guard turns.withLock({ $0.take(from: address) }) else {
            throw IdentityFailure(.unreachable, "Too many are signing in at this moment.")
        }
        defer { turns.withLock { $0.giveBack(from: address) } }
        var fields = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", client.redirectURL),
            ("code_verifier", attempt.verifier),
        ]
        if metadata.takesSecretInForm {
            fields += [("client_id", client.clientID), ("client_secret", client.clientSecret)]
        }
        let answer = try await exchange.post(
            fields,
            to: metadata.tokenEndpoint,
            authorization: metadata.takesSecretInForm ? nil : credentials
        )
        guard answer.status == 200 else { throw Self.refusal(answer) }
        do { return try JSON.decode(Tokens.self, from: answer.body).idToken } catch {
            throw IdentityFailure(.misconfigured, "The provider's token endpoint sends no ID token.")
        }
    }

    /// Both halves are encoded first (RFC 6749, section 2.3.1).
    private var credentials: String {
        let pair = "\(percentEncoded(client.clientID)):\(percentEncoded(client.clientSecret))"
        return "Basic " + Data(pair.utf8).base64EncodedString()
    }

    private static func refusal(_ answer: Exchange.Answer) -> IdentityFailure {
        let word = try? JSON.decode(Refusal.self, from: answer.body).error
        if word == "invalid_grant" {
            return IdentityFailure(.stale, "The provider does not take the code, or not any more.")
        }
        if word == "invalid_client" || answer.status == 401 {
            return IdentityFailure(.misconfigured, "The provider does not take the client's id and secret.")
        }
        return IdentityFailure(.misconfigured, "The provider's token endpoint answers \(answer.status).")
    }

    private func identity(_ token: IDToken, _ attempt: SignInAttempt) -> VouchedIdentity {
        VouchedIdentity(
            issuer: client.issuer,
            subject: token.claims["sub"]?.text ?? "",
            preferredName: token.claims["preferred_username"]?.text,
            displayName: token.claims["name"]?.text,
            email: token.claims["email"]?.text,
            isEmailVerified: token.claims["email_verified"]?.isTrue,
            roleValues: token.values(of: client.roleClaim),
            attempt: attempt.state,
            attemptEndsAt: attempt.endsAt
        )
    }
}
