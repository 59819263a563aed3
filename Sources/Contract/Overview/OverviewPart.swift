/// A part of the span: what ended in it, and what stood open when it began.
package struct OverviewPart: Codable, Equatable, Sendable {
    package let from: Timestamp
    package let totals: RunTotals
    /// Runs at work at `from`.
    ///
    /// One that was retried counts from its first beginning to its last end.
    package let running: Int
    /// When the oldest run was accepted of those that had not begun at `from`; absent when there was none.
    package let queuedSince: Timestamp?

    package init(from: Timestamp, totals: RunTotals, running: Int = 0, queuedSince: Timestamp? = nil) {
        self.from = from
        self.totals = totals
        self.running = running
        self.queuedSince = queuedSince
    }

    enum CodingKeys: String, CodingKey {
        case from
        case totals
        case running
        case queuedSince = "queued_since"
    }
}

/// How a provider did: targets that ended at it.
package struct ProviderTotals: Codable, Equatable, Sendable {
    package let provider: ProviderID
    /// Targets that are as wanted, those with nothing to do included.
    package let success: Int
    package let failed: Int
    package let canceled: Int

    package init(provider: ProviderID, success: Int, failed: Int, canceled: Int) {
        self.provider = provider
        self.success = success
        self.failed = failed
        self.canceled = canceled
    }
}

/// How the targets of a provider ended, over time.
package struct ProviderSeries: Codable, Equatable, Sendable {
    /// How many providers have a series of their own.
    package static let limit = 6

    /// Absent for all the other providers together.
    package let provider: ProviderID?
    /// One for each part of the overview.
    package let parts: [TargetTotals]

    package init(provider: ProviderID?, parts: [TargetTotals]) {
        self.provider = provider
        self.parts = parts
    }
}

/// How many targets ended in which way.
package struct TargetTotals: Codable, Equatable, Sendable {
    package static let none = TargetTotals(success: 0, failed: 0, canceled: 0)

    /// Targets that are as wanted, those with nothing to do included.
    package let success: Int
    package let failed: Int
    package let canceled: Int

    package init(success: Int, failed: Int, canceled: Int) {
        self.success = success
        self.failed = failed
        self.canceled = canceled
    }

    package var total: Int { success + failed + canceled }

    package static func + (one: TargetTotals, other: TargetTotals) -> TargetTotals {
        TargetTotals(
            success: one.success + other.success,
            failed: one.failed + other.failed,
            canceled: one.canceled + other.canceled
        )
    }
}
