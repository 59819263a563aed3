/// Reads a table from its first row to its last in bounded pieces, by its key.
struct TableReader {
    /// Rows read at once; tables with bytes are read row by row, since one row can hold many megabytes.
    private static let batch = 256

    private let connection: any Connection
    private let table: TableLayout
    private let names: [String]
    private let wanted: Query

    /// - Parameters:
    ///   - table: What to read.
    ///   - connection: Where it is.
    ///   - wanted: Which rows; those that hold something, unless another condition is given.
    /// - Throws: ``StoreError/rejected(_:)`` when the table has no key to go by.
    init(_ table: TableLayout, of connection: any Connection, where wanted: Query? = nil) throws(StoreError) {
        guard !table.key.isEmpty else { throw .rejected("\(table.name) has no primary key") }
        self.connection = connection
        self.table = table
        names = table.columns.map(\.name)
        self.wanted = wanted ?? table.holdsSomething
    }

    /// Hands over one piece after the other; the values stand in the order of the layout's columns.
    func read(_ take: ([[Value]]) throws -> Void) throws {
        let limit = table.holdsBytes ? 1 : Self.batch
        let head: Query = "SELECT \(quoted(names)) FROM \(quoted(table.name))"
        let tail: Query = "ORDER BY \(quoted(table.key)) LIMIT \(limit)"
        var last: [Value]?
        while true {
            let rows = try connection.run("\(head) \(condition(after: last)) \(tail)")
            guard let end = rows.last else { return }
            try take(rows.map { row in names.map { row[$0] ?? .null } })
            guard rows.count == limit else { return }
            last = table.key.map { end[$0] ?? .null }
        }
    }

    private func condition(after last: [Value]?) -> Query {
        guard let last else { return "WHERE \(wanted)" }
        let values = Query.joined(last.map(Query.init(value:)), by: ", ")
        return "WHERE \(wanted) AND (\(quoted(table.key))) > (\(values))"
    }
}

extension Query {
    /// A value as a parameter.
    init(value: Value) {
        self = "\(value)"
    }
}

extension Value: ValueConvertible {
    package var sqlValue: Value { self }
}
