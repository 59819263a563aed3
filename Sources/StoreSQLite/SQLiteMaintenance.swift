import GRDB
import Store

extension SQLiteDatabase {
    /// Every fault SQLite finds in the file, and every reference to a missing row; empty when it is whole.
    package func integrityCheck() async throws -> [String] {
        try await blocking { pool in
            try pool.read { database in
                let faults = try String.fetchAll(database, sql: "PRAGMA integrity_check").filter {
                    $0 != "ok"
                }
                let dangling = try GRDB.Row.fetchAll(database, sql: "PRAGMA foreign_key_check").map { row in
                    "\(row[0] as String): a row refers to a missing row of \(row[2] as String)"
                }
                return faults + dangling
            }
        }
    }

    /// Brings everything into the one file: what stands beside it may be left behind then.
    ///
    /// - Throws: ``StoreError/unavailable(_:)`` while others read or write.
    package func gather() async throws {
        try await blocking { pool in
            try pool.writeWithoutTransaction { database in _ = try database.checkpoint(.truncate) }
        }
    }

    /// Copies one consistent state of the database into another file while writers go on.
    ///
    /// - Throws: ``StoreError/unavailable(_:)`` if the file cannot be written.
    package func backup(to path: String) async throws {
        try await blocking { pool in
            let copy = try DatabaseQueue(path: path)
            try pool.backup(to: copy)
            try copy.close()
        }
    }
}
