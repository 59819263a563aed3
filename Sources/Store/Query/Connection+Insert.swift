extension Connection {
    /// Inserts many rows with few statements, each sent as by ``Connection/send(_:)``.
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
