import Contract
import Engine
import Store
import Testing

// SEC-09
@Suite(.timeLimit(.minutes(5))) struct SessionTests {
    private let halfADay = Duration.seconds(12 * 3600)

    @Test func signingInGivesANewSecretOfWhichAHashIsKept() async throws {
        try await withWorld { world in
            let account = try await world.account("Mina", .viewer)
            let first = try await world.enter("mina")
            let second = try await world.enter("MINA")
            #expect(first.secret != second.secret)
            #expect(first.secret.hasPrefix("sks_"))
            #expect(first.secret.utf8.count == 68)
            #expect(first.account.id == account.id)
            let caller = try await world.caller(first.secret)
            #expect(caller.name == "Mina")
            #expect(caller.credential == .session(first.session.id))
            let rows = try await world.database.read { try $0.run("SELECT secret_hash FROM sessions") }
            #expect(rows.count == 2)
            #expect(!(try rows.map { try $0.text("secret_hash") }).contains(first.secret))
            #expect(try await world.admin.account(account.id).lastSignedInAt == world.clock.now)
            let entries = try await world.admin.audit(AuditQuery(action: "session.create")).items
            #expect(entries.map(\.outcome) == ["accepted", "accepted"])
            #expect(entries.first?.source == "web")
        }
    }

    @Test func aSessionEndsUnusedAfterHalfADayAndInAnyCaseAfterAWeek() async throws {
        try await withWorld { world in
            _ = try await world.account("mina", .viewer)
            let unused = try await world.enter("mina")
            world.clock.advance(by: halfADay - .seconds(1))
            _ = try await world.caller(unused.secret)
            world.clock.advance(by: halfADay - .seconds(1))
            _ = try await world.caller(unused.secret)
            world.clock.advance(by: halfADay)
            let refusal = try await problem { try await world.caller(unused.secret) }
            #expect(refusal?.code == .authenticationRequired)
            let used = try await world.enter("mina")
            for _ in 0..<27 {
                world.clock.advance(by: .seconds(6 * 3600))
                _ = try await world.caller(used.secret)
            }
            world.clock.advance(by: .seconds(6 * 3600))
            #expect(try await problem { try await world.caller(used.secret) } != nil)
        }
    }

    /// A page that lies open asks by itself, and must not keep its session alive.
    @Test func whatAPageAsksByItselfIsNoUse() async throws {
        try await withWorld { world in
            _ = try await world.account("mina", .viewer)
            let secret = try await world.enter("mina").secret
            let ask = { (asUse: Bool) async throws in
                _ = try await world.engine.signIn.caller(bearer: secret, requestID: "r", asUse: asUse)
            }
            world.clock.advance(by: .seconds(3600))
            try await ask(false)
            // Use counts, even where the node remembers the page's question.
            try await ask(true)
            for _ in 0..<11 {
                world.clock.advance(by: .seconds(3600))
                try await ask(false)
            }
            world.clock.advance(by: .seconds(3599))
            try await ask(false)
            world.clock.advance(by: .seconds(6))
            #expect(try await problem { try await ask(false) }?.code == .authenticationRequired)
        }
    }

    @Test func oneSeesAndEndsOnesOwnSessions() async throws {
        try await withWorld { world in
            _ = try await world.account("mina", .viewer)
            _ = try await world.account("jun", .viewer)
            let his = try await world.enter("jun")
            let first = try await world.enter("mina", from: nil)
            world.clock.advance(by: .seconds(1))
            let second = try await world.enter("mina")
            let mina = world.engine.session(for: try await world.caller(second.secret))
            let listed = try await mina.sessions().items
            #expect(listed.map(\.id) == [second.session.id, first.session.id])
            #expect(listed.map(\.current) == [true, false])
            #expect(listed.map(\.address) == ["192.0.2.1", nil])
            #expect(try await problem { try await mina.endSession(his.session.id) }?.code == .notFound)
            #expect(try await mina.endSession(first.session.id).sessions == 1)
            #expect(try await problem { try await world.caller(first.secret) } != nil)
            #expect(try await mina.endCurrentSession().sessions == 1)
            #expect(try await problem { try await world.caller(second.secret) } != nil)
            _ = try await world.caller(his.secret)
        }
    }

    @Test func signingOutEverywhereEndsAllOfThem() async throws {
        try await withWorld { world in
            let account = try await world.account("mina", .viewer)
            let secrets = [try await world.enter("mina").secret, try await world.enter("mina").secret]
            let mina = world.engine.session(for: try await world.caller(secrets[0]))
            #expect(try await mina.signOutAccount(account.id).sessions == 2)
            for secret in secrets { #expect(try await problem { try await world.caller(secret) } != nil) }
            let jun = try await world.signIn(try await world.account("jun", .viewer))
            #expect(try await problem { try await jun.signOutAccount(account.id) }?.code == .permissionDenied)
            _ = try await world.enter("mina")
            #expect(try await world.admin.signOutAccount(account.id).sessions == 1)
        }
    }

    @Test func aNewPasswordEndsEverySessionAndBeginsOne() async throws {
        try await withWorld { world in
            let account = try await world.account("mina", .viewer)
            let before = try await world.enter("mina")
            let mina = world.engine.session(for: try await world.caller(before.secret))
            let issued = try await mina.changePassword(
                PasswordChange(current: World.password, new: "three red lanterns")
            )
            #expect(issued.account.revisionNumber == account.revisionNumber + 1)
            #expect(issued.session.address == before.session.address)
            #expect(try await problem { try await world.caller(before.secret) } != nil)
            #expect(try await world.caller(issued.secret).account == account.id)
            #expect(try await problem { try await world.enter("mina") }?.code == .authenticationRequired)
            _ = try await world.enter("mina", "three red lanterns")
        }
    }

    @Test func theCurrentPasswordIsNotGuessedInAnOpenBrowser() async throws {
        try await withWorld { world in
            _ = try await world.account("jun", .viewer)
            let mina = try await world.signIn(try await world.account("mina", .viewer))
            let wrong = PasswordChange(current: "wrong", new: "three red lanterns")
            for _ in 0..<5 {
                let refusal = try await problem { try await mina.changePassword(wrong) }
                #expect(refusal?.errors.map(\.pointer) == ["/current"])
            }
            let right = PasswordChange(current: World.password, new: "three red lanterns")
            #expect(try await problem { try await mina.changePassword(right) }?.code == .rateLimited)
            let jun = try await world.signIn(try await world.account("jun2", .viewer))
            _ = try await jun.changePassword(right)
            world.clock.advance(by: .seconds(2))
            _ = try await mina.changePassword(right)
        }
    }

    @Test func theJanitorRemovesWhatHasEnded() async throws {
        try await withWorld { world in
            _ = try await world.account("mina", .viewer)
            _ = try await world.enter("mina")
            world.clock.advance(by: .seconds(7 * 86_400 - 1))
            try await world.engine.janitor().tidy()
            #expect(try await world.count("SELECT count(*) AS n FROM sessions") == 1)
            world.clock.advance(by: .seconds(1))
            try await world.engine.janitor().tidy()
            #expect(try await world.count("SELECT count(*) AS n FROM sessions") == 0)
        }
    }

    @Test func aPersonSetsUpOnceWithTheLink() async throws {
        try await withWorld { world in
            let first = try #require(try await world.engine.setupCode())
            let code = try #require(try await world.engine.setupCode())
            let setUp = { (code: String, name: String) in
                let signIn = SignInRequest(name: name, password: World.password, address: nil)
                return try await world.door.setUp(
                    SetUpRequest(code: code, signIn: signIn),
                    requestID: "r",
                    source: .web
                )
            }
            // The second start's link takes the place of the first one's.
            #expect(try await problem { try await setUp(first, "mina") }?.code == .authenticationRequired)
            #expect(
                try await problem { try await setUp("skc_guess", "mina") }?.code == .authenticationRequired
            )
            #expect(try await problem { try await setUp(code, "") }?.errors.map(\.pointer) == ["/name"])
            let issued = try await setUp(code, "mina")
            #expect(issued.account.role == .admin)
            #expect(try await world.admin.account(issued.account.id) == issued.account)
            #expect(try await world.caller(issued.secret).role == .admin)
            for used in [first, code] {
                #expect(try await problem { try await setUp(used, "eve") }?.code == .authenticationRequired)
            }
            #expect(try await world.engine.setupCode() == nil)
            #expect(try await world.count("SELECT count(*) AS n FROM setup_codes") == 0)
        }
    }

    @Test func aSetUpLinkEndsByItselfAndWithAnyAdministratorsAccount() async throws {
        try await withWorld { world in
            let code = try #require(try await world.engine.setupCode())
            let signIn = SignInRequest(name: "mina", password: World.password, address: nil)
            let request = SetUpRequest(code: code, signIn: signIn)
            world.clock.advance(by: .seconds(7 * 86_400))
            let late = try await problem { try await world.door.setUp(request, requestID: "r", source: .web) }
            #expect(late?.code == .authenticationRequired)
            let next = try #require(try await world.engine.setupCode())
            _ = try await world.account("jun", .admin)
            let other = SetUpRequest(code: next, signIn: signIn)
            let ended = try await problem { try await world.door.setUp(other, requestID: "r", source: .web) }
            #expect(ended?.code == .authenticationRequired)
        }
    }

    @Test func whereAnAdministratorsTokenWorksNoLinkIsPrinted() async throws {
        try await withWorld { world in
            let token = try #require(try await world.engine.bootstrap(given: nil))
            // The first start shows both, the next ones neither.
            #expect(try await world.engine.setupCode(besides: token) != nil)
            #expect(try await world.engine.setupCode() == nil)
            let bounded = TokenRequest(name: "ci", role: .admin, scope: Scope(providers: ["alpha"]))
            _ = try await world.admin.createToken(bounded)
            for known in try await world.admin.tokens().items where known.scope == nil {
                _ = try await world.admin.revokeToken(known.id, if: .present)
            }
            #expect(try await world.engine.setupCode() != nil)
        }
    }

    @Test func codesThatCountForNothingAreInTheHistoryWithoutFloodingIt() async throws {
        try await withWorld { world in
            let signIn = SignInRequest(name: "mina", password: World.password, address: "192.0.2.9")
            let request = SetUpRequest(code: "skc_guess", signIn: signIn)
            for _ in 0..<9 {
                _ = try await problem { try await world.door.setUp(request, requestID: "r", source: .web) }
                try await world.engine.janitor().tidy()
            }
            let entries = try await world.admin.audit(AuditQuery(action: "account.create")).items
            #expect(entries.map(\.outcome) == ["denied"])
            #expect(entries.first?.actor == "-")
            #expect(entries.first?.detail == ["address": "192.0.2.9", "attempts": "1"])
        }
    }
}
