import Contract
import Engine
import Store
import Testing

/// While nodes are replaced one after the other, those that are left work on the schema of the newer ones.
@Suite struct NewerSchemaTests {
    @Test func aRunSucceedsOnTheNextSchema() async throws {
        try await withWorld { world in
            let next = Migrator.newestVersion + 1
            try await world.database.write { connection in
                try connection.runScript(
                    """
                    ALTER TABLE install_tasks ADD COLUMN mood TEXT;
                    ALTER TABLE install_runs ADD COLUMN mood TEXT;
                    ALTER TABLE events ADD COLUMN mood TEXT;
                    ALTER TABLE skills ADD COLUMN mood TEXT;
                    ALTER TABLE providers ADD COLUMN mood TEXT;
                    ALTER TABLE workers ADD COLUMN mood TEXT;
                    CREATE TABLE moods (id TEXT PRIMARY KEY, reason TEXT NOT NULL);
                    """
                )
                try connection.run(
                    """
                    INSERT INTO schema_versions (version, oldest_program) VALUES (\(next), \(next - 1))
                    """
                )
            }
            try await Migrator().run(on: world.database)
            try await world.addSkill("one")
            try await world.addProvider("alpha")
            let run = try await world.start(["one"], on: ["alpha"])
            #expect(try await world.finish(run).status == .success)
            let undone = try await world.admin.rollbackRun(run.id, reason: "a test", source: .api)
            #expect(try await world.finish(undone).status == .success)
            #expect(try await world.installed("one", on: "alpha") == nil)
            #expect(try await world.admin.verifyAudit().intact)
        }
    }
}
