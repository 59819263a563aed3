import Contract

/// How each provider does: what its last check said, and how many of its targets failed in the range.
struct ProviderHealth: Sendable {
    struct Row: Sendable {
        let id: String
        let name: String
        let href: String
        let isSandbox: Bool
        let chip: Chip
        /// Why the check failed.
        let why: String?
        let latency: String
        let checked: Moment?
        let errorRate: String
        /// How many targets the rate is of.
        let ended: String?
        let limits: String
    }

    let rows: [Row]
    let isEmpty: Bool

    /// - Parameters:
    ///   - page: The providers.
    ///   - totals: What ended at them; nil when that is not known.
    ///   - provider: The only one to show, if there is one.
    ///   - visit: Who looks.
    init(
        _ page: Page<ProviderView>,
        totals: [ProviderTotals]?,
        only provider: ProviderID?,
        _ visit: Visit
    ) {
        let totals = Dictionary((totals ?? []).map { ($0.provider, $0) }) { first, _ in first }
        rows = page.items.filter { provider == nil || provider == $0.id }.map {
            Row($0, totals[$0.id], visit)
        }
        isEmpty = rows.isEmpty
    }

    static func address(of provider: ProviderID) -> String { "/providers#provider-\(provider)" }
}

extension ProviderHealth.Row {
    fileprivate init(_ provider: ProviderView, _ totals: ProviderTotals?, _ visit: Visit) {
        let words = visit.words
        let settings = provider.settings
        let check = provider.lastCheck
        id = provider.id.rawValue
        name = settings.displayName
        href = ProviderHealth.address(of: provider.id)
        isSandbox = settings.sandbox
        chip = Chip(health: provider, words)
        why = check?.error.map { words.of($0.code.sentence) }
        latency = check.map { words.duration(milliseconds: $0.latencyMilliseconds) } ?? "–"
        checked = check.map { visit.moment($0.checkedAt) }
        let rate = totals?.failedPerMille
        errorRate = rate.map { words.percent(perMille: $0) } ?? "–"
        ended = rate == nil ? nil : totals.map { words.failed($0.failed, of: $0.success + $0.failed) }
        limits = Self.limits(settings, words)
    }

    private static func limits(_ settings: ProviderSettings, _ words: Words) -> String {
        let atOnce = words["dashboard.at_once", ["n": words.grouped(settings.concurrency)]]
        guard let rate = settings.ratePerMinute else { return atOnce }
        return atOnce + " · " + words["dashboard.per_minute", ["n": words.grouped(rate)]]
    }
}

extension ProviderTotals {
    /// Of a thousand targets that were carried out, how many failed; nil when none was.
    ///
    /// What was canceled says nothing about the provider.
    var failedPerMille: Int? {
        let carriedOut = success + failed
        guard carriedOut > 0 else { return nil }
        let rounded = (failed * 1000 + carriedOut / 2) / carriedOut
        return rounded == 0 && failed > 0 ? 1 : rounded
    }
}

extension Words {
    fileprivate func failed(_ number: Int, of total: Int) -> String {
        self["dashboard.n_of_total", ["n": grouped(number), "total": grouped(total)]]
    }
}
