import Contract
import Engine
import Store
import Testing

/// Tokens of accounts: they do no more than their account.
@Suite(.timeLimit(.minutes(5))) struct OwnedTokenTests {
    private func holder(_ secret: String, _ engine: Engine) async throws -> Caller {
        try await engine.signIn.caller(bearer: secret, requestID: "r9")
    }

    @Test func aTokenIsItsAccountsAndTheHistorySaysWhich() async throws {
        try await withWorld { world in
            let mina = try await world.signIn(try await world.account("mina", .operator))
            let issued = try await mina.createToken(TokenRequest(name: "ci", role: .operator))
            let own = try await mina.accountID
            #expect(issued.token.accountID == own)
            let caller = try await holder(issued.secret, world.engine)
            #expect(caller.name == "mina")
            #expect(caller.account == own)
            let plane = world.engine.session(for: caller)
            _ = try await plane.registerSkill(SkillUpload(content: .text(skillText("demo"))))
            let entry = try await mina.audit(AuditQuery(action: "skill.register")).items.first
            #expect(entry?.actor == "mina")
            #expect(entry?.detail["token"] == "ci")
            // One that leaked must not live on in others.
            let refusal = try await problem {
                try await plane.createToken(TokenRequest(name: "x", role: .viewer))
            }
            #expect(refusal?.code == .permissionDenied)
        }
    }

    @Test func nobodyMakesATokenThatMayDoMore() async throws {
        try await withWorld { world in
            let scope = Scope(providers: ["alpha"])
            let mina = try await world.signIn(try await world.account("mina", .operator, scope))
            let more = TokenRequest(name: "a", role: .auditor, scope: .everything)
            let refusal = try await problem { try await mina.createToken(more) }
            #expect(refusal?.code == .permissionDenied)
            #expect(refusal?.errors.map(\.pointer) == ["/role", "/scope"])
            let same = try await mina.createToken(TokenRequest(name: "b", role: .operator))
            #expect(same.token.scope == scope)
            let wider = Scope(providers: ["alpha", "beta"])
            let second = try await problem {
                try await mina.createToken(TokenRequest(name: "c", role: .viewer, scope: wider))
            }
            #expect(second?.errors.map(\.pointer) == ["/scope"])
        }
    }

    @Test func aTokenFollowsItsAccount() async throws {
        try await withWorld { world in
            let account = try await world.account("mina", .operator)
            let mina = try await world.signIn(account)
            let issued = try await mina.createToken(TokenRequest(name: "ci", role: .operator))
            #expect(try await holder(issued.secret, world.engine).role == .operator)
            let lesser = AccountChange(role: .auditor, scope: Scope(namespaces: ["docs"]))
            let changed = try await world.admin.changeAccount(
                account.id,
                lesser,
                if: .unchanged(account.revision)
            )
            // Of what both may do; at once on this node.
            let caller = try await holder(issued.secret, world.engine)
            #expect(caller.role == .viewer)
            #expect(caller.scope == Scope(namespaces: ["docs"]))
            let disabled = AccountChange(disabled: true)
            _ = try await world.admin.changeAccount(account.id, disabled, if: .unchanged(changed.revision))
            #expect(
                try await problem { try await holder(issued.secret, world.engine) }?.code
                    == .authenticationRequired
            )
        }
    }

    @Test func oneSeesAndRevokesOnesOwnOnly() async throws {
        try await withWorld { world in
            let mina = try await world.signIn(try await world.account("mina", .viewer))
            let jun = try await world.signIn(try await world.account("jun", .viewer))
            let hers = try await mina.createToken(TokenRequest(name: "ci", role: .viewer))
            let his = try await jun.createToken(TokenRequest(name: "ci", role: .viewer))
            #expect(try await mina.tokens().items.map(\.id) == [hers.token.id])
            #expect(
                try await problem { try await mina.revokeToken(his.token.id, if: .present) }?.code
                    == .notFound
            )
            _ = try await mina.revokeToken(hers.token.id, if: .present)
            #expect(try await problem { try await holder(hers.secret, world.engine) } != nil)
            #expect(try await world.admin.tokens().items.count == 2)
            _ = try await world.admin.revokeToken(his.token.id, if: .present)
        }
    }

    /// A name in the history stands for one thing.
    @Test func anAccountAndATokenOfNobodyNeverShareAName() async throws {
        try await withWorld { world in
            _ = try await world.admin.createToken(TokenRequest(name: "Mina", role: .viewer))
            #expect(try await problem { try await world.account("mina", .viewer) }?.code == .conflict)
            _ = try await world.account("jun", .viewer)
            let taken = TokenRequest(name: "JUN", role: .viewer)
            #expect(try await problem { try await world.admin.createToken(taken) }?.code == .conflict)
        }
    }

    @Test func aBoundedAdministratorRevokesNothingBeyondTheBounds() async throws {
        try await withWorld { world in
            let alpha = Scope(providers: ["alpha"])
            let mina = try await world.signIn(try await world.account("mina", .admin, alpha))
            let wide = try await world.admin.createToken(TokenRequest(name: "wide", role: .viewer)).token
            let narrow = TokenRequest(name: "narrow", role: .admin, scope: alpha)
            let refusal = try await problem { try await mina.revokeToken(wide.id, if: .present) }
            #expect(refusal?.code == .permissionDenied)
            #expect(refusal?.errors.map(\.pointer) == ["/scope"])
            let entries = try await world.admin.audit(AuditQuery(action: "token.revoke")).items
            #expect(entries.map(\.outcome) == ["denied"])
            #expect(entries.first?.subject == "token:\(wide.id)")
            let within = try await world.admin.createToken(narrow).token
            #expect(try await mina.revokeToken(within.id, if: .present).revokedAt != nil)
            // A token may end itself, whatever its rights are by now.
            let own = try await mina.createToken(TokenRequest(name: "own", role: .admin))
            let plane = world.engine.session(for: try await holder(own.secret, world.engine))
            #expect(try await plane.revokeToken(own.token.id, if: .present).revokedAt != nil)
        }
    }
}
