/// Brings a database to the newest schema.
package struct Migrator: Sendable {
    package init() {}

    /// Runs the steps that the database has not had yet, each in a transaction of its own.
    ///
    /// Several processes may do so at once: each step is carried out by one of them.
    ///
    /// - Throws: ``StoreError/newerSchema(found:known:)`` when a newer program has been here; nothing is
    ///   changed then.
    package func run(on database: any Database) async throws {
        try await run(Migration.all, on: database)
    }

    func run(_ migrations: [Migration], on database: any Database) async throws {
        let known = migrations.last?.version ?? 0
        for migration in migrations {
            try await database.write { connection in
                let found = try Self.version(of: connection)
                guard found <= known else { throw StoreError.newerSchema(found: found, known: known) }
                guard found < migration.version else { return }
                try connection.runScript(migration.script(for: connection.dialect))
                try connection.run("INSERT INTO schema_versions (version) VALUES (\(migration.version))")
            }
        }
    }

    private static func version(of connection: any Connection) throws -> Int {
        // SQLite lets one writer in at a time; PostgreSQL would let two create the same table.
        if connection.dialect == .postgres { try connection.run("SELECT pg_advisory_xact_lock(5138)") }
        try connection.runScript("CREATE TABLE IF NOT EXISTS schema_versions (version BIGINT PRIMARY KEY)")
        return try connection.run("SELECT COALESCE(MAX(version), 0) AS version FROM schema_versions")
            .first?.int("version") ?? 0
    }
}
