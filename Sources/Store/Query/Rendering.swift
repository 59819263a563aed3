/// A statement being written down for one database.
///
/// Many rows are one parameter for each of their columns in PostgreSQL, and so the same statement for any number of
/// rows: one to prepare and to plan, and few parameters to take apart. SQLite has a parameter for each value.
struct Rendering {
    private let dialect: Dialect
    private(set) var text = ""
    private(set) var values: [Value] = []

    init(for dialect: Dialect, fragments: Int) {
        self.dialect = dialect
        text.reserveCapacity(32 * fragments)
        values.reserveCapacity(fragments / 2)
    }

    mutating func add(_ fragment: Query.Fragment) {
        switch (fragment, dialect) {
        case (.text(let literal), _): text += literal
        case (.dialect(let word), _): text += dialect.spelling(of: word)
        case (.value(let value), _): add(value)
        case (.table(let columns, let rows), .sqlite): add(columns, rows)
        case (.table(let columns, let rows), .postgres): addLists(columns, rows)
        case (.among(let values), .sqlite):
            text += "IN ("
            add(values)
            text += ")"
        case (.among(let values), .postgres):
            text += "= ANY ("
            add(.list(.text, values))
            text += ")"
        }
    }

    private mutating func add(_ value: Value) {
        values.append(value)
        text += dialect.placeholder
        text += String(values.count)
    }

    private mutating func add(_ values: [Value]) {
        for (index, value) in values.enumerated() {
            if index > 0 { text += ", " }
            add(value)
        }
    }

    /// The types are said once, with the first row.
    private mutating func add(_ columns: [Query.ValuesColumn], _ rows: [[Value]]) {
        text += "VALUES "
        for (index, row) in rows.enumerated() {
            text += index == 0 ? "(" : ", ("
            if index == 0 { addTyped(row, columns) } else { add(row) }
            text += ")"
        }
    }

    private mutating func addTyped(_ row: [Value], _ columns: [Query.ValuesColumn]) {
        for (index, value) in row.enumerated() {
            text += index == 0 ? "CAST(" : ", CAST("
            add(value)
            text += " AS \(columns[index].typeName))"
        }
    }

    private mutating func addLists(_ columns: [Query.ValuesColumn], _ rows: [[Value]]) {
        text += "SELECT * FROM unnest("
        for (index, column) in columns.enumerated() {
            if index > 0 { text += ", " }
            add(.list(column.type, rows.map { $0[index] }))
        }
        text += ")"
    }
}
