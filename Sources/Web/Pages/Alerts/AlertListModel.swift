import Contract

/// The list of alerts as its template reads it.
struct AlertListModel: Sendable {
    struct Tab: Sendable {
        let value: String
        let href: String
        let label: String
        let isActive: Bool
    }

    let tabs: [Tab]
    /// As the address says it; nil for open ones.
    let state: String?
    let rules: [Choice]
    let providers: [Choice]
    let cards: [AlertCard]
    let isEmpty: Bool
    /// Nothing is open anywhere.
    let isCalm: Bool
    /// How many rules look on, for whoever sees nothing.
    let watched: String
    let isNarrowed: Bool
    let clear: String
    let shown: String
    let cursor: String?
    let next: String?
    let newest: String

    init(
        _ visit: Visit,
        _ filter: AlertFilter,
        _ found: Page<AlertView>,
        rules: [AlertRuleView],
        providers: ProviderNames
    ) {
        let words = visit.words
        state = filter.state
        tabs = (AlertState.allCases.map(Optional.some) + [nil]).map { state in
            Tab(
                value: state?.rawValue ?? "all",
                href: filter.address(of: state).text,
                label: words[state.map { "alerts.state_\($0.rawValue)" } ?? "alerts.state_all"],
                isActive: state == filter.query.state
            )
        }
        self.rules = Self.choices(
            rules.map { ($0.id.rawValue, visit.title(ofRule: $0.id, $0.settings.title)) },
            chosen: filter.query.rule?.rawValue
        )
        self.providers = Self.choices(
            providers.all.map { ($0.id.rawValue, $0.settings.displayName) },
            chosen: filter.query.provider?.rawValue
        )
        cards = found.items.map { AlertCard($0, rules: rules, providers, visit) }
        isEmpty = cards.isEmpty
        cursor = filter.query.page.cursor
        isNarrowed = filter.isNarrowed
        isCalm = isEmpty && !isNarrowed && filter.query.state == .open && cursor == nil
        let on = rules.count(where: \.settings.enabled)
        watched = words["alerts.watched", ["on": words.grouped(on), "n": words.grouped(rules.count)]]
        clear = Address("/alerts", ["state": filter.state]).text
        shown = words.counted(found.nextCursor == nil ? "alerts.shown" : "alerts.shown_newest", cards.count)
        next = found.nextCursor.map { filter.address.with("cursor", $0).text }
        newest = filter.address.text
    }

    /// What is narrowed to has to stand there, even when it is not known (any more).
    private static func choices(_ known: [(String, String)], chosen: String?) -> [Choice] {
        let unknown = chosen.flatMap { chosen in
            known.contains { $0.0 == chosen } ? nil : [(chosen, chosen)]
        }
        return (known + (unknown ?? [])).map { Choice(value: $0, label: $1, isChosen: $0 == chosen) }
    }
}

/// One alert on its own page.
struct AlertPageModel: Sendable {
    let path: String
    let card: AlertCard
}
