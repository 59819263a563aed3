import Contract

/// How the runs of the range ended over time, and what each provider made of its targets.
struct RunCharts: Sendable {
    /// A drawing with the same numbers as a table.
    struct Chart: Sendable {
        let svg: String
        let legend: [LegendEntry]
        let table: ChartTablePanel
    }

    /// Nil when no run ended.
    let outcomes: Chart?
    /// Nil when no target ended.
    let providers: Chart?

    init(
        _ overview: Overview,
        names: [ProviderID: String],
        _ filter: DashboardFilter,
        _ words: Words
    ) {
        outcomes = overview.current.total == 0 ? nil : Self.outcomes(overview, filter, words)
        providers = overview.providerSeries.isEmpty ? nil : Self.providers(overview, names, filter, words)
    }

    private static func outcomes(_ overview: Overview, _ filter: DashboardFilter, _ words: Words) -> Chart {
        let bars = outcomeBars(overview, words)
        let table = ChartTablePanel(
            .outcomes,
            title: bars.title,
            columns: [words["dashboard.from_utc"]] + bars.series.map(\.label)
                + [words["dashboard.p95_short"]],
            filter
        ) {
            zip(bars.bars, overview.parts).map { bar, part in
                let p95 = part.totals.p95Milliseconds.map { words.duration(milliseconds: $0) } ?? "–"
                return ChartTablePanel.Row(label: bar.label, values: bar.values.map(words.grouped) + [p95])
            }
        }
        return Chart(svg: bars.svg, legend: bars.legend, table: table)
    }

    private static func outcomeBars(_ overview: Overview, _ words: Words) -> StackedBars {
        let range = overview.range
        let current = overview.current
        let places: KeyValuePairs = [
            "success": words.grouped(current.success), "partly": words.grouped(current.partialFailed),
            "failed": words.grouped(current.failed),
        ]
        return StackedBars(
            id: "chart-outcomes",
            title: words["dashboard.outcomes"],
            description: words["dashboard.outcomes_desc", places],
            series: [
                ChartSeries(tone: .ok, label: words["state.success"]),
                ChartSeries(tone: .warn, label: words["state.partial_failed"]),
                ChartSeries(tone: .fail, label: words["state.failed"]),
            ],
            bars: overview.parts.map { part in
                StackedBars.Bar(
                    mark: range.mark(of: part.from),
                    label: range.label(of: part.from),
                    values: [part.totals.success, part.totals.partialFailed, part.totals.failed]
                )
            },
            markEvery: range.markEvery,
            number: words.grouped
        )
    }
}

// MARK: By provider

extension RunCharts {
    private static func providers(
        _ overview: Overview,
        _ names: [ProviderID: String],
        _ filter: DashboardFilter,
        _ words: Words
    ) -> Chart {
        let bars = providerBars(overview, names, words)
        let table = ChartTablePanel(
            .providers,
            title: bars.title,
            columns: [words["dashboard.from_utc"]] + bars.rows.map(\.label),
            filter
        ) { providerRows(overview, words) }
        return Chart(svg: bars.svg, legend: bars.legend, table: table)
    }

    private static func providerRows(_ overview: Overview, _ words: Words) -> [ChartTablePanel.Row] {
        let rows = overview.parts.enumerated().map { index, part in
            ChartTablePanel.Row(
                label: overview.range.label(of: part.from),
                values: overview.providerSeries.map {
                    words.written($0.parts.indices.contains(index) ? $0.parts[index] : .none)
                }
            )
        }
        let sums = ChartTablePanel.Row(
            label: words["dashboard.in_all"],
            values: overview.providerSeries.map { words.written($0.total) }
        )
        return rows + [sums]
    }

    private static func providerBars(
        _ overview: Overview,
        _ names: [ProviderID: String],
        _ words: Words
    ) -> BarRows {
        BarRows(
            id: "chart-providers",
            title: words["dashboard.by_provider"],
            description: words.counted("dashboard.by_provider_desc", overview.providers.count),
            series: [
                ChartSeries(tone: .ok, label: words["state.success"]),
                ChartSeries(tone: .fail, label: words["state.failed"]),
                ChartSeries(tone: .idle, label: words["state.canceled"]),
            ],
            marks: overview.parts.map {
                BarRows.Mark(mark: overview.range.mark(of: $0.from), label: overview.range.label(of: $0.from))
            },
            rows: overview.providerSeries.map { series in
                BarRows.Row(
                    label: series.provider.map { names[$0] ?? $0.rawValue }
                        ?? words["dashboard.other_providers"],
                    note: series.total.values.map(words.grouped).joined(separator: " · "),
                    parts: series.parts.map(\.values)
                )
            },
            markEvery: overview.range.markEvery,
            number: words.grouped
        )
    }
}

extension ProviderSeries {
    fileprivate var total: TargetTotals { parts.reduce(.none) { $0 + $1 } }
}

extension TargetTotals {
    fileprivate var values: [Int] { [success, failed, canceled] }
}

extension Words {
    /// How many targets ended, and of them how many failed.
    fileprivate func written(_ totals: TargetTotals) -> String {
        guard totals.failed > 0 else { return grouped(totals.total) }
        let places: KeyValuePairs = ["n": grouped(totals.total), "failed": grouped(totals.failed)]
        return self["dashboard.of_them_failed", places]
    }
}

extension OverviewRange {
    fileprivate var markEvery: Int { self == .month ? 5 : 4 }

    /// What stands below a bar: the hour in UTC, or the day where a bar is longer.
    fileprivate func mark(of time: Timestamp) -> String {
        let text = time.description
        return String(self == .day ? text.dropFirst(11).prefix(5) : text.dropFirst(5).prefix(5))
    }

    fileprivate func label(of time: Timestamp) -> String {
        let text = time.description
        let day = text.dropFirst(5).prefix(5)
        return self == .month ? String(day) : "\(day) \(text.dropFirst(11).prefix(5))"
    }
}
