import Contract
import Store
import Testing

@Suite struct SkillListTests {
    /// Follows the cursors to the end; `meanwhile` runs between two pages.
    private func all(
        _ database: any Database,
        _ query: SkillQuery,
        meanwhile: (Int) async throws -> Void = { _ in }
    ) async throws -> [String] {
        var query = query
        var names: [String] = []
        var number = 0
        repeat {
            let page = try await database.list(query)
            names += page.items.map(\.name)
            query.page.cursor = page.nextCursor
            number += 1
            try await meanwhile(number)
        } while query.page.cursor != nil
        return names
    }

    @Test(
        "API-05: paging skills while others are inserted gives each earlier one exactly once",
        arguments: Backend.available,
        SkillQuery.Order.allCases
    )
    func pagingWhileInserting(on backend: Backend, in order: SkillQuery.Order) async throws {
        try await backend.withDatabase { database in
            let old = (0..<150).map { "old-\($0)" }
            try await database.register(old.map { skill($0) })
            let query = SkillQuery(order: order, page: PageRequest(limit: 20))
            let names = try await all(database, query) { number in
                let new = ["a-\(number)", "old-5\(number)x", "z-\(number)"]
                try await database.write { connection in
                    for name in new {
                        _ = try SkillTable(connection).register(
                            skill(name),
                            at: start + .seconds(1000 + number)
                        )
                    }
                }
            }
            #expect(names.filter(Set(old).contains).sorted() == old.sorted())
            #expect(Set(names).count == names.count)
        }
    }

    @Test(arguments: Backend.available)
    func ordersAreByNameByCreationAndByChange(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.register([skill("b"), skill("c"), skill("a"), skill("b", content: "2")])
            #expect(try await database.names(SkillQuery(order: .name)) == ["a", "b", "c"])
            #expect(try await database.names(SkillQuery(order: .newest)) == ["a", "c", "b"])
            #expect(try await database.names(SkillQuery(order: .updated)) == ["b", "a", "c"])
        }
    }

    @Test(arguments: Backend.available)
    func limitsAreKeptWithinBounds(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.register((0..<210).map { skill("s\($0)") })
            for (limit, count) in [(-5, 1), (0, 1), (7, 7), (200, 200), (100_000, 200)] {
                let page = try await database.list(SkillQuery(page: PageRequest(limit: limit)))
                #expect(page.items.count == count)
                #expect(page.nextCursor != nil)
            }
        }
    }

    @Test(arguments: Backend.available)
    func aCursorOfAnotherOrderOrRubbishIsInvalid(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.register([skill("a"), skill("b")])
            let page = try await database.list(SkillQuery(order: .name, page: PageRequest(limit: 1)))
            let foreign = try #require(page.nextCursor)
            for cursor in [foreign, "", "x", "%%%", "W10", String(repeating: "A", count: 9000), "한국"] {
                await #expect(throws: StoreError.invalidCursor) {
                    try await database.list(SkillQuery(order: .newest, page: PageRequest(cursor: cursor)))
                }
            }
        }
    }

    @Test(arguments: Backend.available)
    func filtersNarrowTogether(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.register([
                skill("a", owner: "ann", tags: ["x"]), skill("b", owner: "eve", tags: ["x"]),
                skill("c", owner: "ann"),
            ])
            try await database.write { connection in
                _ = try SkillTable(connection).yank(version: 1, of: "c", reason: "r", at: start)
                for provider in ["p", "q"] {
                    _ = try ProviderTable(connection).put(
                        ProviderID(rawValue: provider),
                        ProviderSettings(kind: .folder, displayName: provider),
                        at: start
                    )
                }
                let skill = try #require(try SkillTable(connection).skill(named: "b"))
                try connection.runScript(
                    """
                    INSERT INTO install_runs (id, kind, status, requested_by, source, created_at, started_at,
                        finished_at, queued, running, retry_wait, success, failed, canceled, skipped)
                        VALUES ('r', 'install', 'success', 'ann', 'api', 1, 1, 1, 0, 0, 0, 1, 0, 0, 0);
                    INSERT INTO installations VALUES ('\(skill.id)', 'q', 'b', 1, 'd', 'rid', NULL, 'r', 1)
                    """
                )
            }
            #expect(try await database.names(SkillQuery(tag: "x")) == ["a", "b"])
            #expect(try await database.names(SkillQuery(owner: "ann")) == ["a", "c"])
            #expect(try await database.names(SkillQuery(state: .yanked)) == ["c"])
            #expect(try await database.names(SkillQuery(state: .active, tag: "x", owner: "ann")) == ["a"])
            let installed = try await database.list(SkillQuery(provider: ProviderID(rawValue: "q")))
            #expect(installed.items.map(\.name) == ["b"])
            #expect(installed.items.first?.installedOn == [ProviderID(rawValue: "q")])
            #expect(try await database.names(SkillQuery(provider: ProviderID(rawValue: "p"))).isEmpty)
        }
    }
}
