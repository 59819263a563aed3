import Foundation
import Store
import StoreSQLite
import Testing

/// The databases every test of this target runs on.
enum Backend: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite

    var testDescription: String { rawValue }

    static var available: [Backend] { allCases }

    /// Runs `body` on a database of its own, at the newest schema, and removes it afterwards.
    func withDatabase(_ body: (any Database) async throws -> Void) async throws {
        try await withEmptyDatabase { database in
            try await Migrator().run(on: database)
            try await body(database)
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
        }
    }
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
