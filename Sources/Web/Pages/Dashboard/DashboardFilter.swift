import Contract

/// What the dashboard is narrowed to; all of it stands in the address.
///
/// All of it narrows figures, charts, runs and what needs attention; the matrix follows skill and provider.
struct DashboardFilter: Sendable {
    let range: OverviewRange
    let traits: RunTraits
    /// Where the matrix goes on.
    let matrixCursor: String?
    /// The cell of the matrix that is open.
    let cell: MatrixPlace?
    /// The charts whose numbers stand below them as a table.
    let tables: Set<ChartTable>

    init(_ fields: FormFields) {
        range = fields.choice("range") ?? .day
        traits = RunTraits(
            status: fields.choice("status"),
            provider: fields["provider"].map { ProviderID(rawValue: $0) },
            skill: fields["skill"],
            requestedBy: fields["who"],
            source: fields.choice("source")
        )
        matrixCursor = fields["mx"]
        cell = fields["cell"].flatMap(MatrixPlace.init)
        tables = Set(fields.all("table").compactMap(ChartTable.init))
    }

    /// Without the page of the matrix and its open cell.
    var address: Address { narrowing("/dashboard", ["range": range == .day ? nil : range.rawValue]) }

    /// With all of it: what comes anew when something happened.
    var wholeAddress: Address {
        showing(tables)
    }

    /// The same page with these tables open, and no others.
    func showing(_ tables: Set<ChartTable>) -> Address {
        ChartTable.allCases.filter(tables.contains).reduce(
            address.with("mx", matrixCursor).with("cell", cell?.text)
        ) { $0.adding("table", $1.rawValue) }
    }

    /// The same runs in the list of runs.
    func runs(status: RunStatus?, since: Timestamp?) -> Address {
        narrowing("/runs", ["from": since?.inAddress]).with("status", status?.rawValue)
    }

    var isNarrowed: Bool { address.with("range", nil) != Address("/dashboard") }

    var overview: OverviewQuery { OverviewQuery(range, runs: traits) }

    func query(_ status: RunStatus?, since: Timestamp, limit: Int) -> RunQuery {
        var query = RunQuery(of: traits, createdAfter: since, page: PageRequest(limit: limit))
        query.status = status
        return query
    }

    private func narrowing(_ path: String, _ query: KeyValuePairs<String, String?>) -> Address {
        var address = Address(path, query)
        let all = [
            ("status", traits.status?.rawValue), ("provider", traits.provider?.rawValue),
            ("skill", traits.skill), ("who", traits.requestedBy), ("source", traits.source?.rawValue),
        ]
        for (name, value) in all { address = address.with(name, value) }
        return address
    }
}

/// A chart's numbers as a table: some hundred elements, which are there only when somebody wants them.
enum ChartTable: String, CaseIterable, Sendable {
    case outcomes
    case providers
}

/// A skill on a provider, as an address names it: `skill/provider`.
struct MatrixPlace: Equatable, Sendable {
    let skill: String
    let provider: ProviderID

    init(skill: String, provider: ProviderID) {
        self.skill = skill
        self.provider = provider
    }

    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        self.init(skill: String(parts[0]), provider: ProviderID(rawValue: String(parts[1])))
    }

    var text: String { "\(skill)/\(provider)" }
}

extension Timestamp {
    /// RFC 3339 to the second, for addresses that people see.
    var inAddress: String { String(description.prefix(19)) + "Z" }
}
