import Contract

/// The numbers at the top of the dashboard, each a link to what it counts.
struct FigureCards: Sendable {
    struct Card: Sendable {
        let id: String
        let href: String
        let label: String
        let value: String
        let change: Change?
        /// What else there is to say where nothing can be compared.
        let note: String?
        let spark: Drawing?
    }

    /// The course of the number over the range.
    struct Drawing: Sendable {
        let svg: String
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

    init(_ overview: Overview, _ visit: Visit) {
        let words = visit.words
        against = words["dashboard.against_\(overview.range.rawValue)"]
        let maker = FigureMaker(overview: overview, words: words, now: visit.site.now())
        // They count everything of the range, whatever the lists below are narrowed to.
        let runs = Address("/runs", ["from": overview.from.inAddress])
        cards = [
            maker.successRate(runs.with("status", "success").text),
            maker.running("/runs?status=running"),
            maker.failed(runs.with("status", "failed").text),
            maker.duration(runs.text),
            maker.queueAge("/runs?status=queued"),
        ]
    }
}

private struct FigureMaker {
    let overview: Overview
    let words: Words
    let now: Timestamp

    func successRate(_ href: String) -> FigureCards.Card {
        let rate = overview.current.successPerMille
        let parts = overview.parts.map { $0.totals.successPerMille.map(Double.init) }
        return FigureCards.Card(
            id: "figure-success",
            href: href,
            label: words["dashboard.success_rate"],
            value: rate.map { words.percent(perMille: $0) } ?? "–",
            change: FigureChange(rate, overview.previous.successPerMille, better: .more) {
                words["dashboard.points", ["n": words.tenths($0)]]
            }.map(said),
            note: rate == nil ? words["dashboard.none_ended"] : nil,
            spark: spark(.ok, "dashboard.spark_success", parts) { words.percent(perMille: Int($0)) }
        )
    }

    func running(_ href: String) -> FigureCards.Card {
        FigureCards.Card(
            id: "figure-running",
            href: href,
            label: words["dashboard.running"],
            value: words.grouped(overview.open.runningRuns),
            change: nil,
            note: words.counted("dashboard.queued_runs", overview.open.queuedRuns),
            spark: spark(.run, "dashboard.spark_ended", overview.parts.map { Double($0.totals.total) }) {
                words.grouped(Int($0))
            }
        )
    }

    func failed(_ href: String) -> FigureCards.Card {
        FigureCards.Card(
            id: "figure-failed",
            href: href,
            label: words["dashboard.failed"],
            value: words.grouped(overview.current.failed),
            change: FigureChange(overview.current.failed, overview.previous.failed, better: .less) {
                words.grouped($0)
            }.map(said),
            note: words.counted("dashboard.partly", overview.current.partialFailed),
            spark: spark(.fail, "dashboard.spark_failed", overview.parts.map { Double($0.totals.failed) }) {
                words.grouped(Int($0))
            }
        )
    }

    func duration(_ href: String) -> FigureCards.Card {
        let p95 = overview.current.p95Milliseconds
        let parts = overview.parts.map { $0.totals.p95Milliseconds.map(Double.init) }
        return FigureCards.Card(
            id: "figure-p95",
            href: href,
            label: words["dashboard.p95"],
            value: p95.map { words.duration(milliseconds: $0) } ?? "–",
            change: FigureChange(p95, overview.previous.p95Milliseconds, better: .less) {
                words.duration(milliseconds: $0)
            }.map(said),
            note: p95 == nil ? words["dashboard.none_ended"] : nil,
            spark: spark(.idle, "dashboard.spark_p95", parts) { words.duration(milliseconds: Int($0)) }
        )
    }

    /// What waits has no past to be compared with.
    func queueAge(_ href: String) -> FigureCards.Card {
        FigureCards.Card(
            id: "figure-queue",
            href: href,
            label: words["dashboard.queue_age"],
            value: overview.open.age(at: now).map { words.duration(milliseconds: $0) } ?? "–",
            change: nil,
            note: words.counted("dashboard.waiting_targets", overview.open.waitingTargets),
            spark: nil
        )
    }

    private func said(_ change: FigureChange) -> FigureCards.Change {
        let tone: Chip.Tone =
            switch change.verdict {
            case .better: .ok
            case .worse: .fail
            case .same: .idle
            }
        return FigureCards.Change(
            tone: tone.rawValue,
            amount: change.amount,
            verdict: words["dashboard.verdict_\(change.verdict.rawValue)"]
        )
    }

    /// Nothing is drawn where there is nothing.
    private func spark(
        _ tone: Chip.Tone,
        _ label: String,
        _ values: [Double?],
        written: (Double) -> String
    ) -> FigureCards.Drawing? {
        let known = values.compactMap { $0 }
        guard let low = known.min(), let high = known.max(), let last = known.last, high > 0 else {
            return nil
        }
        let label = words[label, ["low": written(low), "high": written(high), "last": written(last)]]
        return FigureCards.Drawing(svg: Sparkline(tone: tone, label: label, values: values).svg)
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
