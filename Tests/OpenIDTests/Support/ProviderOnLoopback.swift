import AsyncHTTPClient
import Contract
import Crypto
import Domain
import Foundation
import Hummingbird
import Logging
import NIOCore
import Requests
import Synchronization

@testable import OpenID

/// An OpenID provider on a port of its own that says what a test wants it to.
final class ProviderOnLoopback: Sendable {
    struct Script {
        /// Put over what the discovery document says by itself.
        var metadata: [String: ClaimValue] = [:]
        var discoveryStatus = HTTPResponse.Status.ok
        /// Put over the claims of a token.
        var claims: [String: ClaimValue] = [:]
        var tokenStatus = HTTPResponse.Status.ok
        var tokenBody: String?
        /// What a code was given for: the nonce and the challenge of the request.
        var codes: [String: (nonce: String, challenge: String)] = [:]
        var forms: [[String: String]] = []
        var authorizations: [String?] = []
    }

    let script = Mutex(Script())
    let clock = StillClock()
    let stand = KeyStand()
    let seal: Seal
    let issuer: String

    private init(issuer: String) throws {
        self.issuer = issuer
        seal = try Seal.es256("a")
        stand.publish(seal)
    }

    /// Runs `body` while a provider serves.
    static func with(
        _ body: @escaping @Sendable (ProviderOnLoopback, RelyingParty) async throws -> Void
    ) async throws {
        let (ports, continuation) = AsyncStream<Int>.makeStream()
        let place = Mutex<ProviderOnLoopback?>(nil)
        let router = Router()
        addRoutes(to: router) { place.withLock(\.self) }
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { continuation.yield($0.localAddress?.port ?? 0) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            for await port in ports {
                let provider = try ProviderOnLoopback(issuer: "http://127.0.0.1:\(port)/realm")
                place.withLock { $0 = provider }
                var settings = HTTPClient.Configuration()
                settings.redirectConfiguration = .disallow
                try await HTTPClient.withHTTPClient(configuration: settings) { client in
                    try await body(provider, provider.party(client))
                }
                break
            }
            group.cancelAll()
        }
    }

    func party(_ client: HTTPClient) -> RelyingParty {
        let registration = ClientRegistration(
            name: "Example",
            issuer: issuer,
            clientID: "skill yard",
            clientSecret: "s3cr:et+/",
            redirectURL: "https://skills.example.com/sign-in/oidc/callback",
            scopes: "openid profile",
            roleClaim: "groups"
        )
        let clock = clock
        return RelyingParty(registration, httpClient: client, deadline: .seconds(60)) { clock.now }
    }

    /// Does what a person does there: gives the browser a code for what its address asks.
    func code(for address: String) -> String {
        let query = Self.fields(address.split(separator: "?", maxSplits: 1).last.map(String.init) ?? "")
        return script.withLock { script in
            let code = "code-\(script.codes.count)"
            script.codes[code] = (query["nonce"] ?? "", query["code_challenge"] ?? "")
            return code
        }
    }

    static func fields(_ text: String) -> [String: String] {
        Dictionary(
            text.split(separator: "&").compactMap { pair -> (String, String)? in
                let parts = pair.split(separator: "=", maxSplits: 1)
                guard parts.count == 2, let value = PercentEncoding.decode(parts[1], plusIsSpace: false)
                else { return nil }
                return (String(parts[0]), value)
            }
        ) { $1 }
    }

    private static func addRoutes(
        to router: Router<BasicRequestContext>,
        _ provider: @escaping @Sendable () -> ProviderOnLoopback?
    ) {
        router.get("/realm/.well-known/openid-configuration") { _, _ in
            try provider()?.discovery() ?? Response(status: .notFound)
        }
        router.get("/realm/keys") { _, _ in
            let bytes = try provider()?.stand.document() ?? []
            return Response(status: .ok, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
        }
        router.post("/realm/token") { request, _ in
            let body = try await request.body.collect(upTo: 1 << 20)
            let fields = fields(String(buffer: body))
            return try await provider()?.exchange(fields, request.headers[.authorization])
                ?? Response(status: .notFound)
        }
    }

    private func discovery() throws -> Response {
        let (status, more) = script.withLock { ($0.discoveryStatus, $0.metadata) }
        let document: [String: ClaimValue] = [
            "issuer": .text(issuer), "authorization_endpoint": .text(issuer + "/authorize?tenant=1"),
            "token_endpoint": .text(issuer + "/token"), "jwks_uri": .text(issuer + "/keys"),
        ]
        let bytes = try JSON.encode(document.merging(more) { $1 })
        return Response(
            status: status,
            headers: [.location: issuer + "/.well-known/openid-configuration"],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }

    private func exchange(_ form: [String: String], _ authorization: String?) async throws -> Response {
        let (status, body, known, more) = script.withLock { script in
            script.forms.append(form)
            script.authorizations.append(authorization)
            let known = script.codes.removeValue(forKey: form["code"] ?? "")
            return (script.tokenStatus, script.tokenBody, known, script.claims)
        }
        if let body {
            return Response(status: status, body: .init(byteBuffer: ByteBuffer(string: body)))
        }
        let challenge = form["code_verifier"].map { base64URL(SHA256.hash(data: Array($0.utf8))) }
        guard let known, known.challenge == challenge else {
            let text = #"{"error": "invalid_grant", "error_description": "no-such-code"}"#
            return Response(status: .badRequest, body: .init(byteBuffer: ByteBuffer(string: text)))
        }
        let claims: [String: ClaimValue] = [
            "iss": .text(issuer), "aud": .text("skill yard"), "sub": .text("u1"), "nonce": .text(known.nonce),
            "iat": .number(clock.seconds), "exp": .number(clock.seconds + 300),
            "groups": .list([.text("platform")]), "email": .text("u1@example.com"),
            "email_verified": .flag(true), "preferred_username": .text("mina"), "name": .text("Mina Kim"),
        ]
        let token = try await seal.token(claims.merging(more) { $1 })
        let text = #"{"access_token": "at", "token_type": "Bearer", "id_token": "\#(token)"}"#
        return Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
