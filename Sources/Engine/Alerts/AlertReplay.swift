import Contract
import Domain
import Store

/// Finds out when a rule would have fired, from what is kept of what happened.
struct AlertReplay: Sendable {
    /// Facts read in one transaction.
    private static let batch = 2000

    private let database: any Database

    init(_ database: any Database) {
        self.database = database
    }

    func run(_ condition: AlertCondition, since: Timestamp) async throws -> AlertDryRun {
        let begin = try await database.read { connection -> (position: Int64, rates: FailureRates)? in
            let table = AlertFactTable(connection)
            guard let position = try table.position(before: since) else { return nil }
            return (position, try table.rates(upTo: position))
        }
        guard let begin else { return AlertDryRun(since: nil, facts: 0, total: 0, firings: []) }
        var judge = AlertJudge(
            [AlertJudge.Rule(AlertRuleID(rawValue: "dry-run"), condition)],
            rates: begin.rates
        )
        var (place, first, count) = (begin.position, Timestamp?.none, 0)
        while true {
            let reached = place
            let page = try await database.read { connection in
                try AlertFactTable(connection).facts(after: reached, limit: Self.batch)
            }
            for stored in page { judge.consider(stored.fact) }
            first = first ?? page.first?.fact.at
            count += page.count
            guard page.count == Self.batch, let last = page.last else { break }
            place = last.position
        }
        let alerts = judge.changed
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
