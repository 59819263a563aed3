extension Connection {
    /// Inserts many rows with few statements.
    ///
    /// The groups have three sizes only, so that a database has three statements to prepare and not one for
    /// every count.
    ///
    /// - Parameters:
    ///   - head: Everything before the rows: `INSERT INTO t (a, b) VALUES`.
    ///   - rows: Each in parentheses.
    /// - Throws: ``StoreError``
    package func insert(_ head: Query, rows: [Query]) throws(StoreError) {
        var rest = rows[...]
        for size in [64, 8, 1] {
            while rest.count >= size {
                try run("\(head) \(Query.joined(Array(rest.prefix(size)), by: ", "))")
                rest = rest.dropFirst(size)
            }
        }
    }
}
