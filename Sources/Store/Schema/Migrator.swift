/// Brings a database to the newest schema.
package struct Migrator: Sendable {
    private let migrations: [Migration]

    package init() {
        self.init(Migration.all)
    }

    init(_ migrations: [Migration]) {
        self.migrations = migrations
    }

    /// The newest step this program knows.
    package static var newestVersion: Int { Migration.all.last?.version ?? 0 }

    /// Runs the steps that the database has not had yet, each in a transaction of its own.
    ///
    /// Also those below the newest that it had: what was written at the same time is not merged by its number.
    ///
    /// Several processes may do so at once: each step is carried out by one of them. A schema that a newer program
    /// made is left as it is, if that program promises that this one can work with it.
    ///
    /// - Throws: ``StoreError/newerSchema(found:known:)`` when it does not; nothing is changed then.
    package func run(on database: any Database) async throws {
        let known = migrations.last?.version ?? 0
        for migration in migrations {
            try await database.write { connection in
                let found = try Self.version(of: connection)
                guard found <= known else { return try Self.requireCompatible(found, known, connection) }
                guard try !Self.has(migration, connection) else { return }
                try connection.runScript(migration.script(for: connection.dialect))
                try Self.note(migration, connection)
            }
        }
    }

    private static func version(of connection: any Connection) throws -> Int {
        try StartLock.take(connection)
        if try !hasVersions(connection) {
            try connection.runScript(
                "CREATE TABLE IF NOT EXISTS schema_versions (version BIGINT PRIMARY KEY)"
            )
        }
        return try connection.run("SELECT COALESCE(MAX(version), 0) AS version FROM schema_versions")
            .first?.int("version") ?? 0
    }

    private static func has(_ migration: Migration, _ connection: any Connection) throws(StoreError) -> Bool {
        try !connection.run("SELECT version FROM schema_versions WHERE version = \(migration.version)")
            .isEmpty
    }

    /// Whether the table is there: a role that may not make one must not be asked to.
    private static func hasVersions(_ connection: any Connection) throws(StoreError) -> Bool {
        guard connection.dialect == .postgres else { return false }
        let found = try connection.run("SELECT CAST(to_regclass('schema_versions') AS TEXT) AS name").first
        return found?.optionalText("name") != nil
    }

    private static func requireCompatible(_ found: Int, _ known: Int, _ connection: any Connection) throws {
        // Step 2 brought the column, and whoever finds a newer schema knows at least step 2.
        let row = try connection.run("SELECT oldest_program FROM schema_versions WHERE version = \(found)")
            .first
        guard let oldest = row?.optionalInteger("oldest_program"), oldest <= known else {
            throw StoreError.newerSchema(found: found, known: known)
        }
    }

    private static func note(_ migration: Migration, _ connection: any Connection) throws {
        try connection.run("INSERT INTO schema_versions (version) VALUES (\(migration.version))")
        guard migration.version >= 2 else { return }
        try connection.run(
            """
            UPDATE schema_versions SET oldest_program = \(migration.oldestProgram)
            WHERE version = \(migration.version)
            """
        )
    }
}
