import Contract
import Engine
import Store
import Testing

@Suite(.timeLimit(.minutes(5))) struct AccountTests {
    private static let alpha = Scope(providers: ["alpha"])

    @Test func anAccountIsMadeListedAndNeverShowsItsPassword() async throws {
        try await withWorld { world in
            let scope = Scope(providers: ["alpha"], namespaces: ["docs"])
            let made = try await world.admin.createAccount(
                AccountRequest(
                    name: "Mina",
                    displayName: "김미나",
                    role: .operator,
                    scope: scope,
                    password: World.password
                )
            )
            #expect(made.revisionNumber == 1)
            #expect(try await world.admin.accounts().items == [made])
            #expect(try await world.admin.account(made.id) == made)
            let rows = try await world.database.read { try $0.run("SELECT password_hash FROM accounts") }
            let stored = try rows.first?.text("password_hash")
            #expect(stored?.hasPrefix("scrypt$4$8$1$") == true)
            let entries = try await world.admin.audit(AuditQuery(action: "account.create")).items
            #expect(entries.map(\.subject) == ["account:\(made.id)"])
            #expect(entries.first?.detail["providers"] == "alpha")
            #expect(!entries.contains { $0.detail.values.contains(World.password) })
            #expect(try await problem { try await world.account("mINA", .viewer) }?.code == .conflict)
        }
    }

    @Test(arguments: [
        ("a", "short", ["/password length"]), ("a", String(repeating: "x", count: 257), ["/password length"]),
        ("mina@example.com", "MINA@example.com", ["/password format"]),
        ("a", "password12345", ["/password format"]),
        ("a", "aaaaaaaaaaaaa", ["/password format"]), ("", World.password, ["/name length"]),
        ("-a", World.password, ["/name format"]), ("a b", World.password, ["/name format"]),
        ("System", World.password, ["/name choice"]), ("First-Run", World.password, ["/name choice"]),
        ("mina\u{200D}", World.password, ["/name format"]),
        ("mina\u{FE0F}", World.password, ["/name format"]),
        ("m\u{3164}ina", World.password, ["/name format"]), ("\u{301}mina", World.password, ["/name format"]),
        ("rene\u{301}", World.password, []), ("미나", "종이배 네 척을 띄운다", []),
        ("ok", "only lower case words", []),
    ])
    func namesAndPasswordsHaveRules(_ name: String, _ password: String, _ faults: [String]) async throws {
        try await withWorld { world in
            let request = AccountRequest(name: name, role: .viewer, password: password)
            let refusal = try await problem { try await world.admin.createAccount(request) }
            #expect((refusal?.errors ?? []).map { "\($0.pointer) \($0.code)" } == faults)
            #expect(refusal?.errors.contains { $0.detail.contains(password) } != true)
        }
    }

    // API-06
    @Test func ofTwoWhoChangeTheSameOneIsTold() async throws {
        try await withWorld { world in
            let account = try await world.account("mina", .viewer)
            let changed = try await world.admin.changeAccount(
                account.id,
                .init(displayName: "M"),
                if: .unchanged(account.revision)
            )
            #expect(changed.revisionNumber == 2)
            let late = try await problem {
                try await world.admin.changeAccount(
                    account.id,
                    .init(role: .operator),
                    if: .unchanged(account.revision)
                )
            }
            #expect(late?.code == .preconditionFailed)
            #expect(try await world.admin.account(account.id) == changed)
            let everywhere = try await world.admin.changeAccount(
                account.id,
                .init(scope: .everything),
                if: .unchanged(changed.revision)
            )
            #expect(everywhere.scope == nil)
            #expect(everywhere.displayName == "M")
        }
    }

    @Test func whatAnAccountMayDoChangesAtOnceHereAndWithinSecondsElsewhere() async throws {
        try await withWorld { world in
            let elsewhere = world.neighbour()
            let account = try await world.account("mina", .operator)
            let secret = try await world.enter("mina").secret
            #expect(try await world.caller(secret).role == .operator)
            #expect(try await world.caller(secret, at: elsewhere).role == .operator)
            _ = try await world.admin.changeAccount(
                account.id,
                .init(role: .viewer),
                if: .unchanged(Revision(text: "1"))
            )
            #expect(try await world.caller(secret).role == .viewer)
            world.clock.advance(by: .seconds(6))
            #expect(try await world.caller(secret, at: elsewhere).role == .viewer)
            _ = try await world.admin.changeAccount(
                account.id,
                .init(disabled: true),
                if: .unchanged(Revision(text: "2"))
            )
            #expect(try await problem { try await world.caller(secret) }?.code == .authenticationRequired)
            world.clock.advance(by: .seconds(6))
            #expect(try await problem { try await world.caller(secret, at: elsewhere) } != nil)
            #expect(try await problem { try await world.enter("mina") }?.code == .authenticationRequired)
            _ = try await world.admin.changeAccount(
                account.id,
                .init(disabled: false),
                if: .unchanged(Revision(text: "3"))
            )
            _ = try await world.enter("mina")
        }
    }

    @Test func theLastAdministratorStays() async throws {
        try await withWorld { world in
            let only = try await world.account("jun", .admin)
            for change in [AccountChange(disabled: true), .init(role: .viewer)] {
                let refusal = try await problem {
                    try await world.admin.changeAccount(only.id, change, if: .unchanged(only.revision))
                }
                #expect(refusal?.code == .conflict)
            }
            _ = try await world.account("mina", .admin)
            _ = try await world.admin.changeAccount(
                only.id,
                .init(disabled: true),
                if: .unchanged(only.revision)
            )
        }
    }

    @Test func aBoundedAdministratorGivesAndTakesNothingBeyondTheBounds() async throws {
        try await withWorld { world in
            let free = try await world.account("jun", .viewer)
            let own = try await world.account("mina", .admin, Self.alpha)
            let mina = try await world.signIn(own)
            let wide = AccountRequest(name: "x", role: .viewer, password: World.password)
            let made = try await problem { try await mina.createAccount(wide) }
            #expect(made?.code == .permissionDenied)
            let bounds = AccountChange(scope: Self.alpha)
            let taken = try await problem {
                try await mina.changeAccount(free.id, bounds, if: .unchanged(Revision(text: "1")))
            }
            #expect(taken?.code == .permissionDenied)
            let freedom = AccountChange(scope: .everything)
            let widened = try await problem {
                try await mina.changeAccount(own.id, freedom, if: .unchanged(Revision(text: "1")))
            }
            #expect(widened?.errors.map(\.pointer) == ["/scope"])
        }
    }

    @Test func anAdministratorSetsAPasswordOfOthersButNotTheOwn() async throws {
        try await withWorld { world in
            let account = try await world.account("mina", .admin)
            let mina = try await world.signIn(account)
            let new = AccountChange(password: "three red lanterns")
            let own = try await problem {
                try await mina.changeAccount(account.id, new, if: .unchanged(Revision(text: "1")))
            }
            #expect(own?.errors.map(\.pointer) == ["/password"])
            _ = try await world.admin.changeAccount(account.id, new, if: .unchanged(Revision(text: "1")))
            #expect(try await problem { try await world.enter("mina") } != nil)
            _ = try await world.enter("mina", "three red lanterns")
        }
    }

    /// A body may take as long as its sender likes.
    @Test func whoeverWasDisabledWhileAskingChangesNothing() async throws {
        try await withWorld { world in
            let (own, other) = (
                try await world.account("mina", .admin), try await world.account("jun", .admin)
            )
            let mina = try await world.signIn(own)
            let disabled = try await world.admin.changeAccount(
                own.id,
                .init(disabled: true),
                if: .unchanged(own.revision)
            )
            let request = AccountRequest(name: "eve", role: .admin, password: World.password)
            for attempt in [
                { @Sendable in
                    _ = try await mina.changeAccount(
                        own.id,
                        .init(disabled: false),
                        if: .unchanged(disabled.revision)
                    )
                },
                { @Sendable in _ = try await mina.createAccount(request) },
                { @Sendable in _ = try await mina.createToken(TokenRequest(name: "ci", role: .admin)) },
                { @Sendable in _ = try await mina.signOutAccount(other.id) },
            ] as [@Sendable () async throws -> Void] {
                let refusal = try await problem { try await attempt() }
                #expect(refusal?.code == .authenticationRequired)
            }
            #expect(try await world.admin.account(own.id) == disabled)
            #expect(try await world.admin.accounts().items.count == 2)
            #expect(try await world.admin.tokens().items.isEmpty)
        }
    }

    @Test func whoeverLostTheRoleWhileAskingIsRefusedAndThatIsAudited() async throws {
        try await withWorld { world in
            _ = try await world.account("jun", .admin)
            let own = try await world.account("mina", .admin)
            let mina = try await world.signIn(own)
            _ = try await world.admin.changeAccount(
                own.id,
                .init(role: .operator),
                if: .unchanged(own.revision)
            )
            let request = AccountRequest(name: "eve", role: .viewer, password: World.password)
            #expect(try await problem { try await mina.createAccount(request) }?.code == .permissionDenied)
            let entries = try await world.admin.audit(AuditQuery(actor: "mina", action: "account.create"))
                .items
            #expect(entries.map(\.outcome) == ["denied"])
        }
    }

    @Test func oneOfAScopeIsNoAdministratorToBeLeftWith() async throws {
        try await withWorld { world in
            _ = try await world.engine.setupCode()
            _ = try await world.account("mina", .admin, Self.alpha)
            #expect(try await world.count("SELECT count(*) AS n FROM setup_codes") == 1)
            let only = try await world.account("jun", .admin)
            #expect(try await world.count("SELECT count(*) AS n FROM setup_codes") == 0)
            for change in [AccountChange(disabled: true), .init(scope: Self.alpha), .init(role: .viewer)] {
                let refusal = try await problem {
                    try await world.admin.changeAccount(only.id, change, if: .unchanged(only.revision))
                }
                #expect(refusal?.code == .conflict)
            }
        }
    }
}
