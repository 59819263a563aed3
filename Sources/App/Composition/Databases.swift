import Contract
import FoundationEssentials
import Store
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
        connections: Int
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
        case .postgres:
            throw Problem(
                .unavailable,
                "PostgreSQL is not supported yet; leave SKILLYARD_DATABASE_URL unset."
            )
        }
    }
}
