package import Contract

/// What ended when, and what stands open: counts, for a look from afar.
///
/// Each statement reads as many entries of an index as runs, or targets, ended in the span.
package struct OverviewTable {
    let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// What has not ended.
    package func open(at now: Timestamp) throws(StoreError) -> OpenWork {
        var runs: [RunStatus: Int] = [:]
        var targets = 0
        for row in try connection.run(
            """
            SELECT status, count(*) AS runs, CAST(sum(queued + retry_wait) AS BIGINT) AS targets
            FROM install_runs WHERE status IN ('queued', 'running') GROUP BY status
            """
        ) {
            runs[try row.word("status")] = try row.int("runs")
            targets += try row.int("targets")
        }
        return OpenWork(
            queuedRuns: runs[.queued] ?? 0,
            runningRuns: runs[.running] ?? 0,
            waitingTargets: targets,
            waitingSince: try waitingSince(now)
        )
    }

    /// Since when the oldest target that could begin has been waiting: due, not behind another, at an enabled
    /// provider.
    private func waitingSince(_ now: Timestamp) throws(StoreError) -> Timestamp? {
        try connection.run(
            """
            SELECT min(oldest) AS oldest FROM (
                SELECT (SELECT min(t.due_at) FROM install_tasks AS t
                        WHERE t.provider_id = providers.id AND t.status IN ('queued', 'retry_wait')
                          AND t.blocked_by IS NULL AND t.due_at <= \(now)) AS oldest
                FROM providers WHERE enabled = 1) AS p
            """
        ).first?.optionalTime("oldest")
    }

    /// Targets that ended in the span, of each provider that has any, in the order of their ids.
    package func providers(in span: OverviewSpan) throws(StoreError) -> [ProviderTotals] {
        var counts: [ProviderID: TaskCounts] = [:]
        for row in try connection.run(
            """
            SELECT p.id, k.status, (
                SELECT count(*) FROM install_tasks AS t
                WHERE t.provider_id = p.id AND t.status = k.status
                  AND t.finished_at > \(span.from) AND t.finished_at <= \(span.until)) AS targets
            FROM providers AS p CROSS JOIN (
                SELECT 'success' AS status UNION ALL SELECT 'skipped' UNION ALL SELECT 'failed'
                UNION ALL SELECT 'canceled') AS k
            """
        ) {
            let status: TaskStatus = try row.word("status")
            counts[try row.identifier("id"), default: TaskCounts()][status] = try row.int("targets")
        }
        return counts.filter { $0.value.total > 0 }.sorted { $0.key < $1.key }.map { provider, counts in
            ProviderTotals(
                provider: provider,
                success: counts.success + counts.skipped,
                failed: counts.failed,
                canceled: counts.canceled
            )
        }
    }
}
