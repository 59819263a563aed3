import Contract
import FoundationEssentials
import Store
import StorePostgres
import StoreSQLite

/// Opens the database that the settings name.
enum Databases {
    /// - Throws: ``Problem`` when it cannot be opened.
    static func open(_ configuration: Configuration) throws -> any Store.Database {
        try open(configuration.database, connections: configuration.databaseConnections)
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
}
