extension Query {
    /// A column of a table of values.
    package struct ValuesColumn: Sendable {
        let name: String
        let type: Value.ListElement

        package static func text(_ name: String) -> ValuesColumn { ValuesColumn(name: name, type: .text) }
        package static func integer(_ name: String) -> ValuesColumn {
            ValuesColumn(name: name, type: .integer)
        }

        var typeName: String {
            switch type {
            case .text: "TEXT"
            case .integer: "BIGINT"
            }
        }
    }

    /// The head of a statement that works on many rows at once: `WITH name (columns) AS (…)`.
    ///
    /// - Parameters:
    ///   - name: What the rest of the statement calls the table.
    ///   - columns: Their types are said once, with the first row: PostgreSQL would take a column of nulls for text.
    ///   - rows: Each with one value for every column; must not be empty.
    /// - Returns: What a statement begins with.
    package static func with(_ name: String, _ columns: [ValuesColumn], _ rows: [[Value]]) -> Query {
        var query = Query(
            stringLiteral: "WITH \(name) (\(columns.map(\.name).joined(separator: ", "))) AS ("
        )
        query.fragments += [.table(columns, rows), .text(") ")]
        return query
    }

    /// Rows with one value for every column, such as what an INSERT takes; must not be empty.
    package static func table(_ columns: [ValuesColumn], _ rows: [[Value]]) -> Query {
        var query = Query(stringLiteral: "")
        query.fragments = [.table(columns, rows)]
        return query
    }
}

extension [Value] {
    /// One row of values.
    package init(row cells: (any ValueConvertible)?...) {
        self = cells.map { $0?.sqlValue ?? .null }
    }
}

extension Array {
    /// This in groups of few sizes, so that a database has few statements to prepare, and few to run for any count.
    ///
    /// - Parameters:
    ///   - dialect: PostgreSQL has one statement for any number of rows, if they are given to it as lists.
    ///   - largest: The most elements of a group of SQLite.
    /// - Returns: The groups, in order; none for nothing.
    package func statementGroups(for dialect: Dialect, upTo largest: Int = 64) -> [ArraySlice<Element>] {
        guard dialect == .sqlite else { return isEmpty ? [] : [self[...]] }
        return statementGroups(upTo: largest)
    }

    /// This in groups of few sizes.
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
