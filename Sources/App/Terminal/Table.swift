/// Rows in aligned columns, for people.
package struct Table: Equatable, Sendable {
    package struct Column: Equatable, Sendable {
        package enum Alignment: Sendable {
            case left
            case right
        }

        package let title: String
        package let alignment: Alignment

        package init(_ title: String, _ alignment: Alignment = .left) {
            self.title = title
            self.alignment = alignment
        }
    }

    package let columns: [Column]
    package private(set) var rows: [[String]]

    /// A table with one column for each title; rows have as many cells as there are columns.
    package init(_ columns: [Column], rows: [[String]] = []) {
        self.columns = columns
        self.rows = rows
    }

    package init(_ titles: String..., rows: [[String]]) {
        self.init(titles.map { Column($0) }, rows: rows)
    }

    /// The table as lines; the last column is cut to fit `width` columns when that is known.
    package func lines(width: Int? = nil) -> [String] {
        let cells = rows.map { row in row.map(\.terminalSafe) }
        let titles = columns.map { $0.title.uppercased() }
        let widths = columns.indices.map { index in
            ([titles] + cells).map { $0[index].displayWidth }.max() ?? 0
        }
        return ([titles] + cells).map { line($0, widths, within: width) }
    }

    private func line(_ row: [String], _ widths: [Int], within limit: Int?) -> String {
        let last = columns.count - 1
        var text = ""
        for (index, cell) in row.enumerated() {
            let blanks = String(repeating: " ", count: max(0, widths[index] - cell.displayWidth))
            switch columns[index].alignment {
            case .right: text += blanks + cell
            case .left: text += index == last ? cell : cell + blanks
            }
            if index < last { text += "  " }
        }
        let kept = String(text.reversed().drop { $0 == " " }.reversed())
        return limit.map { kept.fitted(to: $0) } ?? kept
    }
}
