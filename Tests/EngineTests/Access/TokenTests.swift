import Contract
import Engine
import Store
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) struct TokenTests {
    private func signIn(_ secret: String?, _ engine: Engine) async throws -> Caller {
        try await engine.signIn.caller(bearer: secret, requestID: "r9")
    }

    @Test func aNewTokenSignsInWithItsNameAndRole() async throws {
        try await withWorld { world in
            let issued = try await world.admin.createToken(TokenRequest(name: "ci", role: .operator))
            #expect(issued.secret.hasPrefix(issued.token.prefix))
            #expect(issued.secret.utf8.count == 68)
            let caller = try await signIn(issued.secret, world.engine)
            let credential = Caller.Credential.token(issued.token.id, name: "ci")
            #expect(caller == Caller(name: "ci", role: .operator, credential: credential, requestID: "r9"))
            let listed = try await world.admin.tokens().items
            #expect(listed.map(\.name) == ["ci"])
            #expect(listed.first?.lastUsedAt == world.clock.now)
            // SEC-09: only a hash is stored.
            let rows = try await world.database.read { try $0.run("SELECT secret_hash FROM api_tokens") }
            #expect(try rows.first?.text("secret_hash") != issued.secret)
            let audited = try await world.admin.audit(AuditQuery(action: "token.create")).items
            #expect(audited.map(\.subject) == ["token:\(issued.token.id)"])
            #expect(!audited.contains { $0.detail.values.contains(issued.secret) })
        }
    }

    @Test func noUnknownAndEmptyTokensAreRefusedAlike() async throws {
        try await withWorld { world in
            for secret in [nil, "", "sky_guess"] {
                let refusal = try await problem { try await signIn(secret, world.engine) }
                #expect(refusal?.code == .authenticationRequired)
            }
        }
    }

    @Test func aTokenEndsWithItsTime() async throws {
        try await withWorld { world in
            let expires = world.clock.now + .seconds(10)
            let issued = try await world.admin.createToken(
                TokenRequest(name: "ci", role: .viewer, expiresAt: expires)
            )
            _ = try await signIn(issued.secret, world.engine)
            world.clock.advance(by: .seconds(9))
            _ = try await signIn(issued.secret, world.engine)
            world.clock.advance(by: .seconds(1))
            let refusal = try await problem { try await signIn(issued.secret, world.engine) }
            #expect(refusal?.code == .authenticationRequired)
        }
    }

    @Test func aRevokedTokenEndsAtOnceHereAndWithinSecondsElsewhere() async throws {
        try await withWorld { world in
            let elsewhere = world.neighbour()
            let issued = try await world.admin.createToken(TokenRequest(name: "ci", role: .viewer))
            _ = try await signIn(issued.secret, world.engine)
            _ = try await signIn(issued.secret, elsewhere)
            let revoked = try await world.admin.revokeToken(issued.token.id, if: .present)
            #expect(revoked.revokedAt == world.clock.now)
            #expect(try await problem { try await signIn(issued.secret, world.engine) } != nil)
            world.clock.advance(by: .seconds(6))
            #expect(try await problem { try await signIn(issued.secret, elsewhere) } != nil)
            #expect(
                try await problem { try await world.admin.revokeToken("missing", if: .present) }?.code
                    == .notFound
            )
        }
    }

    @Test func aNameInUseAPastEndAndAnEmptyNameAreRefused() async throws {
        try await withWorld { world in
            let first = try await world.admin.createToken(TokenRequest(name: "ci", role: .viewer))
            let taken = try await problem {
                try await world.admin.createToken(TokenRequest(name: "ci", role: .admin))
            }
            #expect(taken?.code == .conflict)
            let wrong = TokenRequest(name: "", role: .viewer, expiresAt: world.clock.now)
            let faults = try await problem { try await world.admin.createToken(wrong) }
            #expect(faults?.errors.map(\.pointer) == ["/name", "/expires_at"])
            _ = try await world.admin.revokeToken(first.token.id, if: .present)
            _ = try await world.admin.createToken(TokenRequest(name: "ci", role: .viewer))
        }
    }

    @Test func theFirstStartShowsATokenOnceAndOnlyIfNobodyCouldSignIn() async throws {
        try await withWorld { world in
            let secret = try #require(try await world.engine.bootstrap(given: nil))
            #expect(try await signIn(secret, world.engine).role == .admin)
            #expect(try await world.engine.bootstrap(given: nil) == nil)
            let first = try #require(try await world.admin.tokens().items.first)
            _ = try await world.admin.revokeToken(first.id, if: .present)
            _ = try await world.admin.createToken(TokenRequest(name: "reader", role: .viewer))
            // A viewer cannot let anybody else in.
            #expect(try await world.engine.bootstrap(given: nil) != nil)
            for token in try await world.admin.tokens().items {
                _ = try await world.admin.revokeToken(token.id, if: .present)
            }
            // An administrator's account can.
            _ = try await world.account("mina", .admin)
            #expect(try await world.engine.bootstrap(given: nil) == nil)
        }
    }

    @Test func aFirstTokenThatCannotBeKeptIsNotMade() async throws {
        struct DiskFull: Error {}
        try await withWorld { world in
            await #expect(throws: DiskFull.self) {
                try await world.engine.bootstrap(given: nil) { _ in throw DiskFull() }
            }
            #expect(try await world.admin.tokens().items.isEmpty)
            let kept = Mutex<String?>(nil)
            let secret = try await world.engine.bootstrap(given: nil) { text in kept.withLock { $0 = text } }
            #expect(secret != nil)
            #expect(kept.withLock(\.self) == secret)
        }
    }

    @Test func aGivenTokenIsMadeKnownOnceAndSignsInAsAdministrator() async throws {
        try await withWorld { world in
            #expect(try await world.engine.bootstrap(given: "chosen-by-the-operator") == nil)
            #expect(try await world.engine.bootstrap(given: "chosen-by-the-operator") == nil)
            #expect(try await world.admin.tokens().items.count == 1)
            #expect(try await signIn("chosen-by-the-operator", world.engine).role == .admin)
            let audited = try await world.admin.audit(AuditQuery(actor: "system")).items
            #expect(audited.count == 1)
        }
    }

    @Test func theFrontDoorOpensForATokenAndSaysThatTheNodeIsReady() async throws {
        try await withWorld { world in
            let door = EngineFrontDoor(world.engine) { "metrics 1\n" }
            let issued = try await world.admin.createToken(TokenRequest(name: "ci", role: .viewer))
            let plane = try await door.signIn(bearer: issued.secret, requestID: "r1", source: .cli)
            #expect(try await plane.skills(SkillQuery()).items.isEmpty)
            #expect(try await problem { try await plane.accounts() }?.code == .permissionDenied)
            #expect(await door.readiness().ready)
            #expect(await door.metrics() == "metrics 1\n")
        }
    }
}
