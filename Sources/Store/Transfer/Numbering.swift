/// The numbers that a table gives to its rows by itself.
struct Numbering {
    private let connection: any Connection
    private let table: String
    private let column: String

    /// Nil for a table that numbers nothing.
    init?(of layout: TableLayout, _ connection: any Connection) {
        guard let column = layout.identity else { return nil }
        self.connection = connection
        table = layout.name
        self.column = column
    }

    /// The last number given, also to a row that is gone again; nil when there was none.
    func last() throws -> Int64? {
        let row =
            switch connection.dialect {
            case .sqlite:
                try connection.run("SELECT seq AS last FROM sqlite_sequence WHERE name = \(table)").first
            case .postgres:
                try connection.run(
                    "SELECT pg_sequence_last_value(CAST(\(sequence) AS regclass)) AS last"
                ).first
            }
        return row?.optionalInteger("last")
    }

    /// Goes on after this number.
    func goOn(after last: Int64) throws {
        switch connection.dialect {
        case .sqlite:
            try connection.run("DELETE FROM sqlite_sequence WHERE name = \(table)")
            try connection.run("INSERT INTO sqlite_sequence (name, seq) VALUES (\(table), \(last))")
        case .postgres:
            try connection.run("SELECT setval(CAST(\(sequence) AS regclass), \(last)) AS last")
        }
    }

    private var sequence: Query {
        "pg_get_serial_sequence(CAST(\("\"" + table + "\"") AS TEXT), CAST(\(column) AS TEXT))"
    }
}
