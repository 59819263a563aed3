import Contract

/// Makes a card of each number, or says in words why the filter leaves none.
struct Figures {
    let overview: Overview
    let filter: DashboardFilter
    let words: Words
    let now: Timestamp

    private var state: RunStatus? { filter.traits.status }

    var successRate: FigureCards.Card {
        let rate = overview.current.successPerMille
        let parts = overview.parts.map { $0.totals.successPerMille.map(Double.init) }
        // All, or none, of the runs in one state succeeded.
        guard state == nil else {
            return card("success", .success, "success_rate", note: words["dashboard.no_share_of_one_state"])
        }
        return card(
            "success",
            .success,
            "success_rate",
            value: rate.map { words.percent(perMille: $0) },
            change: FigureChange(rate, overview.previous.successPerMille, better: .more) {
                words["dashboard.points", ["n": words.tenths($0)]]
            },
            note: rate == nil ? words["dashboard.none_ended"] : nil,
            spark: spark(.ok, "spark_success", parts) { words.percent(perMille: Int($0)) }
        )
    }

    /// How many ran at each moment is known of runs of every state together: the state of one is that of today.
    var running: FigureCards.Card {
        guard state == nil || state == .running else {
            return card("running", .running, "running", note: words["dashboard.left_out_by_state"])
        }
        let current = overview.open.runningRuns
        let parts = overview.parts.map { Double($0.running) } + [Double(current)]
        return card(
            "running",
            .running,
            "running",
            value: words.grouped(current),
            change: state == nil
                ? FigureChange(
                    current,
                    overview.parts.first?.running,
                    better: .neither,
                    written: words.grouped
                )
                : nil,
            note: state == nil
                ? words.counted("dashboard.queued_runs", overview.open.queuedRuns)
                : words["dashboard.no_past_of_one_state"],
            spark: state == nil ? spark(.run, "spark_running", parts) { words.grouped(Int($0)) } : nil
        )
    }

    var failed: FigureCards.Card {
        guard state == nil || state == .failed else {
            return card("failed", .failed, "failed", note: words["dashboard.left_out_by_state"])
        }
        let current = overview.current
        let parts = overview.parts.map { Double($0.totals.failed) }
        return card(
            "failed",
            .failed,
            "failed",
            value: words.grouped(current.failed),
            change: FigureChange(
                current.failed,
                overview.previous.failed,
                better: .less,
                written: words.grouped
            ),
            note: state == nil ? words.counted("dashboard.partly", current.partialFailed) : nil,
            spark: spark(.fail, "spark_failed", parts) { words.grouped(Int($0)) }
        )
    }

    var duration: FigureCards.Card {
        let p95 = overview.current.p95Milliseconds
        let parts = overview.parts.map { $0.totals.p95Milliseconds.map(Double.init) }
        return card(
            "p95",
            state,
            "p95",
            value: p95.map { words.duration(milliseconds: $0) },
            change: FigureChange(p95, overview.previous.p95Milliseconds, better: .less) {
                words.duration(milliseconds: $0)
            },
            note: p95 == nil ? words["dashboard.none_ended"] : nil,
            spark: spark(.idle, "spark_p95", parts) { words.duration(milliseconds: Int($0)) }
        )
    }

    /// The number is of targets, its past of runs: when a target could have begun nobody took down.
    var queueAge: FigureCards.Card {
        guard state.map({ !$0.isFinal }) ?? true else {
            return card("queue", .queued, "queue_age", note: words["dashboard.left_out_by_state"])
        }
        let ages = overview.queueAges
        return card(
            "queue",
            .queued,
            "queue_age",
            value: overview.open.age(at: now).map { words.duration(milliseconds: $0) },
            change: state == nil
                ? FigureChange(ages.last, ages.first, better: .less) { words.duration(milliseconds: $0) }
                : nil,
            note: words.counted("dashboard.waiting_targets", overview.open.waitingTargets),
            spark: state == nil
                ? spark(.idle, "spark_queue", ages.map(Double.init)) { words.duration(milliseconds: Int($0)) }
                : nil
        )
    }
}

extension Figures {
    private func card(
        _ name: String,
        _ status: RunStatus?,
        _ label: String,
        value: String? = nil,
        change: FigureChange? = nil,
        note: String?,
        spark: String? = nil
    ) -> FigureCards.Card {
        let isOpen = status.map { !$0.isFinal } ?? false
        return FigureCards.Card(
            id: "figure-\(name)",
            href: filter.runs(status: status, since: isOpen ? nil : overview.from).text,
            label: words["dashboard.\(label)"],
            value: value ?? "–",
            change: change.map(said),
            note: note,
            spark: spark
        )
    }

    private func said(_ change: FigureChange) -> FigureCards.Change {
        let tone: Chip.Tone =
            switch change.verdict {
            case .better: .ok
            case .worse: .fail
            case .same, .more, .fewer: .idle
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
    ) -> String? {
        let known = values.compactMap { $0 }
        guard let low = known.min(), let high = known.max(), let last = known.last, high > 0 else {
            return nil
        }
        let places: KeyValuePairs = ["low": written(low), "high": written(high), "last": written(last)]
        return Sparkline(tone: tone, label: words["dashboard.\(label)", places], values: values).svg
    }
}

extension Overview {
    /// For how many milliseconds the oldest run had been waiting to begin: when each part began, and now.
    fileprivate var queueAges: [Int] {
        let moments = parts.map { ($0.from, $0.queuedSince) } + [(until, open.queuedSince)]
        return moments.map { moment, since in
            since.map { Int(max(0, (moment - $0).wholeMicroseconds / 1000)) } ?? 0
        }
    }
}
