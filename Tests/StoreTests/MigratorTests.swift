import Testing

@testable import Store

@Suite struct MigratorTests {
    @Test(arguments: Backend.available)
    func migratingTwiceChangesNothing(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.write { connection in
                try connection.run("INSERT INTO workers VALUES ('w', 'p', 2, 3)")
            }
            try await Migrator().run(on: database)
            let workers = try await database.read { try $0.run("SELECT id FROM workers").count }
            #expect(workers == 1)
        }
    }

    /// Of two that were written at the same time, the one with the higher number may be merged first.
    @Test(arguments: Backend.available)
    func aStepThatCameLateIsRun(on backend: Backend) async throws {
        let newest = Migrator.newestVersion
        let late = step(newest + 1, "CREATE TABLE late (id TEXT PRIMARY KEY);")
        let early = step(newest + 2, "CREATE TABLE early (id TEXT PRIMARY KEY);")
        try await backend.withDatabase { database in
            try await Migrator(Migration.all + [early]).run(on: database)
            for _ in 0..<2 { try await Migrator(Migration.all + [late, early]).run(on: database) }
            try await database.write { connection in
                try connection.run("INSERT INTO late (id) VALUES ('a')")
                try connection.run("INSERT INTO early (id) VALUES ('a')")
            }
            let noted = try await database.read {
                try $0.run("SELECT version FROM schema_versions ORDER BY version").map {
                    try $0.int("version")
                }
            }
            #expect(noted == Migration.all.map(\.version) + [newest + 1, newest + 2])
        }
    }

    private func step(_ version: Int, _ script: String) -> Migration {
        Migration(version: version, oldestProgram: 1, common: Array((script + "\n").utf8))
    }

    @Test(arguments: Backend.available)
    func migratingFromSeveralSidesAtOnceWorks(on backend: Backend) async throws {
        try await backend.withEmptyDatabase { database in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 { group.addTask { try await Migrator().run(on: database) } }
                try await group.waitForAll()
            }
        }
    }

    @Test(arguments: Backend.available)
    func aNewerDatabaseIsRefused(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.write { try $0.run("INSERT INTO schema_versions (version) VALUES (999)") }
            let error = await #expect(throws: StoreError.self) { try await Migrator().run(on: database) }
            guard case .newerSchema(found: 999, known: _)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }
}
