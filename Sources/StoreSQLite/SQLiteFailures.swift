import GRDB
import GRDBSQLite
import Store

extension StoreError {
    /// Translates what GRDB throws; errors of this program pass through.
    init(sqlite error: any Error) {
        switch error {
        case let error as StoreError:
            self = error
        case let error as DatabaseError:
            self.init(sqliteCode: error.extendedResultCode.rawValue, message: error.message)
        default:
            self = .unavailable("the database did not answer")
        }
    }

    /// Translates a result code of SQLite (https://sqlite.org/rescode.html).
    init(sqliteCode code: Int32, message: String?) {
        switch code {
        case primaryKeyTaken, uniqueTaken, rowidTaken: self = .conflict
        default: self = Self.primary(code & 0xFF, message: message)
        }
    }

    // The words are our own: those of SQLite may hold paths.
    private static func primary(_ code: Int32, message: String?) -> StoreError {
        switch code {
        case SQLITE_BUSY, SQLITE_LOCKED: .unavailable("the database is locked")
        case SQLITE_FULL: .unavailable("the disk is full")
        case SQLITE_IOERR: .unavailable("the disk failed")
        case SQLITE_READONLY: .unavailable("the database is read-only")
        case SQLITE_CANTOPEN: .unavailable("the database cannot be opened")
        case SQLITE_NOMEM: .unavailable("memory ran out")
        case SQLITE_MISUSE: .unavailable("the database is closed")
        case SQLITE_CORRUPT: .corrupt("the database file is damaged")
        case SQLITE_NOTADB: .corrupt("the file is no database")
        default: .rejected(message ?? "SQLite \(code)")
        }
    }
}

// SQLITE_CONSTRAINT_PRIMARYKEY, _UNIQUE and _ROWID: macros that Swift cannot see.
private let primaryKeyTaken = SQLITE_CONSTRAINT | (6 << 8)
private let uniqueTaken = SQLITE_CONSTRAINT | (8 << 8)
private let rowidTaken = SQLITE_CONSTRAINT | (10 << 8)
