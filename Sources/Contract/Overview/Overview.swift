/// How everything does at a glance: what stands open now, and what ended in a span of time.
package struct Overview: Codable, Equatable, Sendable {
    package let range: OverviewRange
    package let from: Timestamp
    package let until: Timestamp
    package let open: OpenWork
    /// Runs that ended between `from` and `until`.
    package let current: RunTotals
    /// Runs that ended in the equally long span before.
    package let previous: RunTotals
    /// The span in equal parts, oldest first.
    package let parts: [OverviewPart]
    /// Targets that ended in the span, for each provider that has any.
    package let providers: [ProviderTotals]
    /// The same targets over time: the busiest providers, the busiest first, then all others together.
    package let providerSeries: [ProviderSeries]

    package init(
        range: OverviewRange,
        from: Timestamp,
        until: Timestamp,
        open: OpenWork,
        current: RunTotals,
        previous: RunTotals,
        parts: [OverviewPart],
        providers: [ProviderTotals],
        providerSeries: [ProviderSeries]
    ) {
        self.range = range
        self.from = from
        self.until = until
        self.open = open
        self.current = current
        self.previous = previous
        self.parts = parts
        self.providers = providers
        self.providerSeries = providerSeries
    }

    enum CodingKeys: String, CodingKey {
        case range
        case from
        case until
        case open
        case current
        case previous
        case parts
        case providers
        case providerSeries = "provider_series"
    }
}

/// What an overview is of: a span that ends now, and the runs that are looked at.
///
/// With a provider or a skill, targets are those there, or of it. With a state, only runs in it are counted: among
/// failed runs nothing is running, and none succeeded.
package struct OverviewQuery: Hashable, Sendable {
    package var range: OverviewRange
    package var runs: RunTraits

    package init(_ range: OverviewRange = .day, runs: RunTraits = .init()) {
        self.range = range
        self.runs = runs
    }
}

/// The spans an overview can be asked for.
package enum OverviewRange: String, Codable, CaseIterable, Sendable {
    case day = "24h"
    case week = "7d"
    case month = "30d"

    package var length: Duration {
        switch self {
        case .day: .seconds(86_400)
        case .week: .seconds(7 * 86_400)
        case .month: .seconds(30 * 86_400)
        }
    }

    /// Into how many parts it is divided: hours, six hours, days.
    package var partCount: Int {
        switch self {
        case .day: 24
        case .week: 28
        case .month: 30
        }
    }
}

/// What has not ended yet.
package struct OpenWork: Codable, Equatable, Sendable {
    package let queuedRuns: Int
    package let runningRuns: Int
    /// Targets that wait for a worker or for another try.
    package let waitingTargets: Int
    /// Since when the oldest target that could begin has been waiting; absent when none does.
    package let waitingSince: Timestamp?
    /// When the oldest run was accepted of those that have not begun; absent when there is none.
    package let queuedSince: Timestamp?

    package init(
        queuedRuns: Int,
        runningRuns: Int,
        waitingTargets: Int,
        waitingSince: Timestamp?,
        queuedSince: Timestamp? = nil
    ) {
        self.queuedRuns = queuedRuns
        self.runningRuns = runningRuns
        self.waitingTargets = waitingTargets
        self.waitingSince = waitingSince
        self.queuedSince = queuedSince
    }

    enum CodingKeys: String, CodingKey {
        case queuedRuns = "queued_runs"
        case runningRuns = "running_runs"
        case waitingTargets = "waiting_targets"
        case waitingSince = "waiting_since"
        case queuedSince = "queued_since"
    }
}

/// How many runs ended in which way, and how long they took.
package struct RunTotals: Codable, Equatable, Sendable {
    package let success: Int
    package let failed: Int
    package let partialFailed: Int
    /// The 95th percentile from accepted to ended; absent when none ended.
    package let p95Milliseconds: Int?

    package init(success: Int, failed: Int, partialFailed: Int, p95Milliseconds: Int?) {
        self.success = success
        self.failed = failed
        self.partialFailed = partialFailed
        self.p95Milliseconds = p95Milliseconds
    }

    package var total: Int { success + failed + partialFailed }

    enum CodingKeys: String, CodingKey {
        case success
        case failed
        case partialFailed = "partial_failed"
        case p95Milliseconds = "p95_ms"
    }
}
