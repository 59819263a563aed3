import Foundation
import PostgresFixture
import Store
import StorePostgres
import StoreSQLite

/// What a program under test keeps its records in, with a way to look into it beside the program.
///
/// SQLite in the program's data folder, or PostgreSQL when `SKILLYARD_TEST_DATABASE` says so.
final class ProgramDatabase: Sendable {
    private enum Place: Sendable {
        case file(String)
        case server(TestDatabase, PostgresDatabase)
    }

    private let place: Place
    /// Tells the program where its database is.
    let environment: [String: String]

    private init(_ place: Place, environment: [String: String]) {
        self.place = place
        self.environment = environment
    }

    /// Whether programs under test keep their records in a file.
    static var isFile: Bool { ProcessInfo.processInfo.environment["SKILLYARD_TEST_DATABASE"] != "postgres" }

    /// The server's side of it; nil for a file.
    var server: TestDatabase? {
        guard case .server(let database, _) = place else { return nil }
        return database
    }

    /// Makes an empty one for the program with that data folder.
    static func make(for dataFolder: String) async throws -> ProgramDatabase {
        guard !isFile else {
            return ProgramDatabase(.file(dataFolder + "/skillyard.db"), environment: [:])
        }
        let database = try await PostgresCluster.shared.createDatabase(migrated: false)
        let url = database.url()
        let eyes = try PostgresDatabase(url: url, connections: 1)
        return ProgramDatabase(
            .server(database, eyes),
            environment: ["SKILLYARD_DATABASE_URL": url]
        )
    }

    /// What stands there now.
    func rows(_ query: Query) async throws -> [Row] {
        try await looking { database in try await database.read { try $0.run(query) } }
    }

    /// Changes something behind the program's back.
    func change(_ query: Query) async throws {
        _ = try await looking { database in try await database.write { try $0.run(query) } }
    }

    private func looking(_ look: (any Database) async throws -> [Row]) async throws -> [Row] {
        switch place {
        case .file(let path):
            let database = try SQLiteDatabase(path: path)
            let rows = try await look(database)
            try await database.close()
            return rows
        case .server(_, let eyes):
            return try await look(eyes)
        }
    }

    /// Removes it, unless it goes away with the data folder.
    func remove() async throws {
        guard case .server(let database, let eyes) = place else { return }
        await eyes.close()
        try await database.drop()
    }
}
