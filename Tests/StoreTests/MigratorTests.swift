import Store
import Testing

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
