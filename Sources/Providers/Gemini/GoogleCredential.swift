import AsyncHTTPClient
import Contract
import Domain
import FoundationEssentials
import JWTKit
import NIOCore
import NIOHTTP1

/// What requests to Google are authorised with: a token as it is, or one got for a service account's key.
actor GoogleCredential {
    /// The token is renewed this long before it expires, so that it lasts for the request.
    static let margin = Duration.seconds(120)
    /// No token is kept longer, whatever its lifetime is said to be.
    static let longestLifetime = 86_400
    static let scope = "https://www.googleapis.com/auth/cloud-platform"

    private let source: Source
    private let exchange: Sender?
    private let now: @Sendable () -> Timestamp
    private var cached: (token: String, until: Timestamp)?

    private enum Source {
        case none
        case fixed(String)
        case account(ServiceAccountKey)
    }

    /// - Parameters:
    ///   - secret: A token, or the JSON of a service account's key; nil for none.
    ///   - tokenURL: Overrides the key's own `token_uri`.
    ///   - sender: Makes a sender for the token service.
    ///   - now: Decides when a token has expired.
    /// - Throws: ``ProviderFailure`` with `auth_failed` when the key cannot be read.
    init(
        secret: String?,
        tokenURL: String?,
        sender: (ServiceURL, [String]) -> Sender,
        now: @escaping @Sendable () -> Timestamp
    ) throws(ProviderFailure) {
        self.now = now
        guard let secret else {
            (source, exchange) = (.none, nil)
            return
        }
        guard secret.hasPrefix("{") else {
            (source, exchange) = (.fixed(secret), nil)
            return
        }
        let key: ServiceAccountKey
        do {
            key = try JSON.decode(ServiceAccountKey.self, from: Array(secret.utf8))
        } catch {
            throw ProviderFailure(.authFailed, "The service account's key cannot be read.")
        }
        guard let url = ServiceURL(tokenURL ?? key.tokenURL) else {
            throw ProviderFailure(.authFailed, "The service account's key names no usable token address.")
        }
        (source, exchange) = (.account(key), sender(url, [key.privateKey]))
    }

    func token(by deadline: NIODeadline) async throws(ProviderFailure) -> String? {
        switch source {
        case .none: return nil
        case .fixed(let token): return token
        case .account(let key):
            if let cached, now() < cached.until { return cached.token }
            return try await fetch(key, by: deadline)
        }
    }

    /// A token to use instead of a rejected one; nil where there is no other.
    func renew(_ rejected: String, by deadline: NIODeadline) async throws(ProviderFailure) -> String? {
        guard case .account(let key) = source else { return nil }
        // Another request may have renewed it meanwhile.
        if let cached, cached.token != rejected { return cached.token }
        cached = nil
        return try await fetch(key, by: deadline)
    }

    /// Exchanges a signed assertion for a token (RFC 7523, section 2.1).
    private func fetch(_ key: ServiceAccountKey, by deadline: NIODeadline) async throws(ProviderFailure)
        -> String
    {
        guard let exchange else { throw ProviderFailure(.internal, "There is no token service to ask.") }
        let begun = now()
        let assertion = try await key.assertion(audience: exchange.service.text, at: begun)
        let grant = percentEncoded("urn:ietf:params:oauth:grant-type:jwt-bearer")
        let request = Outgoing(
            .read,
            .POST,
            "",
            headers: [("content-type", "application/x-www-form-urlencoded")],
            body: .bytes(Array("grant_type=\(grant)&assertion=\(assertion)".utf8))
        )
        let answer: TokenAnswer
        do {
            answer = try await exchange.send(request, by: deadline).decode(
                TokenAnswer.self,
                from: .google,
                after: .read
            )
        } catch {
            guard let status = error.providerStatus, (400..<500).contains(status), status != 408,
                status != 429
            else { throw error }
            throw ProviderFailure(
                .authFailed,
                "Google refused the service account's key.",
                providerStatus: status,
                requestID: error.requestID
            )
        }
        let lifetime = min(max(0, answer.lifetime), Self.longestLifetime)
        cached = (answer.token, begun + .seconds(lifetime) - Self.margin)
        return answer.token
    }
}

private struct TokenAnswer: Decodable {
    let token: String
    /// Seconds.
    let lifetime: Int

    enum CodingKeys: String, CodingKey {
        case token = "access_token"
        case lifetime = "expires_in"
    }
}

/// The JSON file Google hands out for a service account.
struct ServiceAccountKey: Decodable, Sendable {
    let email: String
    let keyID: String?
    let privateKey: String
    let tokenURL: String

    enum CodingKeys: String, CodingKey {
        case email = "client_email"
        case keyID = "private_key_id"
        case privateKey = "private_key"
        case tokenURL = "token_uri"
    }

    /// A signed statement of who we are, good for an hour.
    func assertion(audience: String, at now: Timestamp) async throws(ProviderFailure) -> String {
        let seconds = now.microseconds / 1_000_000
        let claims = Claims(
            iss: email,
            scope: GoogleCredential.scope,
            aud: audience,
            iat: seconds,
            exp: seconds + 3600
        )
        do {
            let keys = JWTKeyCollection()
            await keys.add(rsa: try Insecure.RSA.PrivateKey(pem: privateKey), digestAlgorithm: .sha256)
            var header = JWTHeader()
            header.typ = "JWT"
            if let keyID { header.kid = keyID }
            // The kid goes into the header only; the collection holds the one key under no name.
            return try await keys.sign(claims, header: header)
        } catch {
            throw ProviderFailure(.authFailed, "The service account's key cannot sign.")
        }
    }
}

private struct Claims: JWTPayload {
    let iss: String
    let scope: String
    let aud: String
    let iat: Int64
    let exp: Int64

    func verify(using algorithm: some JWTAlgorithm) {}
}
