import Contract
import Domain
import Engine
import Store
import Testing

/// People for whom an identity provider vouches: who gets in, as what, and what is taken away again (SEC-07, SEC-09).
@Suite(.timeLimit(.minutes(5))) struct ExternalSignInTests {
    @Test func theFirstSignInMakesAnAccountAndTheNextFindsIt() async throws {
        try await withExternalPlace { place in
            let first = try await place.enter(["everybody", "developers"])
            #expect(first.account.name == "mina")
            #expect(first.account.displayName == "Mina Kim")
            #expect(first.account.role == .operator)
            #expect(first.account.issuer == "https://id.example.com")
            #expect(first.session.address == "192.0.2.7")
            let caller = try await place.world.caller(first.secret, at: place.engine)
            #expect(caller.role == .operator)
            let operations = try await place.engine.session(for: caller).caller().operations
            #expect(operations.contains(.readSessions) && !operations.contains(.changePassword))
            let again = try await place.enter(["developers"], name: "mina-renamed")
            #expect(again.account.id == first.account.id)
            #expect(again.account.name == "mina")
            #expect(again.account.revisionNumber == first.account.revisionNumber)
            #expect(try await place.world.admin.accounts().items.count == 1)
            let made = try await place.audit("account.create", "accepted")
            #expect(made.map { $0.detail["subject"] } == ["u1"])
            #expect(made.map { $0.detail["issuer"] } == ["https://id.example.com"])
            #expect(try await place.audit("session.create", "accepted").count == 2)
        }
    }

    @Test func whoeverHasNoRoleDoesNotGetIn() async throws {
        try await withExternalPlace { place in
            for (number, roles) in [[], ["everybody"], ["Developers"], ["developers "]].enumerated() {
                let refusal = try await problem { try await place.enter(roles, as: "u\(number)") }
                #expect(refusal?.code == .authenticationRequired)
                #expect(refusal?.wording?.key == "authentication_required.external_no_access")
            }
            #expect(try await place.world.admin.accounts().items == [])
            let denied = try await place.audit("session.create", "denied")
            #expect(denied.map { $0.detail["reason"] } == Array(repeating: "no role", count: 4))
            #expect(Set(denied.map { $0.detail["subject"] }) == ["u0", "u1", "u2", "u3"])
            // Whoever comes again is told of once in a while.
            for _ in 0..<3 { _ = try await problem { try await place.enter([], as: "u0") } }
            #expect(try await place.audit("session.create", "denied").count == 4)
            place.world.clock.advance(by: .seconds(600))
            _ = try await problem { try await place.enter([], as: "u0") }
            #expect(try await place.audit("session.create", "denied").first?.detail["attempts"] == "4")
            // And takes no turn of those who have a role, nor leaves a trace in the table of what was used.
            #expect(try await place.world.count("SELECT count(*) AS n FROM used_sign_ins") == 0)
        }
    }

    /// Neither by name nor by e-mail address: anybody may have the same elsewhere.
    @Test func nobodyGetsTheAccountOfAnother() async throws {
        try await withExternalPlace { place in
            let local = try await place.world.account("mina", .admin)
            let first = try await place.enter(["developers"], email: "mina@example.com")
            #expect(first.account.id != local.id)
            #expect(first.account.name == "mina@id.example.com")
            let other = try await place.enter(["developers"], as: "u2", email: "mina@example.com")
            #expect(other.account.id != first.account.id)
            #expect(other.account.name.hasPrefix("user-"))
            let elsewhere = try await place.enter(
                ["developers"],
                issuer: "https://id.example.com/2",
                name: "system"
            )
            #expect(![first.account.id, other.account.id].contains(elsewhere.account.id))
            #expect(elsewhere.account.name == "system@id.example.com")
            let nameless = try await place.enter(["developers"], as: "u3", name: nil)
            #expect(nameless.account.name.hasPrefix("user-"))
            let odd = try await place.enter(["developers"], as: "u4", name: "../<b>\u{202E}")
            #expect(odd.account.name.hasPrefix("user-"))
        }
    }

    @Test func theRoleFollowsTheProviderAtEverySignIn() async throws {
        try await withExternalPlace { place in
            let first = try await place.enter(["developers", "yard-admins"])
            #expect(first.account.role == .admin)
            let second = try await place.enter(["developers"])
            #expect(second.account.role == .operator)
            #expect(try await place.world.caller(first.secret, at: place.engine).role == .operator)
            let changes = try await place.audit("account.change", "accepted")
            #expect(changes.map { $0.detail["role"] } == ["operator"])
            #expect(changes.first?.actor == "mina")
        }
    }

    /// Also for what the person left behind: sessions and tokens.
    @Test func whoeverLosesTheRoleLosesEverythingUntilItComesBack() async throws {
        try await withExternalPlace { place in
            let first = try await place.enter(["developers"])
            let mina = place.engine.session(for: try await place.world.caller(first.secret, at: place.engine))
            let token = try await mina.createToken(TokenRequest(name: "ci", role: .viewer)).secret
            #expect(try await problem { try await place.enter(["everybody"]) } != nil)
            for secret in [first.secret, token] {
                let refusal = try await problem { try await place.world.caller(secret, at: place.engine) }
                #expect(refusal?.code == .authenticationRequired)
            }
            let account = try await place.world.admin.account(first.account.id)
            #expect(account.disabledAt == place.world.clock.now)
            let back = try await place.enter(["developers"])
            #expect(back.account.id == first.account.id)
            #expect(back.account.disabledAt == nil)
            _ = try await place.world.caller(token, at: place.engine)
            #expect(try await problem { try await place.world.caller(first.secret, at: place.engine) } != nil)
        }
    }

    @Test(arguments: [false, true])
    func whomAnAdministratorDisabledStaysDisabled(_ isWithdrawnBefore: Bool) async throws {
        try await withExternalPlace { place in
            let issued = try await place.enter(["developers"])
            if isWithdrawnBefore { _ = try await problem { try await place.enter([]) } }
            let change = AccountChange(disabled: true)
            _ = try await place.world.admin.changeAccount(issued.account.id, change, if: .present)
            let refusal = try await problem { try await place.enter(["developers", "yard-admins"]) }
            #expect(refusal?.wording?.key == "authentication_required.external_no_access")
            let account = try await place.world.admin.account(issued.account.id)
            #expect(account.disabledAt != nil)
            #expect(account.role == .operator)
            #expect(try await place.audit("session.create", "denied").first?.detail["reason"] == "disabled")
            let enabled = AccountChange(disabled: false)
            _ = try await place.world.admin.changeAccount(issued.account.id, enabled, if: .present)
            _ = try await place.enter(["developers"])
        }
    }

    @Test func theScopeThatAnAdministratorGaveStays() async throws {
        try await withExternalPlace { place in
            let issued = try await place.enter(["developers"])
            let scope = Scope(providers: ["claude"])
            let change = AccountChange(scope: scope)
            _ = try await place.world.admin.changeAccount(issued.account.id, change, if: .present)
            #expect(try await place.enter(["yard-admins"]).account.scope == scope)
        }
    }

    @Test func aSignInCountsOnce() async throws {
        try await withExternalPlace { place in
            _ = try await place.enter(["developers"], attempt: "one")
            let again = try await problem { try await place.come() }
            #expect(again?.wording?.key == "authentication_required.external_stale")
            // Nor at another node, nor for another person.
            let other = try await problem { try await place.enter(["developers"], as: "u2", attempt: "one") }
            #expect(other?.code == .authenticationRequired)
            #expect(try await place.world.admin.accounts().items.count == 1)
            place.world.clock.advance(by: .seconds(600 + 3601))
            try await place.engine.janitor(Janitor.Settings()).tidy()
            #expect(try await place.world.count("SELECT count(*) AS n FROM used_sign_ins") == 0)
        }
    }

    @Test func manyFirstSignInsAtOnceMakeOneAccount() async throws {
        try await withExternalPlace { place in
            let identity = { (number: Int) in
                VouchedIdentity(
                    issuer: "https://id.example.com",
                    subject: "u1",
                    preferredName: "mina",
                    roleValues: ["developers"],
                    attempt: "\(number)",
                    attemptEndsAt: place.world.clock.now + .seconds(600)
                )
            }
            let ids = try await withThrowingTaskGroup(of: AccountID.self) { group in
                for number in 0..<8 {
                    let provider = ScriptedIdentityProvider()
                    provider.vouch(for: identity(number))
                    let door = EngineFrontDoor(place.engine, provider: provider) { "" }
                    group.addTask {
                        let answer = ExternalSignInAnswer(code: "c", state: "s", attempt: "a", address: nil)
                        return try await door.signIn(answer, requestID: "r", source: .web).account.id
                    }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(ids.count == 1)
            #expect(try await place.world.admin.accounts().items.count == 1)
        }
    }

    @Test func onlyConfirmedAddressesInAnAllowedDomainGetIn() async throws {
        try await withExternalPlace(domains: ["example.com"]) { place in
            for (email, isVerified) in [
                ("mina@example.com", false), ("mina@example.com.evil.org", true),
                ("mina@sub.example.com", true), ("mina@evil.org", true), ("example.com", true),
                ("mina@example.com@evil.org", true),
            ] {
                let refusal = try await problem {
                    try await place.enter(["developers"], email: email, isVerified: isVerified)
                }
                #expect(refusal?.code == .authenticationRequired, "\(email)")
            }
            let issued = try await place.enter(["developers"], email: "mina@Example.COM")
            #expect(issued.account.role == .operator)
            // Nobody loses anything for what the provider does not say.
            for (email, isVerified) in [(nil, true), ("mina@example.com", nil)] as [(String?, Bool?)] {
                let refusal = try await problem {
                    try await place.enter(["developers"], email: email, isVerified: isVerified)
                }
                #expect(refusal?.wording?.key == "unavailable.external_misconfigured")
            }
            _ = try await place.caller(issued.secret)
            // Whoever moves away loses it.
            _ = try await problem { try await place.enter(["developers"], email: "mina@evil.org") }
            #expect(try await place.world.admin.account(issued.account.id).disabledAt != nil)
        }
    }

    @Test func thereIsNoPasswordAndNobodyGivesOne() async throws {
        try await withExternalPlace { place in
            let issued = try await place.enter(["developers"])
            let id = issued.account.id
            #expect(
                try await problem { try await place.world.enter("mina", "") }?.code == .authenticationRequired
            )
            let mina = place.engine.session(
                for: try await place.world.caller(issued.secret, at: place.engine)
            )
            let own = try await problem {
                try await mina.changePassword(PasswordChange(current: "", new: "three red lanterns"))
            }
            #expect(own?.code == .permissionDenied)
            for change in [AccountChange(password: "three red lanterns"), AccountChange(role: .admin)] {
                let refusal = try await problem {
                    try await place.world.admin.changeAccount(id, change, if: .present)
                }
                #expect(refusal?.code == .validationFailed)
                #expect(refusal?.errors.count == 1)
            }
            // Even where something gave it one.
            let local = try await place.world.account("sora", .viewer)
            try await place.world.database.write {
                _ = try $0.run(
                    """
                    UPDATE accounts SET password_hash =
                        (SELECT password_hash FROM accounts WHERE id = \(local.id)) WHERE id = \(id)
                    """
                )
            }
            let refusal = try await problem { try await place.world.enter("mina") }
            #expect(refusal?.code == .authenticationRequired)
        }
    }

    /// The way in for the day on which the provider is gone.
    @Test func theLastAdministratorWithAPasswordStays() async throws {
        try await withExternalPlace { place in
            let local = try await place.world.account("break-glass", .admin)
            let issued = try await place.enter(["yard-admins"])
            #expect(issued.account.role == .admin)
            let change = AccountChange(disabled: true)
            let refusal = try await problem {
                try await place.world.admin.changeAccount(local.id, change, if: .present)
            }
            #expect(refusal?.code == .conflict)
            _ = try await place.world.admin.changeAccount(issued.account.id, change, if: .present)
        }
    }

    /// Output with the link may have been kept.
    @Test func anAdministratorFromElsewhereEndsTheSetUpLink() async throws {
        try await withExternalPlace { place in
            let code = try #require(try await place.engine.setupCode())
            _ = try await place.enter(["yard-admins"])
            #expect(try await place.engine.setupCode() == nil)
            let request = SetUpRequest(
                code: code,
                signIn: SignInRequest(name: "eve", password: World.password, address: nil)
            )
            let refusal = try await problem {
                try await place.door.setUp(request, requestID: "r", source: .web)
            }
            #expect(refusal?.code == .authenticationRequired)
        }
    }

    static let failures: [(IdentityFailure.Reason, ProblemCode, Int)] = [
        (.stale, .authenticationRequired, 1), (.unverified, .authenticationRequired, 1),
        (.declined, .authenticationRequired, 0), (.unreachable, .unavailable, 0),
        (.misconfigured, .unavailable, 0),
    ]

    @Test(arguments: failures)
    func whatProvesNothingIsToldAndKept(_ reason: IdentityFailure.Reason, _ code: ProblemCode, _ entries: Int)
        async throws
    {
        try await withExternalPlace { place in
            place.provider.fail(IdentityFailure(reason, "What happened, in our words."))
            for _ in 0..<5 {
                let refusal = try await problem { try await place.come() }
                #expect(refusal?.code == code)
                #expect(refusal?.wording?.key == "\(code.rawValue).external_\(reason.rawValue)")
            }
            // Once in a while, so that nobody fills the history with it.
            let denied = try await place.audit("session.create", "denied")
            #expect(denied.count == entries)
            #expect(place.world.log.messages.contains("A sign-in at the identity provider failed."))
        }
    }

    @Test func withoutAProviderNobodyComesFromOne() async throws {
        try await withWorld { world in
            #expect(world.door.identityProvider == nil)
            let begun = try await problem { try await world.door.beginExternalSignIn(requestID: "r") }
            #expect(begun?.code == .notFound)
        }
    }
}
