import Contract

/// The numbers at the top of the dashboard, each a link to what it counts.
struct FigureCards: Sendable {
    struct Card: Sendable {
        let id: String
        let href: String
        let label: String
        let value: String
        let change: Change?
        /// What else there is to say, or why there is no number.
        let note: String?
        /// The course of the number over the range, as SVG.
        let spark: String?
    }

    /// A change in words and colour.
    struct Change: Sendable {
        let tone: String
        let amount: String
        let verdict: String
    }

    let cards: [Card]
    /// What the changes are against.
    let against: String

    init(_ overview: Overview, _ filter: DashboardFilter, _ visit: Visit) {
        against = visit.words["dashboard.against_\(overview.range.rawValue)"]
        let figures = Figures(overview: overview, filter: filter, words: visit.words, now: visit.site.now())
        cards = [
            figures.successRate, figures.running, figures.failed, figures.duration, figures.queueAge,
        ]
    }
}

extension RunTotals {
    /// Of the runs that ended, how many of a thousand succeeded; nil when none ended.
    ///
    /// Rounded, but never to all or none while that is not so.
    var successPerMille: Int? {
        guard total > 0 else { return nil }
        let rounded = (success * 1000 + total / 2) / total
        if rounded == 1000, success < total { return 999 }
        return rounded == 0 && success > 0 ? 1 : rounded
    }
}

extension OpenWork {
    /// For how many milliseconds the oldest target that could begin has been waiting; nil when none does.
    func age(at now: Timestamp) -> Int? {
        waitingSince.map { Int(max(0, (now - $0).wholeMicroseconds / 1000)) }
    }
}

extension Words {
    /// A share in hundredths with one decimal: `93.5%`.
    func percent(perMille: Int) -> String { tenths(perMille) + "%" }

    /// Tenths as a decimal number: 18 is `1.8`, 20 is `2`.
    func tenths(_ value: Int) -> String {
        let (whole, rest) = value.magnitude.quotientAndRemainder(dividingBy: 10)
        return (value < 0 ? "−" : "") + (rest == 0 ? "\(whole)" : "\(whole).\(rest)")
    }
}
