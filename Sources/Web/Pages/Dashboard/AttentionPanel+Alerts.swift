import Contract

extension AttentionPanel.Item {
    /// The open alerts, all in one line; nil when there is none.
    init?(_ found: Page<AlertView>, _ providers: ProviderNames, _ visit: Visit) {
        guard let newest = found.items.first else { return nil }
        let words = visit.words
        let worst = found.items.map(\.severity).max { $0.rank < $1.rank } ?? newest.severity
        let number = "\(words.grouped(found.items.count))\(found.nextCursor == nil ? "" : "+")"
        let form = found.items.count == 1 ? "one" : "other"
        self.init(
            id: "attend-alerts",
            chip: Chip(worst, words),
            title: words["dashboard.alerts_\(form)", ["n": number]],
            href: "/alerts",
            detail: visit.title(of: newest, providers),
            when: visit.moment(newest.openedAt),
            action: nil,
            step: RunAction(path: "/alerts", label: words["dashboard.see_alerts"])
        )
    }

    /// The failures that nobody has dealt with, all in one line; nil when there is none.
    init?(_ inbox: FailureInbox, only provider: ProviderID?, _ providers: ProviderNames, _ visit: Visit) {
        let groups = inbox.groups.filter { provider == nil || $0.cause.provider == provider }
        guard let largest = groups.first else { return nil }
        let (words, targets) = (visit.words, groups.reduce(0) { $0 + $1.count })
        let form = targets == 1 ? "one" : "other"
        let number = "\(words.grouped(targets))\(inbox.complete ? "" : "+")"
        self.init(
            id: "attend-failures",
            chip: Chip(.fail, words["dashboard.unaddressed"]),
            title: words["dashboard.failures_\(form)", ["n": number]],
            href: "/failures",
            detail: [
                words.counted("alerts.causes", groups.count),
                FailureCard(largest, providers, visit).title,
            ].joined(separator: " · "),
            when: visit.moment(groups.map(\.lastAt).max() ?? largest.lastAt),
            action: nil,
            step: RunAction(path: "/failures", label: words["dashboard.see_failures"])
        )
    }
}

extension AlertSeverity {
    fileprivate var rank: Int {
        switch self {
        case .info: 0
        case .warning: 1
        case .critical: 2
        }
    }
}
