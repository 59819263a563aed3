/// The numbers of a chart as a table, with what opens and closes it.
struct ChartTablePanel: Sendable {
    struct Row: Sendable {
        let label: String
        let values: [String]
    }

    let id: String
    let title: String
    let isOpen: Bool
    /// Opens it where it is closed, closes it where it is open.
    let toggle: String
    let columns: [String]
    /// None while it is closed.
    let rows: [Row]

    init(
        _ table: ChartTable,
        title: String,
        columns: [String],
        _ filter: DashboardFilter,
        rows: () -> [Row]
    ) {
        id = table.rawValue
        self.title = title
        isOpen = filter.tables.contains(table)
        toggle = filter.showing(filter.tables.symmetricDifference([table])).text
        self.columns = columns
        self.rows = isOpen ? rows() : []
    }
}
