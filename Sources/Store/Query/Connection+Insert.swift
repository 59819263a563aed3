extension Connection {
    /// Inserts many rows with few statements, each sent as by ``Connection/send(_:)``.
    ///
    /// - Parameters:
    ///   - rows: Each with one value for every column.
    ///   - table: Where to.
    ///   - columns: What the values are.
    ///   - tail: What follows the rows.
    /// - Throws: ``StoreError``
    package func insert(
        _ rows: [[Value]],
        into table: String,
        _ columns: [Query.ValuesColumn],
        tail: Query = ""
    ) throws(StoreError) {
        let names = columns.map(\.name).joined(separator: ", ")
        let head = Query(stringLiteral: "INSERT INTO \(table) (\(names))")
        for group in rows.statementGroups(for: dialect) {
            try send("\(head) \(.table(columns, Array(group))) \(tail)")
        }
    }

    /// The same for columns whose types only the database knows.
    ///
    /// - Parameters:
    ///   - head: Everything before the rows: `INSERT INTO t (a, b) VALUES`.
    ///   - rows: Each in parentheses.
    ///   - tail: What follows the rows.
    /// - Throws: ``StoreError``
    package func insert(_ head: Query, rows: [Query], tail: Query = "") throws(StoreError) {
        for group in rows.statementGroups() {
            try send("\(head) \(Query.joined(Array(group), by: ", ")) \(tail)")
        }
    }
}
