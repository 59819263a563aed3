import Contract
import Domain
import Store

/// Finds out when a rule would have fired, from what is kept of what happened.
struct AlertReplay: Sendable {
    /// Facts read in one transaction.
    private static let batch = 2000
    /// How many of the newest facts are looked at: more would take longer than somebody waits for an answer.
    private static let most: Int64 = 300_000

    private let database: any Database

    init(_ database: any Database) {
        self.database = database
    }

    /// - Parameters:
    ///   - condition: Of the rule.
    ///   - since: What was over by then is left out. It is decided from the oldest fact on nevertheless, or an alert
    ///     that was open then would seem to be a new one.
    /// - Returns: What there would have been.
    /// - Throws: ``StoreError``; `CancellationError` when nobody waits for it any more.
    func run(_ condition: AlertCondition, since: Timestamp) async throws -> AlertDryRun {
        let begin = try await database.read { connection in
            let table = AlertFactTable(connection)
            let place = max(0, try table.latestPosition() - Self.most)
            return (place: place, rates: try table.rates(upTo: place))
        }
        var judge = AlertJudge([.init(AlertRuleID(rawValue: "dry-run"), condition)], rates: begin.rates)
        var (place, first, count) = (begin.place, Timestamp?.none, 0)
        while true {
            try Task.checkCancellation()
            let reached = place
            let page = try await database.read { connection in
                try AlertFactTable(connection).facts(after: reached, limit: Self.batch)
            }
            for stored in page {
                judge.consider(stored.fact)
                guard stored.fact.at >= since else { continue }
                first = first ?? stored.fact.at
                count += 1
            }
            guard page.count == Self.batch, let last = page.last else { break }
            place = last.position
        }
        let alerts = judge.changed.filter { $0.recoveredAt.map { $0 >= since } ?? true }
        return AlertDryRun(
            since: first,
            facts: count,
            total: alerts.count,
            firings: alerts.prefix(AlertDryRun.maximumFirings).map(AlertDryRun.Firing.init)
        )
    }
}

extension AlertDryRun.Firing {
    fileprivate init(_ alert: OngoingAlert) {
        self.init(
            cause: alert.cause,
            message: alert.message,
            count: alert.count,
            skills: alert.skills,
            openedAt: alert.openedAt,
            lastAt: alert.lastAt,
            recoveredAt: alert.recoveredAt
        )
    }
}
