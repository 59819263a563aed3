import Contract
import Domain
import Engine
import Store
import Testing

/// How far the word of an identity provider reaches, and how little strangers can do with it (SEC-07, SEC-09).
@Suite(.timeLimit(.minutes(5))) struct ExternalTrustTests {
    private static let lapsed = "authentication_required.vouching_ended"

    /// Whoever was removed at the provider never comes back to lose anything.
    @Test func whoIsNotVouchedForAnewIsOutUntilTheNextSignIn() async throws {
        try await withExternalPlace(vouchLife: .seconds(3600)) { place in
            let local = try await place.world.account("sora", .viewer)
            let own = try await place.world.enter(local.name)
            let issued = try await place.enter(["developers"])
            let token = try await place.token(of: issued)
            place.world.clock.advance(by: .seconds(3599))
            for secret in [issued.secret, token] { _ = try await place.caller(secret) }
            place.world.clock.advance(by: .seconds(1))
            for secret in [issued.secret, token] {
                let refusal = try await problem { try await place.caller(secret) }
                #expect(refusal?.wording?.key == Self.lapsed)
            }
            _ = try await place.caller(own.secret)
            // What renews nothing.
            _ = try await problem { try await place.enter(nil) }
            #expect(try await problem { try await place.caller(token) }?.wording?.key == Self.lapsed)
            _ = try await place.enter(["developers"])
            for secret in [issued.secret, token] { _ = try await place.caller(secret) }
        }
    }

    /// Also in the middle of a request that gives rights to others.
    @Test func aLapsedAdministratorGivesNothing() async throws {
        try await withExternalPlace(vouchLife: .seconds(3600)) { place in
            let issued = try await place.enter(["yard-admins"])
            let mina = place.engine.session(for: try await place.caller(issued.secret))
            place.world.clock.advance(by: .seconds(3600))
            let request = AccountRequest(name: "eve", role: .admin, password: World.password)
            let refusal = try await problem { try await mina.createAccount(request) }
            #expect(refusal?.wording?.key == Self.lapsed)
        }
    }

    @Test func withoutASettingTheWordCountsAsLongAsASession() async throws {
        try await withExternalPlace { place in
            let token = try await place.token(of: try await place.enter(["developers"]))
            place.world.clock.advance(by: .seconds(7 * 86_400 - 1))
            _ = try await place.caller(token)
            place.world.clock.advance(by: .seconds(1))
            #expect(try await problem { try await place.caller(token) }?.wording?.key == Self.lapsed)
        }
    }

    @Test(arguments: [nil, "https://new.example.com"])
    func whomAFormerProviderVouchedForIsOut(_ issuer: String?) async throws {
        try await withExternalPlace { place in
            let issued = try await place.enter(["yard-admins"])
            let token = try await place.token(of: issued)
            let later = ExternalPlace.engine(in: place.world, issuer: issuer)
            for secret in [issued.secret, token] {
                let refusal = try await problem { try await place.world.caller(secret, at: later) }
                #expect(refusal?.wording?.key == Self.lapsed)
                _ = try await place.caller(secret)
            }
        }
    }

    /// A mapper that was dropped at the provider must not end everybody's automation.
    @Test func aClaimThatIsMissingTakesNothing() async throws {
        try await withExternalPlace { place in
            let issued = try await place.enter(["yard-admins"])
            let token = try await place.token(of: issued)
            let refusal = try await problem { try await place.enter(nil) }
            #expect(refusal?.wording?.key == "unavailable.external_misconfigured")
            for secret in [issued.secret, token] { _ = try await place.caller(secret) }
            #expect(try await place.world.admin.account(issued.account.id).disabledAt == nil)
            #expect(try await place.audit("account.change", "accepted") == [])
            #expect(place.world.log.messages.contains("A sign-in at the identity provider failed."))
            // One that names nothing does.
            _ = try await problem { try await place.enter([]) }
            #expect(try await problem { try await place.caller(token) } != nil)
        }
    }

    /// What the provider takes from the last administrator must not go to whoever reads the output of the next start.
    @Test(arguments: [[], ["developers"]])
    func theLastAdministratorsRightsGoToNobody(_ roles: [String]) async throws {
        try await withExternalPlace { place in
            _ = try await place.enter(["yard-admins"])
            #expect(try await !place.engine.hasOwnAdministrator())
            _ = try? await place.enter(roles)
            let message =
                "The identity provider took the last administrator's role: nobody administers this installation."
            #expect(place.world.log.messages.contains(message))
            #expect(try await place.engine.bootstrap(given: nil) == nil)
            #expect(try await place.engine.setupCode() == nil)
            // The way in that stays.
            _ = try await place.engine.bootstrap(given: "a token of whoever runs it")
            #expect(try await place.engine.hasOwnAdministrator())
            #expect(try await place.caller("a token of whoever runs it").role == .admin)
        }
    }

    @Test func aSetUpLinkOutlivesSomebodyElsesSignIn() async throws {
        try await withExternalPlace { place in
            let code = try #require(try await place.engine.setupCode())
            _ = try await place.enter(["developers"])
            let signIn = SignInRequest(name: "ann", password: World.password, address: nil)
            let request = SetUpRequest(code: code, signIn: signIn)
            let issued = try await place.door.setUp(request, requestID: "r", source: .web)
            #expect(issued.account.role == .admin)
            #expect(try await place.engine.hasOwnAdministrator())
        }
    }

    /// Asking the provider costs it and us something, so nobody without an account does it as often as they like.
    @Test func whoeverMakesCodesUpWaits() async throws {
        try await withExternalPlace { place in
            place.provider.fail(IdentityFailure(.stale, "No such code."))
            for _ in 0..<20 { _ = try await problem { try await place.come() } }
            let blocked = try await problem { try await place.come() }
            #expect(blocked?.wording?.key == "rate_limited.external_too_many")
            #expect(blocked?.retryAfterSeconds == 1)
            #expect(place.provider.asked == 20)
            // Others are asked about, and passwords count by themselves.
            _ = try await problem { try await place.come(from: "192.0.2.8") }
            #expect(place.provider.asked == 21)
            let local = try await place.world.account("sora", .viewer)
            _ = try await place.world.enter(local.name, from: "192.0.2.7")
            // The wait doubles; who gets in takes it away.
            place.world.clock.advance(by: .seconds(1))
            _ = try await problem { try await place.come() }
            #expect(try await problem { try await place.come() }?.retryAfterSeconds == 2)
            place.world.clock.advance(by: .seconds(2))
            _ = try await place.enter(["developers"])
            _ = try await place.enter(["developers"])
        }
    }

    /// An office behind one address does not wait for what its provider did.
    @Test(arguments: [IdentityFailure.Reason.unreachable, .misconfigured])
    func whatSaysNothingOfTheCallerDoesNotCount(_ reason: IdentityFailure.Reason) async throws {
        try await withExternalPlace { place in
            place.provider.fail(IdentityFailure(reason, "Too many requests."))
            for _ in 0..<30 {
                #expect(try await problem { try await place.come() }?.code == .unavailable)
            }
            _ = try await place.enter(["developers"])
            // What only the browser says counts: anybody can make it up.
            place.provider.fail(IdentityFailure(reason, "So it says.", isHearsay: true))
            for _ in 0..<20 { _ = try await problem { try await place.come() } }
            #expect(try await problem { try await place.come() }?.code == .rateLimited)
        }
    }

    @Test func whoGetsInWaitsForNobody() async throws {
        try await withExternalPlace { place in
            for number in 0..<25 { _ = try await place.enter(["developers"], as: "u\(number)") }
        }
    }

    /// Without what a browser keeps there is nothing to ask or to write.
    @Test func whatNobodyBeganLeavesNoTrace() async throws {
        try await withExternalPlace { place in
            place.provider.takeForBegun(false)
            for _ in 0..<30 {
                let refusal = try await problem { try await place.come() }
                #expect(refusal?.wording?.key == "authentication_required.external_stale")
            }
            #expect(place.provider.asked == 0)
            #expect(try await place.world.count("SELECT count(*) AS n FROM sign_in_failures") == 0)
            #expect(try await place.audit("session.create", "denied") == [])
        }
    }

    /// Names are chosen by whoever has them, there.
    @Test func nobodyIsTakenForAnother() async throws {
        try await withExternalPlace { place in
            let mixed = try await place.enter(["developers"], name: "m\u{0456}na")
            #expect(mixed.account.name.hasPrefix("user-"))
            let cyrillic = try await place.enter(
                ["developers"],
                as: "u2",
                name: "\u{043C}\u{0438}\u{043D}\u{0430}"
            )
            #expect(cyrillic.account.name == "\u{043C}\u{0438}\u{043D}\u{0430}")
            let token = try await place.world.admin.createToken(TokenRequest(name: "deploy", role: .viewer))
                .token
            _ = try await place.world.admin.revokeToken(token.id, if: .present)
            let former = try await place.enter(["developers"], as: "u3", name: "Deploy")
            #expect(former.account.name == "Deploy@id.example.com")
        }
    }

    /// Whoever knows a subject must not keep its owner out.
    @Test func aNameThatNobodyChoseCannotBeTaken() async throws {
        var name = ""
        try await withExternalPlace { place in
            name = try await place.enter(["developers"], as: "victim", name: nil).account.name
        }
        try await withExternalPlace { [name] place in
            let eve = try await place.enter(["developers"], as: "eve", name: name)
            #expect(eve.account.name != name && eve.account.name.hasPrefix("user-"))
            _ = try await place.world.account(name, .viewer)
            let victim = try await place.enter(["developers"], as: "victim", name: nil)
            #expect(victim.account.name.hasPrefix(name) && victim.account.name != name)
            // Nor by taking that one, too.
            #expect(victim.account.name.utf8.count > name.utf8.count)
        }
    }

    /// For the day on which the provider itself is not to be trusted.
    @Test func anAdministratorGivesLessThanTheProvider() async throws {
        try await withExternalPlace { place in
            let issued = try await place.enter(["developers"])
            let change = AccountChange(role: .viewer)
            let lowered = try await place.world.admin.changeAccount(issued.account.id, change, if: .present)
            #expect(lowered.role == .viewer)
            place.engine.signIn.forget()
            #expect(try await place.caller(issued.secret).role == .viewer)
            #expect(try await place.enter(["developers"]).account.role == .operator)
        }
    }
}
