/// A table as the database's own catalogue describes it.
package struct TableLayout: Equatable, Sendable {
    package enum Content: Equatable, Sendable {
        case text
        case integer
        case bytes
    }

    package struct Column: Equatable, Sendable {
        package let name: String
        package let content: Content
    }

    /// A foreign key.
    struct Reference: Equatable, Sendable {
        let table: String
        /// Of the constraint; SQLite does not tell it.
        let constraint: String?
    }

    package let name: String
    /// Sorted by name, so that both databases list them alike.
    package var columns: [Column]
    /// The columns of the primary key, in its order.
    var key: [String]
    /// The column that numbers its rows by itself.
    var identity: String?
    var references: [Reference]

    var holdsBytes: Bool { columns.contains { $0.content == .bytes } }

    var refersToItself: Bool { references.contains { $0.table == name } }
}

extension TableLayout {
    /// The tables so that each comes after those it refers to; by name where that leaves a choice.
    ///
    /// References of a table to itself do not count: the transfer lets them wait for its end.
    static func inOrderOfReferences(_ tables: [TableLayout]) -> [TableLayout] {
        var rest = tables.sorted { $0.name < $1.name }
        var ordered: [TableLayout] = []
        while !rest.isEmpty {
            let waiting = Set(rest.map(\.name))
            let ready = rest.filter { table in
                table.references.allSatisfy { $0.table == table.name || !waiting.contains($0.table) }
            }
            // A circle of references has no order; the constraints themselves will then say so.
            guard !ready.isEmpty else { return ordered + rest }
            ordered += ready
            let placed = Set(ready.map(\.name))
            rest.removeAll { placed.contains($0.name) }
        }
        return ordered
    }
}

/// A name as both databases take it, whatever words they reserve.
func quoted(_ name: String) -> Query {
    Query(stringLiteral: "\"" + name.replacing("\"", with: "\"\"") + "\"")
}

/// Names as a list.
func quoted(_ names: [String]) -> Query {
    Query.joined(names.map { quoted($0) }, by: ", ")
}
