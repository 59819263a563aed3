import Contract
import Domain
import JWTKit
import Testing

@testable import OpenID

/// What a token has to be to count (OpenID Connect Core 1.0, section 3.1.3.7; RFC 8725).
@Suite struct IDTokenTests {
    private let clock = StillClock()
    private let stand = KeyStand()

    private var claims: [String: ClaimValue] {
        [
            "iss": .text("https://id.example.com"), "aud": .text("skillyard"), "sub": .text("248289761001"),
            "nonce": .text("n-0S6"), "iat": .number(clock.seconds), "exp": .number(clock.seconds + 300),
        ]
    }

    private var rules: IDTokenRules {
        IDTokenRules(
            issuer: "https://id.example.com",
            clientID: "skillyard",
            nonce: "n-0S6",
            algorithms: ProviderMetadata.safeAlgorithms,
            now: clock.now
        )
    }

    private func refusal(_ token: String, _ keys: KeySet? = nil) async -> String? {
        do throws(IdentityFailure) {
            _ = try await rules.verified(token, by: keys ?? stand.keySet(clock))
            return nil
        } catch {
            #expect(error.reason == .unverified)
            return error.detail
        }
    }

    @Test func aTokenAsItShouldBeCounts() async throws {
        for seal in [try Seal.es256("a"), try Seal.rs256("b"), try Seal.es256(nil)] {
            stand.publish(seal)
            let token = try await rules.verified(try await seal.token(claims), by: stand.keySet(clock))
            #expect(token.claims["sub"]?.text == "248289761001")
        }
    }

    static let wrong: [(String, String, ClaimValue?)] = [
        ("iss", "another issuer", .text("https://id.example.com/")), ("iss", "another issuer", nil),
        ("aud", "somebody else", .text("skillyard-2")), ("aud", "somebody else", nil),
        ("aud", "another party", .list([.text("skillyard"), .text("other")])),
        ("azp", "another party", .text("other")), ("azp", "another party", .number(1)),
        ("nonce", "another sign-in", .text("n-0S7")), ("nonce", "another sign-in", nil),
        ("sub", "names nobody", nil), ("sub", "names nobody", .text("")),
        ("sub", "names nobody", .number(7)),
        ("sub", "names nobody", .text(String(repeating: "a", count: 256))),
        ("sub", "names nobody", .text("a\nb")),
        ("exp", "expired", .number(1_799_999_940)), ("exp", "expired", nil),
        ("exp", "expired", .text("1900000000")),
        ("iat", "not made just now", .number(1_800_000_061)), ("iat", "not made just now", nil),
        ("iat", "not made just now", .number(1_799_999_399)),
        ("nbf", "not valid yet", .number(1_800_000_061)), ("nbf", "not valid yet", .text("now")),
    ]

    @Test(arguments: wrong)
    func whatDoesNotFitIsRefused(_ name: String, _ why: String, _ value: ClaimValue?) async throws {
        let seal = try Seal.es256("a")
        stand.publish(seal)
        var changed = claims
        changed[name] = value
        let refusal = await refusal(try await seal.token(changed))
        #expect(refusal?.contains(why) == true, "\(refusal ?? "accepted")")
    }

    @Test func clocksMayDifferByAMinute() async throws {
        let seal = try Seal.es256("a")
        stand.publish(seal)
        for (name, value) in [("exp", -59.0), ("iat", 59), ("nbf", 59), ("iat", -599)] {
            let changed = claims.merging([name: .number(clock.seconds + value)]) { $1 }
            #expect(await refusal(try await seal.token(changed)) == nil)
        }
    }

    @Test func ofSeveralAudiencesTheTokenNamesTheOneItWasMadeFor() async throws {
        let seal = try Seal.es256("a")
        stand.publish(seal)
        var changed = claims
        changed["aud"] = .list([.text("other"), .text("skillyard")])
        changed["azp"] = .text("skillyard")
        #expect(await refusal(try await seal.token(changed)) == nil)
    }

    @Test func whatEverybodyCanMakeIsNoSignature() async throws {
        let seal = try Seal.rs256("a")
        stand.publish(seal)
        let none = try await Seal.none("a").token(claims)
        #expect(await refusal(none)?.contains("in a way that does not count") == true)
        let forged = try await seal.forgedWithPublicKey().token(claims)
        #expect(await refusal(forged)?.contains("in a way that does not count") == true)
        let renamed = try await seal.forgedWithPublicKey().token(claims, header: ["alg": "RS256"])
        #expect(await refusal(renamed)?.contains("signature") == true)
        let token = try await seal.token(claims)
        let parts = token.split(separator: ".")
        let other = try await seal.token(claims.merging(["sub": .text("admin")]) { $1 }).split(separator: ".")
        #expect(await refusal("\(parts[0]).\(other[1]).\(parts[2])")?.contains("signature") == true)
        #expect(await refusal("\(parts[0]).\(parts[1]).")?.contains("signature") == true)
        for broken in ["", "a.b", "a.b.c", token + ".x", "\(parts[0])..\(parts[2])"] {
            #expect(await refusal(broken)?.contains("cannot be read") == true, "\(broken.prefix(9))")
        }
    }

    @Test func theHeaderDecidesNothing() async throws {
        let (seal, thief) = (try Seal.es256("a"), try Seal.es256("a"))
        stand.publish(seal)
        let brought = try await thief.token(claims, header: ["jku": "https://evil.example.com/keys"])
        #expect(await refusal(brought)?.contains("signature") == true)
        let critical = try await seal.token(claims, header: ["crit": ["b64"], "b64": false])
        #expect(await refusal(critical)?.contains("extensions") == true)
        for type in ["at+jwt", "logout+jwt"] {
            let other = try await seal.token(claims, header: ["typ": .string(type)])
            #expect(await refusal(other)?.contains("another type") == true)
        }
        let misnamed = try await seal.token(claims, header: ["alg": "RS256"])
        #expect(await refusal(misnamed)?.contains("does not publish") == true)
    }

    @Test func aTokenThatNamesNoKeyNeedsTheOnlyOne() async throws {
        let (first, second) = (try Seal.es256(nil), try Seal.es256("b"))
        stand.publish(first, second)
        #expect(await refusal(try await first.token(claims))?.contains("does not publish") == true)
    }

    @Test func rolesStandInAClaimOrBelowIt() {
        let token = IDToken(claims: [
            "groups": .list([.text("a"), .number(1), .text("b")]), "role": .text("a"),
            "realm_access": .object(["roles": .list([.text("c")])]),
            "https://example.com/roles": .list([.text("d")]), "flag": .flag(true),
            "none of it": .list([]), "numbers": .list([.number(1)]), "nothing": .null,
        ])
        #expect(token.values(of: "groups") == ["a", "b"])
        #expect(token.values(of: "role") == ["a"])
        #expect(token.values(of: "realm_access.roles") == ["c"])
        #expect(token.values(of: "https://example.com/roles") == ["d"])
        // A claim that names nothing is told from one that cannot be read.
        #expect(token.values(of: "none of it") == [])
        for name in [
            "flag", "none", "groups.0", "realm_access", "realm_access.none", "", "numbers", "nothing",
        ] {
            #expect(token.values(of: name) == nil, "\(name)")
        }
    }
}
