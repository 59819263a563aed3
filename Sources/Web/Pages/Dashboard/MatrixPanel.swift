import Contract

/// Where each skill stands on every provider; the worst of it stands beside its name.
struct MatrixPanel: Sendable {
    struct Cell: Sendable {
        let id: String
        let tone: String
        /// Nil where nothing is there.
        let icon: String?
        /// What the cell says, in words.
        let label: String
        let version: Int?
        /// Opens or closes it; nil where there is nothing to tell.
        let href: String?
        let isOpen: Bool
    }

    /// Where, what and when of an open cell.
    struct Detail: Sendable {
        let title: String
        let chip: Chip
        let installed: String
        let when: Moment?
        let why: String?
        let next: String?
        let run: String?
        let close: String
    }

    struct Row: Sendable {
        let skill: String
        let href: String
        let latest: Int
        let chip: Chip
        /// Nothing of it is anywhere.
        let isAbsent: Bool
        let cells: [Cell]
        let detail: Detail?
    }

    let columns: [String]
    let span: Int
    let rows: [Row]
    let isEmpty: Bool
    let isNarrowed: Bool
    let next: String?
    /// Back to the first page, when this is not it.
    let first: String?

    init(_ page: Page<MatrixRow>, names: [ProviderID: String], _ filter: DashboardFilter, _ visit: Visit) {
        let shown = page.items.map { row in
            MatrixRow(
                skill: row.skill,
                latestVersion: row.latestVersion,
                cells: row.cells.filter {
                    filter.traits.provider == nil || filter.traits.provider == $0.provider
                }
            )
        }
        columns = (shown.first?.cells ?? []).map { names[$0.provider] ?? $0.provider.rawValue }
        span = columns.count + 2
        rows = shown.map { Row($0, names: names, filter, visit) }
        isEmpty = rows.isEmpty
        isNarrowed = filter.traits.skill != nil
        next = page.nextCursor.map { filter.address.with("mx", $0).text + "#dash-matrix" }
        first = filter.matrixCursor == nil ? nil : filter.address.text + "#dash-matrix"
    }
}

extension MatrixPanel.Row {
    fileprivate init(
        _ row: MatrixRow,
        names: [ProviderID: String],
        _ filter: DashboardFilter,
        _ visit: Visit
    ) {
        skill = row.skill
        href = "/skills/\(row.skill)"
        latest = row.latestVersion
        let worst = row.cells.map(\.state).max { $0.badness < $1.badness } ?? .absent
        chip = Chip(worst, visit.words)
        isAbsent = worst == .absent
        cells = row.cells.map { cell in
            MatrixPanel.Cell(
                cell,
                of: row.skill,
                name: names[cell.provider] ?? cell.provider.rawValue,
                filter,
                visit.words
            )
        }
        detail = row.cells.first { filter.cell == MatrixPlace(skill: row.skill, provider: $0.provider) }.map {
            MatrixPanel.Detail($0, of: row, name: names[$0.provider] ?? $0.provider.rawValue, filter, visit)
        }
    }
}

extension MatrixPanel.Cell {
    fileprivate init(
        _ cell: MatrixCell,
        of skill: String,
        name: String,
        _ filter: DashboardFilter,
        _ words: Words
    ) {
        let place = MatrixPlace(skill: skill, provider: cell.provider)
        let chip = Chip(cell.state, words)
        let isOpen = filter.cell == place
        let version = cell.installedVersion.map { words["dashboard.version_n", ["n": String($0)]] }
        id = "cell-\(skill)-\(cell.provider)"
        tone = chip.state
        icon = cell.state == .absent ? nil : chip.icon
        label = [skill, name, chip.label, version ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
        self.version = cell.installedVersion
        self.isOpen = isOpen
        let hasStory = cell.runID != nil || cell.installedVersion != nil
        href = hasStory ? filter.wholeAddress.with("cell", isOpen ? nil : place.text).text : nil
    }
}

extension MatrixPanel.Detail {
    fileprivate init(
        _ cell: MatrixCell,
        of row: MatrixRow,
        name: String,
        _ filter: DashboardFilter,
        _ visit: Visit
    ) {
        let words = visit.words
        title = words["dashboard.skill_on", ["skill": row.skill, "provider": name]]
        chip = Chip(cell.state, words)
        installed =
            cell.installedVersion.map {
                words["dashboard.installed_of", ["n": String($0), "latest": String(row.latestVersion)]]
            } ?? words["dashboard.not_installed_of", ["latest": String(row.latestVersion)]]
        when = cell.at.map(visit.moment)
        why = cell.code.map { words.of($0.sentence) }
        next = cell.code.map { words.of($0.nextAction) }
        run = cell.runID.map { "/runs/\($0)" }
        close = filter.wholeAddress.with("cell", nil).text
    }
}

extension MatrixCell.State {
    /// The larger, the sooner somebody should look.
    var badness: Int {
        switch self {
        case .absent: 0
        case .current: 1
        case .running: 2
        case .waiting: 3
        case .outdated: 4
        case .failed: 5
        }
    }
}

extension Chip {
    init(_ state: MatrixCell.State, _ words: Words) {
        let tone: Tone =
            switch state {
            case .absent, .waiting: .idle
            case .current: .ok
            case .outdated: .warn
            case .running: .run
            case .failed: .fail
            }
        self.init(tone, words["dashboard.cell_\(state.rawValue)"])
    }
}
