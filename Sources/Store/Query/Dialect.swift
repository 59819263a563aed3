/// The few words that SQLite and PostgreSQL spell differently.
///
/// Adding a word here is the last resort: first look for SQL that both databases accept.
package enum Dialect: Sendable {
    case sqlite
    case postgres

    package enum Word: String, CaseIterable, Sendable {
        /// An integer key that only ever rises.
        case identity
        /// The type of a column of bytes.
        case bytes
        /// Ends a SELECT whose rows the transaction goes on to change.
        case skipLocked
        /// Ends a SELECT of a row that the transaction decides upon; a database with one writer needs no lock.
        case forUpdate
    }

    var placeholder: String {
        switch self {
        case .sqlite: "?"
        case .postgres: "$"
        }
    }

    /// Rows are locked without their keys, which never change: so rows that refer to them can be added meanwhile.
    func spelling(of word: Word) -> String {
        switch (self, word) {
        case (.sqlite, .identity): "INTEGER PRIMARY KEY AUTOINCREMENT"
        case (.postgres, .identity): "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
        case (.sqlite, .bytes): "BLOB"
        case (.postgres, .bytes): "BYTEA"
        case (.sqlite, .skipLocked): ""
        case (.postgres, .skipLocked): "FOR NO KEY UPDATE SKIP LOCKED"
        case (.sqlite, .forUpdate): ""
        case (.postgres, .forUpdate): "FOR NO KEY UPDATE"
        }
    }
}
