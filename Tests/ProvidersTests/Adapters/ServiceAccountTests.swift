import Contract
import CryptoExtras
import Domain
import Foundation
import Hummingbird
import JWTKit
import NIOCore
import Simulators
import Synchronization
import Testing

@testable import Providers

@Suite struct ServiceAccountTests {
    @Test func aKeyIsExchangedForATokenThatIsKeptUntilItExpires() async throws {
        try await withTokenService { service in
            try await Bench.with { bench in
                let adapter = try bench.geminiAdapter(service)
                try await adapter.check()
                try await adapter.check()
                #expect(service.assertions.count == 1)
                bench.clock.advance(by: .seconds(3600 - 119))
                try await adapter.check()
                #expect(service.assertions.count == 2)
                let claims = try await service.verified(0)
                #expect(claims.iss == "robot@demo.example")
                #expect(claims.scope == "https://www.googleapis.com/auth/cloud-platform")
                #expect(claims.aud == service.url)
                #expect(claims.exp - claims.iat == 3600)
            }
        }
    }

    @Test(arguments: [Int.min, -1, 0, 120])
    func aTokenWithNoLifetimeLeftIsUsedOnce(_ lifetime: Int) async throws {
        try await withTokenService { service in
            try await Bench.with { bench in
                service.state.lifetime.withLock { $0 = lifetime }
                let adapter = try bench.geminiAdapter(service)
                try await adapter.check()
                let asked = service.assertions.count
                try await adapter.check()
                #expect(service.assertions.count > asked)
            }
        }
    }

    /// A hostile or broken token service must not be able to end the process.
    @Test func anAbsurdLifetimeIsTakenForADay() async throws {
        try await withTokenService { service in
            try await Bench.with { bench in
                service.state.lifetime.withLock { $0 = .max }
                let adapter = try bench.geminiAdapter(service)
                try await adapter.check()
                bench.clock.advance(by: .seconds(86_400 - 121))
                try await adapter.check()
                #expect(service.assertions.count == 1)
                bench.clock.advance(by: .seconds(1))
                try await adapter.check()
                #expect(service.assertions.count == 2)
            }
        }
    }

    @Test func aRejectedTokenIsRenewedOnce() async throws {
        try await withTokenService { service in
            try await Bench.with { bench in
                let adapter = try bench.geminiAdapter(service)
                try await adapter.check()
                bench.lose("GET", by: .status(401))
                try await adapter.check()
                #expect(service.assertions.count == 2)
                bench.simulator.load(.init(rules: [.init(effect: .status(401))]))
                let failure = await #expect(throws: ProviderFailure.self) { try await adapter.check() }
                #expect(failure?.code == .authFailed)
            }
        }
    }

    @Test func aRefusedKeyIsAnAuthFailureWithoutTheKeyInIt() async throws {
        try await withTokenService { service in
            try await Bench.with { bench in
                service.state.refuses.withLock { $0 = true }
                let adapter = try bench.geminiAdapter(service)
                let failure = await #expect(throws: ProviderFailure.self) { try await adapter.check() }
                #expect(failure?.code == .authFailed)
                #expect(failure?.providerStatus == 400)
                #expect(failure?.message.contains("PRIVATE") == false)
            }
        }
    }

    @Test(arguments: ["{", #"{"client_email":"a","private_key":"b","token_uri":"nowhere"}"#])
    func aKeyThatCannotBeReadIsAnAuthFailure(_ text: String) async throws {
        try await Bench.with { bench in
            let failure = #expect(throws: ProviderFailure.self) { _ = try bench.geminiAdapter(secret: text) }
            #expect(failure?.code == .authFailed)
        }
    }

    /// Made once: it takes a while, and keeps a core from everybody else.
    private static let key = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048).pemRepresentation }

    private func withTokenService(_ body: @escaping @Sendable (TokenService) async throws -> Void)
        async throws
    {
        let router = Router()
        let state = TokenService.State()
        router.post("token") { request, _ in
            let text = String(buffer: try await request.body.collect(upTo: 1 << 16))
            return try state.answer(text)
        }
        try await withServer(router) { address in
            let key = try Self.key.get()
            try await body(TokenService(url: address + "/token", state: state, privateKey: key))
        }
    }
}

/// Gives out tokens as Google's `token_uri` does.
private struct TokenService: Sendable {
    final class State: Sendable {
        let assertions = Mutex<[String]>([])
        let refuses = Mutex(false)
        /// In seconds.
        let lifetime = Mutex(3600)

        func answer(_ form: String) throws -> Response {
            let parts = form.split(separator: "&").map {
                $0.split(separator: "=", maxSplits: 1).map(String.init)
            }
            let grant = parts.first { $0.first == "grant_type" }?.last
            guard grant == "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer", !refuses.withLock(\.self)
            else {
                let body = ByteBuffer(string: #"{"error":"invalid_grant"}"#)
                return Response(status: .badRequest, body: .init(byteBuffer: body))
            }
            let count = assertions.withLock { all in
                all.append(parts.first { $0.first == "assertion" }?.last ?? "")
                return all.count
            }
            let seconds = lifetime.withLock(\.self)
            let body = ByteBuffer(
                string: #"{"access_token":"token-\#(count)","expires_in":\#(seconds),"token_type":"Bearer"}"#
            )
            return Response(status: .ok, body: .init(byteBuffer: body))
        }
    }

    let url: String
    let state: State
    /// Made for the test, so that no key has to be kept anywhere.
    let privateKey: String

    var assertions: [String] { state.assertions.withLock(\.self) }

    /// The claims of one assertion, after its signature has been checked.
    func verified(_ index: Int) async throws -> AssertionClaims {
        let keys = JWTKeyCollection()
        let key = try Insecure.RSA.PrivateKey(pem: privateKey).publicKey
        await keys.add(rsa: key, digestAlgorithm: .sha256, kid: "key-1")
        return try await keys.verify(assertions[index], as: AssertionClaims.self)
    }
}

private struct AssertionClaims: JWTPayload {
    let iss: String
    let scope: String
    let aud: String
    let iat: Int
    let exp: Int

    func verify(using algorithm: some JWTAlgorithm) {}
}

extension Bench {
    fileprivate func geminiAdapter(_ service: TokenService) throws -> any ProviderAdapter {
        let key = [
            "client_email": "robot@demo.example", "private_key_id": "key-1",
            "private_key": service.privateKey,
        ]
        let token = key.merging(["token_uri": service.url]) { first, _ in first }
        return try geminiAdapter(secret: try JSON.text(token))
    }

    fileprivate func geminiAdapter(secret: String) throws -> any ProviderAdapter {
        let catalog = AdapterCatalog(
            httpClient: client,
            homeDirectory: home,
            stateDirectory: state,
            secrets: FixedSecrets(values: ["env:KEY": secret]),
            now: { clock.now }
        )
        return try catalog.adapter(for: provider(settings(.gemini)))
    }
}
