import Contract
import Domain
import Store
import Testing

@Suite struct ProviderTableTests {
    private let id = ProviderID(rawValue: "claude")
    private var settings: ProviderSettings {
        ProviderSettings(kind: .claude, displayName: "Claude", credential: "env:KEY", ratePerMinute: 60)
    }

    @Test(arguments: Backend.available)
    func puttingCreatesThenReplacesAndTellsVersionsApart(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.write { connection in
                let table = ProviderTable(connection)
                let made = try table.put(id, settings, at: start)
                #expect(made.created)
                #expect(try table.find(id) == made.provider)
                let same = try table.put(id, settings, at: start + .seconds(1))
                #expect(!same.created)
                #expect(same.provider == made.provider)
                var changed = settings
                changed.enabled = false
                changed.ratePerMinute = nil
                let replaced = try table.put(id, changed, at: start)
                #expect(!replaced.created)
                #expect(replaced.provider.settings == changed)
                #expect(replaced.provider.updatedAt > made.provider.updatedAt)
                #expect(try table.all() == [replaced.provider])
                #expect(try table.find(ProviderID(rawValue: "none")) == nil)
            }
        }
    }

    @Test(arguments: Backend.available)
    func theLastCheckIsKept(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.write { connection in
                let table = ProviderTable(connection)
                _ = try table.put(id, settings, at: start)
                #expect(try table.checks().isEmpty)
                let check = ProviderCheck(
                    healthy: true,
                    checkedAt: start,
                    latencyMilliseconds: 12,
                    error: nil
                )
                try table.saveCheck(check, of: id)
                #expect(try table.checks() == [id: check])
            }
        }
    }
}

@Suite struct IdempotencyTableTests {
    @Test(arguments: Backend.available)
    func anAnswerIsKeptOncePerCallerAndKey(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.write { connection in
                let table = IdempotencyTable(connection)
                #expect(try table.find(caller: "ann", key: "k") == nil)
                try table.save(caller: "ann", key: "k", fingerprint: "f", answer: "{}", at: start)
                try table.save(
                    caller: "eve",
                    key: "k",
                    fingerprint: "g",
                    answer: "[]",
                    at: start + .seconds(1)
                )
                let found = try table.find(caller: "ann", key: "k")
                #expect(found?.fingerprint == "f")
                #expect(found?.answer == "{}")
            }
            await #expect(throws: StoreError.conflict) {
                try await database.write { connection in
                    try IdempotencyTable(connection)
                        .save(caller: "ann", key: "k", fingerprint: "x", answer: "1", at: start)
                }
            }
            try await database.write { connection in
                let table = IdempotencyTable(connection)
                try table.prune(before: start + .seconds(1))
                #expect(try table.find(caller: "ann", key: "k") == nil)
                #expect(try table.find(caller: "eve", key: "k") != nil)
            }
        }
    }

    @Test(arguments: Backend.available)
    func ofManyRequestsAtOnceOneIsAnswered(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            let saved = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        do {
                            try await database.write { connection in
                                try IdempotencyTable(connection)
                                    .save(
                                        caller: "a",
                                        key: "k",
                                        fingerprint: "\(number)",
                                        answer: "",
                                        at: start
                                    )
                            }
                            return true
                        } catch {
                            return false
                        }
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(saved == 1)
        }
    }
}

@Suite struct TokenTableTests {
    private func token(_ id: String) -> TokenView {
        TokenView(
            id: TokenID(rawValue: id),
            name: "ci",
            role: .operator,
            prefix: "sky_ab",
            createdAt: start,
            expiresAt: start + .seconds(60),
            lastUsedAt: nil,
            revokedAt: nil
        )
    }

    @Test(arguments: Backend.available)
    func aTokenIsFoundByItsSecretAndRevokedOnce(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.write { connection in
                let table = TokenTable(connection)
                try table.insert(token("a"), secretHash: "h1")
                try table.insert(token("b"), secretHash: "h2")
                #expect(try table.find(secretHash: "h1") == token("a"))
                #expect(try table.find(secretHash: "h3") == nil)
                #expect(try table.all() == [token("a"), token("b")])
                try table.touch(TokenID(rawValue: "a"), at: start + .seconds(9))
                try table.touch(TokenID(rawValue: "a"), at: start + .seconds(5))
                #expect(try table.find(secretHash: "h1")?.lastUsedAt == start + .seconds(9))
                let revoked = try table.revoke(TokenID(rawValue: "a"), at: start + .seconds(10))
                #expect(revoked?.revokedAt == start + .seconds(10))
                #expect(try table.revoke(TokenID(rawValue: "a"), at: start + .seconds(20)) == revoked)
                #expect(try table.revoke(TokenID(rawValue: "c"), at: start) == nil)
                #expect(try table.find(secretHash: "h1") == revoked)
            }
        }
    }

    @Test(arguments: Backend.available)
    func twoTokensCannotShareASecret(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.write { try TokenTable($0).insert(token("a"), secretHash: "h") }
            await #expect(throws: StoreError.conflict) {
                try await database.write { try TokenTable($0).insert(token("b"), secretHash: "h") }
            }
        }
    }
}
