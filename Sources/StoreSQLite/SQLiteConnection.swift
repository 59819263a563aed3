import GRDB
import GRDBSQLite
import Store

/// A connection of GRDB, used through its prepared statements.
///
/// Binding and reading go to SQLite directly: GRDB's rows and arguments cost several times as much as the
/// statements of this program themselves.
struct SQLiteConnection: Connection {
    private let database: GRDB.Database

    init(_ database: GRDB.Database) {
        self.database = database
    }

    var dialect: Dialect { .sqlite }

    var isInTransaction: Bool { database.isInsideTransaction }

    func run(_ query: Query) throws(StoreError) -> [Store.Row] {
        try requireTransaction()
        let (text, values) = query.rendered(for: .sqlite)
        let statement = try prepared(text)
        let handle = unsafe statement.sqliteStatement
        defer {
            unsafe sqlite3_reset(handle)
            unsafe sqlite3_clear_bindings(handle)
        }
        for (index, value) in values.enumerated() {
            guard unsafe handle.bind(value, at: Int32(index + 1)) == SQLITE_OK else { throw failure() }
        }
        return try rows(of: statement)
    }

    func runScript(_ text: String) throws(StoreError) {
        try requireTransaction()
        do { try database.execute(sql: text) } catch { throw StoreError(sqlite: error) }
    }

    /// Runs a statement without parameters and results.
    func execute(_ text: String) throws(StoreError) {
        let statement = try prepared(text)
        let handle = unsafe statement.sqliteStatement
        let code = unsafe sqlite3_step(handle)
        let failure = code == SQLITE_DONE || code == SQLITE_ROW ? nil : failure()
        unsafe sqlite3_reset(handle)
        if let failure { throw failure }
    }

    /// Makes sure that SQLite has not undone the transaction by itself, as it does when the disk is full.
    ///
    /// A body that caught that failure and went on would otherwise commit each further statement on its own.
    ///
    /// - Throws: ``StoreError/unavailable(_:)``
    func requireTransaction() throws(StoreError) {
        if !isInTransaction { throw .unavailable("the transaction was undone by the database") }
    }

    private func prepared(_ text: String) throws(StoreError) -> Statement {
        do {
            // Very long texts are lists of values whose length hardly comes again.
            return text.utf8.count > 16_384
                ? try database.makeStatement(sql: text) : try database.cachedStatement(sql: text)
        } catch {
            throw StoreError(sqlite: error)
        }
    }

    private func rows(of statement: Statement) throws(StoreError) -> [Store.Row] {
        let handle = unsafe statement.sqliteStatement
        var rows: [Store.Row] = []
        while true {
            switch unsafe sqlite3_step(handle) {
            case SQLITE_DONE:
                return rows
            case SQLITE_ROW:
                rows.append(Store.Row(columns: statement.columnNames, values: try unsafe handle.values()))
            default:
                throw failure()
            }
        }
    }

    /// What SQLite says about its last call.
    private func failure() -> StoreError {
        guard let handle = unsafe database.sqliteConnection else {
            return .unavailable("the database is closed")
        }
        let message = unsafe sqlite3_errmsg(handle).map { unsafe String(cString: $0) }
        return unsafe StoreError(sqliteCode: sqlite3_extended_errcode(handle), message: message)
    }
}

extension OpaquePointer {
    /// Binds a value to a parameter, counted from 1; the bytes are copied.
    fileprivate func bind(_ value: Value, at index: Int32) -> Int32 {
        switch value {
        case .null:
            return unsafe sqlite3_bind_null(self, index)
        case .integer(let integer):
            return unsafe sqlite3_bind_int64(self, index, integer)
        case .text(var text):
            return text.withUTF8 { bytes in
                unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                    // A nil pointer would bind NULL, and an empty string may have no storage.
                    unsafe characters.baseAddress.map {
                        unsafe sqlite3_bind_text(self, index, $0, Int32(bytes.count), copied)
                    } ?? sqlite3_bind_text(self, index, "", 0, copied)
                }
            }
        case .bytes(let bytes):
            guard !bytes.isEmpty else { return unsafe sqlite3_bind_zeroblob(self, index, 0) }
            return unsafe sqlite3_bind_blob64(self, index, bytes, UInt64(bytes.count), copied)
        case .list:
            return SQLITE_MISMATCH
        }
    }

    /// The columns of the row the statement stands on.
    fileprivate func values() throws(StoreError) -> [Value] {
        let count = unsafe sqlite3_column_count(self)
        var values: [Value] = []
        values.reserveCapacity(Int(count))
        for index in 0..<count { values.append(try unsafe value(at: index)) }
        return values
    }

    private func value(at index: Int32) throws(StoreError) -> Value {
        switch unsafe sqlite3_column_type(self, index) {
        case SQLITE_NULL:
            return .null
        case SQLITE_INTEGER:
            return .integer(unsafe sqlite3_column_int64(self, index))
        case SQLITE_TEXT:
            guard let start = unsafe sqlite3_column_text(self, index) else { return .text("") }
            let count = Int(unsafe sqlite3_column_bytes(self, index))
            return unsafe .text(
                String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
            )
        case SQLITE_BLOB:
            guard let start = unsafe sqlite3_column_blob(self, index) else { return .bytes([]) }
            let count = Int(unsafe sqlite3_column_bytes(self, index))
            return unsafe .bytes([UInt8](UnsafeRawBufferPointer(start: start, count: count)))
        default:
            throw .corrupt("a column holds a fraction")
        }
    }
}

/// Tells SQLite to copy what is bound (`SQLITE_TRANSIENT`, a macro that Swift cannot see).
private var copied: sqlite3_destructor_type { unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
