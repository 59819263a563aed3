import Contract
import Domain
import Store
import Testing

private func sample(_ id: AccountID, _ name: String, role: Role = .viewer, scope: Scope? = nil) -> AccountView
{
    AccountView(
        id: id,
        name: name,
        displayName: nil,
        role: role,
        scope: scope,
        createdAt: start,
        updatedAt: start
    )
}

@Suite struct AccountTableTests {
    @Test(arguments: Backend.available)
    func anAccountIsKeptWholeAndFoundInAnyCase(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            let scope = Scope(providers: ["claude"], namespaces: ["docs"])
            let mina = sample("a", "Mina", role: .auditor, scope: scope)
            try await database.write { connection in
                let table = AccountTable(connection)
                try table.insert(mina, passwordHash: "h")
                try table.insert(sample("b", "준호"), passwordHash: "h")
                #expect(try table.find("a") == mina)
                #expect(try table.secured(named: "mINA") == .init(account: mina, passwordHash: "h"))
                // As another system types it: taken apart.
                #expect(
                    try table.secured(named: "\u{110C}\u{116E}\u{11AB}\u{1112}\u{1169}")?.account.id == "b"
                )
                #expect(try table.secured(named: "nobody") == nil)
                #expect(try table.all().map(\.name) == ["Mina", "준호"])
                _ = try table.signedIn("a", with: "h", at: start + .seconds(5))
                #expect(try table.find("a")?.lastSignedInAt == start + .seconds(5))
            }
            await #expect(throws: StoreError.conflict) {
                try await database.write {
                    try AccountTable($0).insert(sample("c", "MINA"), passwordHash: "h")
                }
            }
        }
    }

    @Test(arguments: Backend.available)
    func aChangeOverAnotherIsNotSaved(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.write { connection in
                let table = AccountTable(connection)
                try table.insert(sample("a", "mina", role: .admin), passwordHash: "h")
                #expect(try table.hasAdministrator())
                #expect(try !table.hasAdministrator(besides: "a"))
                let changed = AccountView(
                    id: "a",
                    name: "mina",
                    displayName: "M",
                    role: .admin,
                    scope: nil,
                    disabledAt: start,
                    revisionNumber: 2,
                    createdAt: start,
                    updatedAt: start + .seconds(1)
                )
                #expect(try table.save(changed, passwordHash: nil, over: 1))
                #expect(try table.secured("a") == .init(account: changed, passwordHash: "h"))
                #expect(try !table.save(changed, passwordHash: "x", over: 1))
                #expect(try table.secured("a")?.passwordHash == "h")
                #expect(try table.save(changed, passwordHash: "x", over: 2))
                #expect(try table.secured("a")?.passwordHash == "x")
                #expect(try !table.hasAdministrator())
            }
        }
    }
}

@Suite struct SigningInTests {
    @Test(arguments: Backend.available)
    func onlyThePasswordThatWasComparedLetsIn(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.write { connection in
                let table = AccountTable(connection)
                let account = sample("a", "mina")
                try table.insert(account, passwordHash: "h")
                #expect(try table.signedIn("a", with: "other", at: start + .seconds(2)) == nil)
                #expect(try table.find("a")?.lastSignedInAt == account.lastSignedInAt)
                let entered = try table.signedIn("a", with: "h", at: start + .seconds(2))
                #expect(entered?.lastSignedInAt == start + .seconds(2))
                #expect(try table.find("a") == entered)
                try connection.run("UPDATE accounts SET disabled_at = \(start) WHERE id = 'a'")
                #expect(try table.signedIn("a", with: "h", at: start + .seconds(3)) == nil)
            }
        }
    }
}

@Suite struct SessionTableTests {
    private func session(_ id: SessionID, after seconds: Int = 0) -> SessionView {
        SessionView(
            id: id,
            createdAt: start + .seconds(seconds),
            lastSeenAt: start + .seconds(seconds),
            expiresAt: start + .seconds(seconds + 100),
            address: "192.0.2.1"
        )
    }

    @Test(arguments: Backend.available)
    func aSessionIsFoundByItsSecretUntilItIsEnded(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.write { connection in
                for id in ["a", "b"] as [AccountID] {
                    try AccountTable(connection).insert(sample(id, id.rawValue), passwordHash: "h")
                }
                let table = SessionTable(connection)
                try table.insert(session("s1"), of: "a", secretHash: "h1")
                try table.insert(session("s2", after: 1), of: "a", secretHash: "h2")
                try table.insert(session("s3", after: 2), of: "b", secretHash: "h3")
                #expect(try table.find(secretHash: "h1") == .init(session: session("s1"), account: "a"))
                #expect(try table.find(secretHash: "h9") == nil)
                #expect(try table.find("s1") == .init(session: session("s1"), account: "a"))
                #expect(try table.find("s9") == nil)
                let all = try table.all(of: "a", at: start, seenAfter: start - .seconds(1))
                #expect(all.map(\.id) == ["s2", "s1"])
                #expect(try table.all(of: "a", at: start, seenAfter: start).map(\.id) == ["s2"])
                try table.touch("s1", at: start + .seconds(9))
                try table.touch("s1", at: start + .seconds(5))
                #expect(try table.find(secretHash: "h1")?.session.lastSeenAt == start + .seconds(9))
                #expect(try table.end("s1", of: "b") == 0)
                #expect(try table.end("s1", of: "a") == 1)
                #expect(try table.find(secretHash: "h1") == nil)
                #expect(try table.endAll(of: "a") == 1)
                try table.prune(at: start + .seconds(101))
                #expect(try table.find(secretHash: "h3") != nil)
                try table.prune(at: start + .seconds(102))
                #expect(try table.find(secretHash: "h3") == nil)
            }
        }
    }

    @Test(arguments: Backend.available)
    func setUpCodesCountForATime(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.write { connection in
                let table = SetupCodeTable(connection)
                try table.insert(hash: "h", at: start)
                #expect(try table.contains(hash: "h", madeAfter: start - .seconds(1)))
                #expect(try !table.contains(hash: "h", madeAfter: start))
                #expect(try !table.contains(hash: "x", madeAfter: start - .seconds(1)))
                try table.prune(before: start)
                #expect(try table.contains(hash: "h", madeAfter: start - .seconds(1)))
                try table.prune(before: start + .seconds(1))
                #expect(try !table.contains(hash: "h", madeAfter: start - .seconds(1)))
                try table.insert(hash: "h", at: start)
                try table.removeAll()
                #expect(try !table.contains(hash: "h", madeAfter: start - .seconds(1)))
            }
        }
    }
}

@Suite struct SignInFailureTableTests {
    private typealias Tried = SignInFailureTable.Tried

    @Test(arguments: Backend.available)
    func failuresAreCountedByWhatWasTried(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.write { connection in
                let table = SignInFailureTable(connection)
                let pair = Tried(nameHash: "mina", address: "192.0.2.1")
                let all = Tried(nameHash: nil, address: "192.0.2.1")
                #expect(try table.lock(pair) == .init())
                let count = SignInFailureTable.Count(
                    failures: 3,
                    lastAt: start,
                    blockedUntil: start + .seconds(4),
                    unreported: 2,
                    reportedAt: start - .seconds(9),
                    actor: "Mina"
                )
                try table.save(count, of: pair)
                #expect(try table.lock(pair) == count)
                #expect(try table.lock(all) == .init())
                #expect(try table.unreported(before: start, limit: 9) == [pair])
                #expect(try table.unreported(before: start - .seconds(9), limit: 9).isEmpty)
                try table.forgive(pair)
                let forgiven = try table.lock(pair)
                #expect(forgiven.failures == 2)
                #expect(forgiven.blockedUntil == .never)
                #expect(forgiven.unreported == 2)
                try table.prune(before: start + .seconds(1))
                #expect(try table.lock(pair) == .init())
            }
        }
    }

    @Test(arguments: Backend.available)
    func whereAnAccountWasIsRememberedForATime(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.write { connection in
                try AccountTable(connection).insert(sample("a", "Mina"), passwordHash: "h")
                let table = SignInFailureTable(connection)
                #expect(try !table.knows("mina", at: "192.0.2.1"))
                try table.remember("a", at: "192.0.2.1", start)
                try table.remember("a", at: "192.0.2.1", start + .seconds(2))
                #expect(try table.knows("mina", at: "192.0.2.1"))
                #expect(try !table.knows("mina", at: "192.0.2.2"))
                #expect(try !table.knows("jun", at: "192.0.2.1"))
                try table.pruneAddresses(before: start + .seconds(2))
                #expect(try table.knows("mina", at: "192.0.2.1"))
                try table.pruneAddresses(before: start + .seconds(3))
                #expect(try !table.knows("mina", at: "192.0.2.1"))
            }
        }
    }
}

/// What a program of an earlier schema makes of tokens that it does not understand.
@Suite struct BoundTokenTests {
    private func token(_ id: TokenID, _ role: Role, scope: Scope? = nil, account: AccountID? = nil)
        -> TokenView
    {
        TokenView(
            id: id,
            name: id.rawValue,
            role: role,
            scope: scope,
            accountID: account,
            prefix: "sky_ab",
            createdAt: start,
            expiresAt: nil,
            lastUsedAt: nil,
            revokedAt: nil
        )
    }

    @Test(arguments: Backend.available)
    func itFindsNoneThatMeansLessThanItsRoleSays(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.write { connection in
                try AccountTable(connection).insert(sample("a", "mina"), passwordHash: "h")
                let tokens = [
                    token("t1", .admin), token("t2", .auditor),
                    token("t3", .operator, scope: Scope(providers: ["x"])),
                    token("t4", .operator, account: "a"),
                ]
                let table = TokenTable(connection)
                for token in tokens { try table.insert(token, secretHash: "h-" + token.id.rawValue) }
                #expect(try table.all() == tokens)
                #expect(try table.all(of: "a") == [tokens[3]])
                for token in tokens {
                    #expect(try table.find(secretHash: "h-" + token.id.rawValue) == token)
                    #expect(try table.find(token.id) == token)
                }
                // The statement of the first program.
                let earlier = try connection.run(
                    "SELECT id, role FROM api_tokens WHERE secret_hash IN ('h-t1', 'h-t2', 'h-t3', 'h-t4') ORDER BY id"
                )
                #expect(try earlier.map { try $0.text("id") } == ["t1", "t2"])
                #expect(try earlier.map { try $0.text("role") } == ["admin", "viewer"])
            }
        }
    }
}
