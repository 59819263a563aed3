extension Query {
    /// A column of a table of values.
    package struct ValuesColumn: Sendable {
        let name: String
        let type: String

        package static func text(_ name: String) -> ValuesColumn { ValuesColumn(name: name, type: "TEXT") }
        package static func integer(_ name: String) -> ValuesColumn {
            ValuesColumn(name: name, type: "BIGINT")
        }
    }

    /// The head of a statement that works on many rows at once: `WITH name (columns) AS (VALUES …)`.
    ///
    /// - Parameters:
    ///   - name: What the rest of the statement calls the table.
    ///   - columns: Their types are said once, with the first row: PostgreSQL would take a column of nulls for text.
    ///   - rows: Each with one value for every column; must not be empty.
    /// - Returns: What a statement begins with.
    package static func with(_ name: String, _ columns: [ValuesColumn], _ rows: [[Value]]) -> Query {
        var query = Query(
            stringLiteral: "WITH \(name) (\(columns.map(\.name).joined(separator: ", "))) AS (VALUES "
        )
        for (index, row) in rows.enumerated() {
            query.fragments.append(.text(index == 0 ? "(" : ", ("))
            for (column, value) in zip(columns, row) {
                if column.name != columns[0].name { query.fragments.append(.text(", ")) }
                query.fragments += index == 0 ? column.typed(value) : [.value(value)]
            }
            query.fragments.append(.text(")"))
        }
        query.fragments.append(.text(") "))
        return query
    }
}

extension Query.ValuesColumn {
    fileprivate func typed(_ value: Value) -> [Query.Fragment] {
        [.text("CAST("), .value(value), .text(" AS \(type))")]
    }
}

extension Array {
    /// This in groups of few sizes, so that a database has few statements to prepare, and few to run for any count.
    package func statementGroups(upTo largest: Int = 64) -> [ArraySlice<Element>] {
        var groups: [ArraySlice<Element>] = []
        var rest = self[...]
        var size = largest
        while !rest.isEmpty {
            while size > rest.count { size /= 2 }
            groups.append(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        return groups
    }
}
