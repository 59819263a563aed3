import Contract
import Domain
import Foundation
import HTTPTypes
import Synchronization
import Testing

@testable import OpenID

/// The whole way, over HTTP, with a provider that plays its part well or badly.
@Suite(.timeLimit(.minutes(5))) struct RelyingPartyTests {
    private func answer(
        _ start: ExternalSignInStart,
        code: String?,
        state: String? = nil,
        error: String? = nil,
        issuer: String? = nil
    ) -> ExternalSignInAnswer {
        let own = ProviderOnLoopback.fields(start.address)["state"]
        return ExternalSignInAnswer(
            code: code,
            state: state ?? own,
            error: error,
            issuer: issuer,
            attempt: start.attempt,
            address: nil
        )
    }

    private func failure(_ body: () async throws -> Void) async -> IdentityFailure? {
        do {
            try await body()
            return nil
        } catch {
            return error as? IdentityFailure
        }
    }

    @Test func aPersonComesBackAsTheProviderKnowsThem() async throws {
        try await ProviderOnLoopback.with { provider, party in
            let start = try await party.begin()
            #expect(start.address.hasPrefix(provider.issuer + "/authorize?tenant=1&response_type=code&"))
            let asked = ProviderOnLoopback.fields(start.address)
            #expect(asked["client_id"] == "skill yard")
            #expect(asked["redirect_uri"] == "https://skills.example.com/sign-in/oidc/callback")
            #expect(asked["scope"] == "openid profile")
            #expect(asked["code_challenge_method"] == "S256")
            let code = provider.code(for: start.address)
            try party.requireBegun(answer(start, code: code))
            let identity = try await party.identity(answering: answer(start, code: code))
            #expect(identity.issuer == provider.issuer)
            #expect(identity.subject == "u1")
            #expect(identity.roleValues == ["platform"])
            #expect(identity.preferredName == "mina")
            #expect(identity.displayName == "Mina Kim")
            #expect(identity.email == "u1@example.com" && identity.isEmailVerified == true)
            #expect(identity.attemptEndsAt == provider.clock.now + .seconds(600))
            let (forms, authorizations) = provider.script.withLock { ($0.forms, $0.authorizations) }
            #expect(forms.map { $0["client_secret"] } == [nil])
            // Both halves encoded, then joined.
            let pair = Data("skill%20yard:s3cr%3Aet%2B%2F".utf8).base64EncodedString()
            #expect(authorizations == ["Basic \(pair)"])
        }
    }

    /// Left out is not the same as naming nothing: many groups, for one, stand elsewhere.
    @Test func whatTheProviderDoesNotSayIsTold() async throws {
        try await ProviderOnLoopback.with { provider, party in
            provider.script.withLock { $0.claims = ["groups": .null, "email_verified": .null] }
            let start = try await party.begin()
            let code = provider.code(for: start.address)
            let identity = try await party.identity(answering: answer(start, code: code))
            #expect(identity.roleValues == nil && identity.isEmailVerified == nil)
            provider.script.withLock { $0.claims = ["groups": .list([]), "email_verified": .text("false")] }
            let next = try await party.begin()
            let told = try await party.identity(
                answering: answer(next, code: provider.code(for: next.address))
            )
            #expect(told.roleValues == [] && told.isEmailVerified == false)
        }
    }

    @Test func noAddressTakesAllTurns() {
        var turns = Turns()
        let (busy, others) = ("192.0.2.7", Turns.atOnce - Turns.fromOneAddress)
        let first = (0..<Turns.fromOneAddress).map { _ in turns.take(from: busy) }
        let oneMore = turns.take(from: busy)
        #expect(first.allSatisfy(\.self) && !oneMore)
        let rest = (0..<others).map { turns.take(from: "198.51.100.\($0)") }
        let tooMany = turns.take(from: nil)
        #expect(rest.allSatisfy(\.self) && !tooMany)
        turns.giveBack(from: busy)
        let unknown = turns.take(from: nil)
        let full = turns.take(from: busy)
        #expect(unknown && !full)
        turns.giveBack(from: nil)
        let again = turns.take(from: busy)
        let tooOften = turns.take(from: busy)
        #expect(again && !tooOften)
    }

    /// Nothing that the provider or an onlooker sees leads to what the browser keeps.
    @Test func everyAttemptIsNewAndShowsNothingOfItself() async throws {
        try await ProviderOnLoopback.with { _, party in
            let starts = [try await party.begin(), try await party.begin()]
            let queries = starts.map { ProviderOnLoopback.fields($0.address) }
            for name in ["state", "nonce", "code_challenge"] {
                #expect(queries[0][name] != queries[1][name])
                #expect((queries[0][name] ?? "").utf8.count == 43)
            }
            let secret = starts[0].attempt.split(separator: ".")[1]
            #expect(!starts[0].address.contains(secret))
            #expect(Set(queries[0].values).count == queries[0].count)
        }
    }

    @Test func onlyTheBrowserThatBeganEndsIt() async throws {
        try await ProviderOnLoopback.with { provider, party in
            let (mine, theirs) = (try await party.begin(), try await party.begin())
            let code = provider.code(for: theirs.address)
            let state = ProviderOnLoopback.fields(theirs.address)["state"]
            // Sign-in CSRF: another's code and state, in a browser that began none, or another one.
            for attempt in [nil, "", "1.2", mine.attempt, mine.attempt + "x", theirs.attempt.uppercased()] {
                let answer = ExternalSignInAnswer(code: code, state: state, attempt: attempt, address: nil)
                let failure = await failure { _ = try await party.identity(answering: answer) }
                #expect(failure?.reason == .stale, "\(attempt ?? "-")")
                // Nobody has to be asked for that.
                #expect(throws: IdentityFailure.self) { try party.requireBegun(answer) }
            }
            // Another's code with one's own state: the code is tied to the other's verifier.
            let swapped = await failure {
                _ = try await party.identity(answering: answer(mine, code: code))
            }
            #expect(swapped?.reason == .stale)
            #expect(provider.script.withLock { $0.forms.count } == 1)
        }
    }

    @Test func anAttemptLastsTenMinutesAndCannotBeStretched() async throws {
        try await ProviderOnLoopback.with { provider, party in
            let start = try await party.begin()
            let code = provider.code(for: start.address)
            provider.clock.advance(by: .seconds(600))
            let late = await failure { _ = try await party.identity(answering: answer(start, code: code)) }
            #expect(late?.reason == .stale)
            let secret = start.attempt.split(separator: ".")[1]
            let stretched = ExternalSignInAnswer(
                code: code,
                state: ProviderOnLoopback.fields(start.address)["state"],
                attempt: "\(provider.clock.now.microseconds).\(secret)",
                address: nil
            )
            let other = await failure { _ = try await party.identity(answering: stretched) }
            #expect(other?.reason == .stale)
            #expect(provider.script.withLock { $0.forms.count } == 0)
        }
    }

    @Test func aCodeCountsOnce() async throws {
        try await ProviderOnLoopback.with { provider, party in
            let start = try await party.begin()
            let code = provider.code(for: start.address)
            _ = try await party.identity(answering: answer(start, code: code))
            let again = await failure { _ = try await party.identity(answering: answer(start, code: code)) }
            #expect(again?.reason == .stale)
            // What the provider said about it is not repeated.
            #expect(again?.detail.contains("no-such-code") == false)
        }
    }

    /// RFC 9207, section 2.4: mix-up.
    @Test func theAnswerOfAnotherProviderIsRefused() async throws {
        try await ProviderOnLoopback.with { provider, party in
            let start = try await party.begin()
            let code = provider.code(for: start.address)
            let other = await failure {
                _ = try await party.identity(
                    answering: answer(start, code: code, issuer: "https://evil.example.com")
                )
            }
            #expect(other?.reason == .unverified)
            #expect(provider.script.withLock { $0.forms.count } == 0)
            _ = try await party.identity(answering: answer(start, code: code, issuer: provider.issuer))
        }
        try await ProviderOnLoopback.with { provider, party in
            provider.script.withLock {
                $0.metadata["authorization_response_iss_parameter_supported"] = .flag(true)
            }
            let start = try await party.begin()
            let code = provider.code(for: start.address)
            let silent = await failure { _ = try await party.identity(answering: answer(start, code: code)) }
            #expect(silent?.reason == .unverified)
        }
    }

    static let errors: [(String, IdentityFailure.Reason)] = [
        ("access_denied", .declined), ("login_required", .declined), ("server_error", .unreachable),
        ("invalid_scope", .misconfigured), ("<script>", .misconfigured),
    ]

    @Test(arguments: errors)
    func whatTheProviderRefusesIsTold(_ error: String, _ reason: IdentityFailure.Reason) async throws {
        try await ProviderOnLoopback.with { _, party in
            let start = try await party.begin()
            let failure = await failure {
                _ = try await party.identity(answering: answer(start, code: nil, error: error))
            }
            #expect(failure?.reason == reason)
            #expect(failure?.isHearsay == true)
            #expect(failure?.detail.contains("<") == false)
            let forged = await self.failure {
                _ = try await party.identity(
                    answering: answer(start, code: nil, state: "made-up", error: error)
                )
            }
            #expect(forged?.reason == .stale)
        }
    }

    static let documents: [(String, ClaimValue)] = [
        ("issuer", .text("https://evil.example.com")), ("issuer", .text("http://127.0.0.1/realm")),
        ("token_endpoint", .text("http://192.0.2.1/token")), ("jwks_uri", .text("file:///etc/passwd")),
        ("authorization_endpoint", .text("javascript:alert(1)")),
        ("authorization_endpoint", .text("https://a@b.example.com/")),
        ("id_token_signing_alg_values_supported", .list([.text("HS256"), .text("none")])),
        ("token_endpoint_auth_methods_supported", .list([.text("private_key_jwt")])),
        ("token_endpoint", .null),
    ]

    @Test(arguments: documents)
    func aDiscoveryDocumentThatDoesNotFitEndsIt(_ name: String, _ value: ClaimValue) async throws {
        try await ProviderOnLoopback.with { provider, party in
            provider.script.withLock { $0.metadata[name] = value }
            let failure = await failure { _ = try await party.begin() }
            #expect(failure?.reason == .misconfigured)
        }
    }

    static let statuses: [(HTTPResponse.Status, IdentityFailure.Reason)] = [
        (.found, .misconfigured), (.notFound, .misconfigured), (.internalServerError, .unreachable),
        (.tooManyRequests, .unreachable),
    ]

    /// Also where it only points elsewhere: nobody entered that address.
    @Test(arguments: statuses)
    func aProviderWithoutADocumentEndsIt(_ status: HTTPResponse.Status, _ reason: IdentityFailure.Reason)
        async throws
    {
        try await ProviderOnLoopback.with { provider, party in
            provider.script.withLock { $0.discoveryStatus = status }
            #expect(await failure { _ = try await party.begin() }?.reason == reason)
        }
    }

    static let tokens: [(HTTPResponse.Status, String, IdentityFailure.Reason)] = [
        (.ok, "{}", .misconfigured), (.ok, "<html>", .misconfigured),
        (.ok, #"{"id_token": "a.b.c"}"#, .unverified),
        (.ok, #"{"id_token": ""# + String(repeating: "a", count: 300_000), .unreachable),
        (.unauthorized, #"{"error": "invalid_client"}"#, .misconfigured),
        (.badRequest, #"{"error": "invalid_grant"}"#, .stale), (.badRequest, "no", .misconfigured),
        (.serviceUnavailable, "", .unreachable),
    ]

    @Test(arguments: tokens)
    func aTokenEndpointMaySayAnything(
        _ status: HTTPResponse.Status,
        _ body: String,
        _ reason: IdentityFailure.Reason
    ) async throws {
        try await ProviderOnLoopback.with { provider, party in
            provider.script.withLock { ($0.tokenStatus, $0.tokenBody) = (status, body) }
            let start = try await party.begin()
            let code = provider.code(for: start.address)
            let failure = await failure { _ = try await party.identity(answering: answer(start, code: code)) }
            #expect(failure?.reason == reason)
        }
    }

    @Test func theSecretGoesIntoTheFormWhereThatIsTheOnlyWay() async throws {
        try await ProviderOnLoopback.with { provider, party in
            provider.script.withLock {
                $0.metadata["token_endpoint_auth_methods_supported"] = .list([.text("client_secret_post")])
            }
            let start = try await party.begin()
            let code = provider.code(for: start.address)
            _ = try await party.identity(answering: answer(start, code: code))
            let (forms, authorizations) = provider.script.withLock { ($0.forms, $0.authorizations) }
            #expect(forms.first?["client_secret"] == "s3cr:et+/")
            #expect(authorizations == [nil])
        }
    }

    @Test func aSignInAfterARotationFindsTheNewKey() async throws {
        try await ProviderOnLoopback.with { provider, party in
            provider.stand.publish(try Seal.es256("old"))
            let first = try await party.begin()
            let early = await failure {
                let code = provider.code(for: first.address)
                _ = try await party.identity(answering: answer(first, code: code))
            }
            #expect(early?.reason == .unverified)
            #expect(provider.stand.asked == 2)
            provider.stand.publish(provider.seal)
            provider.clock.advance(by: KeySet.pause)
            let second = try await party.begin()
            let code = provider.code(for: second.address)
            _ = try await party.identity(answering: answer(second, code: code))
            #expect(provider.stand.asked == 3)
        }
    }

    @Test func addressesAreByHTTPSOrOnThisMachine() {
        for address in [
            "https://id.example.com", "http://127.0.0.1:8000/realm", "http://localhost", "http://[::1]:1/",
        ] {
            #expect(Endpoint.isIssuer(address), "\(address)")
        }
        for address in [
            "http://id.example.com", "http://127.0.0.1.example.com", "ftp://localhost", "https://",
            "id.example.com",
            "https://user@id.example.com", "https://id.example.com/?a=b", "https://id.example.com/#a",
            "http://127.0.0.256", "https://id.example.com/\n", "",
        ] {
            #expect(!Endpoint.isIssuer(address), "\(address)")
        }
    }
}
