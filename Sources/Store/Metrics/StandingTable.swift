package import Contract
import Domain

/// How things stand at a moment, in a few numbers that indexes or single rows have; for whoever watches the system.
package struct StandingTable {
    /// What waits at a provider.
    package struct Queue: Equatable, Sendable {
        package let provider: ProviderID
        /// Targets that wait there, up to ``StandingTable/countedAtMost``.
        package let targets: Int
        /// Since when the oldest of them could have begun; nil where none could.
        package let since: Timestamp?
    }

    /// Alerts that are not over.
    package struct Alerts: Equatable, Sendable {
        package let severity: AlertSeverity
        package let state: AlertState
        package let count: Int
    }

    /// Counting more of one queue would take longer than anybody wants to know.
    package static let countedAtMost = 10_000

    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// Of every provider, by its id; from the indexes of what waits.
    package func queues(at now: Timestamp) throws(StoreError) -> [Queue] {
        var queues: [Queue] = []
        for row in try connection.run(
            """
            SELECT p.id AS provider_id, (
                SELECT count(*) FROM (
                    SELECT 1 AS one FROM install_tasks AS t
                    WHERE t.provider_id = p.id AND t.status IN ('queued', 'retry_wait') AND t.blocked_by IS NULL
                    LIMIT \(Self.countedAtMost)) AS w) AS waiting, (
                SELECT o.due_at FROM install_tasks AS o
                WHERE o.provider_id = p.id AND o.status IN ('queued', 'retry_wait')
                  AND o.blocked_by IS NULL AND o.due_at <= \(now)
                ORDER BY o.due_at LIMIT 1) AS since
            FROM providers AS p ORDER BY p.id
            """
        ) {
            queues.append(
                Queue(
                    provider: try row.identifier("provider_id"),
                    targets: try row.int("waiting"),
                    since: row.optionalTime("since")
                )
            )
        }
        return queues
    }

    /// Those that have not recovered; a snoozed one whose time is up counts as open.
    package func alerts(at now: Timestamp) throws(StoreError) -> [Alerts] {
        var alerts: [Alerts] = []
        for row in try connection.run(
            """
            SELECT severity, CASE WHEN state = 'snoozed' AND snooze_until <= \(now) THEN 'open' ELSE state END AS state,
                count(*) AS n
            FROM alerts WHERE recovered_at IS NULL GROUP BY 1, 2
            """
        ) {
            alerts.append(
                Alerts(
                    severity: try row.word("severity"),
                    state: try row.word("state"),
                    count: try row.int("n")
                )
            )
        }
        return alerts
    }

    /// When the audit log was last verified, and whether it was whole; nil before the first time.
    package func auditVerified() throws -> (at: Timestamp, intact: Bool)? {
        let row = try connection.run(
            """
            SELECT content FROM alert_facts
            WHERE kind = 'audit_checked' AND provider_id IS NULL AND run_id IS NULL ORDER BY position DESC LIMIT 1
            """
        ).first
        guard let fact: AlertFact = try row?.optionalJSON("content") else { return nil }
        return (fact.at, fact.value == 1)
    }
}
