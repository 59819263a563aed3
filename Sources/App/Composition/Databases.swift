import Contract
import FoundationEssentials
import Store
import StorePostgres
import StoreSQLite

/// Opens the database that the settings name.
enum Databases {
    /// Opens the database at the newest schema.
    ///
    /// - Throws: ``Problem`` when it cannot be used, or when a newer program has been at work.
    static func openMigrated(_ configuration: Configuration) async throws -> any Store.Database {
        let database = try open(configuration.database, connections: configuration.databaseConnections)
        guard case .postgres = configuration.database else {
            try await migrate(database)
            return database
        }
        // A step may rewrite large tables, which takes longer than anybody should wait for an answer.
        let patient = try open(configuration.database, connections: 1, limits: .migrating)
        try await closing(patient) { try await migrate(patient) }
        return database
    }

    /// - Throws: ``Problem`` when it cannot be opened.
    static func open(
        _ location: Configuration.DatabaseLocation,
        connections: Int,
        limits: PostgresLimits = PostgresLimits()
    ) throws -> any Store.Database {
        switch location {
        case .sqlite(let path):
            let folder = URL(filePath: path).deletingLastPathComponent()
            do {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                return try SQLiteDatabase(path: path)
            } catch StoreError.corrupt {
                throw Problem(.unavailable, "\(path) is damaged, or no SQLite database: restore a backup.")
            } catch {
                throw Problem(.unavailable, "The database \(path) cannot be opened: is the folder writable?")
            }
        case .postgres(let url):
            do throws(StoreError) {
                return try PostgresDatabase(url: url, connections: connections, limits: limits)
            } catch {
                throw Problem(.unavailable, "The connection string of PostgreSQL cannot be read.")
            }
        }
    }

    /// Closes the database however `body` ends.
    static func closing<Result>(_ database: any Store.Database, _ body: () async throws -> Result)
        async throws
        -> Result
    {
        let outcome: Swift.Result<Result, any Error>
        do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
        try await (database as? SQLiteDatabase)?.close()
        await (database as? PostgresDatabase)?.close()
        return try outcome.get()
    }

    /// Gives a role what a server needs, and no more.
    ///
    /// - Throws: ``Problem``
    static func grant(to role: String, on database: any Store.Database) async throws {
        let setting = Setting.databaseRole.name
        do {
            try await database.write { try DatabaseRights.grant(to: role, $0) }
        } catch DatabaseRights.Refusal.noRoles {
            throw Problem(.unavailable, "Only PostgreSQL has roles: take \(setting) away.")
        } catch DatabaseRights.Refusal.noSuchRole {
            throw Problem(
                .unavailable,
                "PostgreSQL has no role \(role): make it with CREATE ROLE. See \(setting)."
            )
        } catch DatabaseRights.Refusal.tooMighty {
            throw Problem(
                .unavailable,
                "The role \(role) has the rights of the tables' owner or of a superuser: nothing could be kept from "
                    + "it. Name another in \(setting)."
            )
        } catch StoreError.rejected {
            throw Problem(
                .unavailable,
                "The rights cannot be given: migrate as the role that owns the tables. See \(setting)."
            )
        }
    }

    private static func migrate(_ database: any Store.Database) async throws {
        do {
            try await Migrator().run(on: database)
        } catch StoreError.newerSchema(let found, let known) {
            throw Problem(
                .unavailable,
                "The database has schema \(found), which a newer program made; this one knows \(known) and would "
                    + "damage it. Nothing was changed. Start the newer program, or restore a backup from before it."
            )
        } catch StoreError.unavailable(let reason) {
            throw Problem(
                .unavailable,
                "The database cannot be used: \(reason). See \(Setting.databaseURL.name)."
            )
        } catch StoreError.rejected(let reason) {
            throw Problem(
                .unavailable,
                "The schema cannot be brought up to date: \(reason). A server whose role may not change the schema "
                    + "needs `skillyard migrate` as the owner first."
            )
        }
    }
}

extension PostgresLimits {
    fileprivate static var migrating: PostgresLimits {
        var limits = PostgresLimits()
        limits.statement = .seconds(3600)
        limits.transaction = .seconds(4 * 3600)
        return limits
    }
}
