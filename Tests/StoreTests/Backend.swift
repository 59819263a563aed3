import Foundation
import PostgresFixture
import Store
import StorePostgres
import StoreSQLite
import Testing

/// The databases every test of this target runs on.
enum Backend: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite
    case postgres

    var testDescription: String { rawValue }

    static var available: [Backend] { allCases }

    /// Runs `body` on a database of its own, at the newest schema, and removes it afterwards.
    func withDatabase(_ body: (any Database) async throws -> Void) async throws {
        switch self {
        case .sqlite:
            try await withEmptyDatabase { database in
                try await Migrator().run(on: database)
                try await body(database)
            }
        case .postgres:
            try await withPostgres(migrated: true, limits: .unhurried) { database, _ in
                try await body(database)
            }
        }
    }

    func withEmptyDatabase(_ body: (any Database) async throws -> Void) async throws {
        switch self {
        case .sqlite:
            try await withTemporaryFile { path in
                let database = try SQLiteDatabase(path: path)
                try await body(database)
                try await database.close()
            }
        case .postgres:
            try await withPostgres(limits: .unhurried) { database, _ in try await body(database) }
        }
    }
}

/// Runs `body` on a PostgreSQL database of its own, and removes it afterwards.
func withPostgres(
    migrated: Bool = false,
    connections: Int = 4,
    limits: PostgresLimits = PostgresLimits(),
    in cluster: PostgresCluster? = nil,
    _ body: (PostgresDatabase, TestDatabase) async throws -> Void
) async throws {
    let cluster = if let cluster { cluster } else { try await PostgresCluster.shared }
    let place = try await cluster.createDatabase(migrated: migrated)
    let database = try PostgresDatabase(url: place.url(), connections: connections, limits: limits)
    do {
        try await body(database, place)
    } catch {
        await database.close()
        try await place.drop()
        throw error
    }
    await database.close()
    try await place.drop()
}

/// Runs `body` with a path in a folder of its own, and removes the folder afterwards.
func withTemporaryFile(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer {
        // A folder that is left over in the temporary directory harms nobody.
        try? FileManager.default.removeItem(at: folder)
    }
    try await body(folder.appending(path: "test.sqlite").path())
}
