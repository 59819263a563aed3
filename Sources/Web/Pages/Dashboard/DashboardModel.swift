import Contract

/// The dashboard as its templates read it; a part that nobody asked for is nil.
struct DashboardModel: Sendable {
    struct Recent: Sendable {
        let rows: [RunRow]
        let isEmpty: Bool
        let isNarrowed: Bool
        let all: String

        init(_ page: Page<RunView>, _ filter: DashboardFilter, since: Timestamp, _ visit: Visit) {
            rows = page.items.map { RunRow($0, visit) }
            isEmpty = rows.isEmpty
            isNarrowed = filter.isNarrowed
            all = filter.runs(status: filter.traits.status, since: since).text
        }
    }

    let filter: DashboardFilterBar
    /// Where a region comes from anew.
    let here: String
    /// The same for what can be opened: the matrix with its page and cell, the charts with their tables.
    let wholeHere: String
    let clear: String
    let isNarrowed: Bool
    let steps: FirstSteps?
    /// Whether regions follow what happens each for itself: not while the whole page still changes its shape.
    let isSettled: Bool
    /// Nothing ever ran: figures and charts have nothing to say.
    let isEmptyYard: Bool
    let figures: DashboardPanel<FigureCards>?
    let attention: AttentionPanel
    let recent: DashboardPanel<Recent>?
    let charts: DashboardPanel<RunCharts>?
    let matrix: DashboardPanel<MatrixPanel>?
    let providers: DashboardPanel<ProviderHealth>?
    /// With the number of things that need attention, so that a tab in the background tells.
    let title: String

    init(_ answers: DashboardAnswers, _ filter: DashboardFilter, since: Timestamp, _ visit: Visit) {
        let listed = answers.providers?.value?.items ?? []
        let names = Dictionary(listed.map { ($0.id, $0.settings.displayName) }) { first, _ in first }
        let beginnings = answers.beginnings?.value ?? .past
        self.filter = DashboardFilterBar(filter, providers: listed, visit.words)
        here = filter.address.text
        wholeHere = filter.wholeAddress.text
        clear = Address("/dashboard", ["range": filter.range == .day ? nil : filter.range.rawValue]).text
        isNarrowed = filter.isNarrowed
        steps = FirstSteps(beginnings, visit.words, mayBegin: visit.isAllowed(.registerSkill))
        isSettled = beginnings.hasSuccess
        isEmptyYard = !beginnings.hasSuccess && beginnings.latestRun == nil
        figures = DashboardPanel(answers.overview, visit) { FigureCards($0, filter, visit) }
        attention = AttentionPanel(answers, filter, since: since, visit)
        recent = DashboardPanel(answers.recent, visit) { Recent($0, filter, since: since, visit) }
        charts = DashboardPanel(answers.overview, visit) {
            RunCharts($0, names: names, filter, visit.words)
        }
        matrix = DashboardPanel(answers.matrix, visit) { MatrixPanel($0, names: names, filter, visit) }
        providers = DashboardPanel(answers.providers, visit) {
            let totals = answers.overview?.value?.providers
            return ProviderHealth($0, totals: totals, only: filter.traits.provider, visit)
        }
        let name = visit.words["nav.dashboard"]
        title = attention.count.map { "(\($0)) \(name)" } ?? name
    }
}

/// The filter as a form.
struct DashboardFilterBar: Sendable {
    let ranges: [Choice]
    let states: [Choice]
    let providers: [Choice]
    let sources: [Choice]
    let skill: String?
    let who: String?

    init(_ filter: DashboardFilter, providers: [ProviderView], _ words: Words) {
        ranges = OverviewRange.allCases.map {
            Choice(
                value: $0.rawValue,
                label: words["dashboard.range_\($0.rawValue)"],
                isChosen: $0 == filter.range
            )
        }
        states = RunStatus.allCases.map {
            Choice(
                value: $0.rawValue,
                label: words["state.\($0.rawValue)"],
                isChosen: $0 == filter.traits.status
            )
        }
        var known = providers.map { ($0.id, $0.settings.displayName) }
        // What is narrowed to has to stand there, even while the list cannot be had.
        if let chosen = filter.traits.provider, !known.contains(where: { $0.0 == chosen }) {
            known.append((chosen, chosen.rawValue))
        }
        self.providers = known.map { id, name in
            Choice(value: id.rawValue, label: name, isChosen: id == filter.traits.provider)
        }
        sources = CommandSource.allCases.map {
            Choice(
                value: $0.rawValue,
                label: words["runs.source_\($0.rawValue)"],
                isChosen: $0 == filter.traits.source
            )
        }
        skill = filter.traits.skill
        who = filter.traits.requestedBy
    }
}
