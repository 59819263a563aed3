package import Contract

/// What ended when, and what stands open: counts, for a look from afar.
///
/// Each statement reads as many entries of an index as runs, or targets, ended in the span.
package struct OverviewTable {
    let connection: any Connection
    let narrowing: OverviewNarrowing

    /// - Parameters:
    ///   - connection: Where to look.
    ///   - traits: Which runs count.
    /// - Throws: ``StoreError``
    package init(_ connection: any Connection, of traits: RunTraits = .init()) throws(StoreError) {
        self.connection = connection
        narrowing = try OverviewNarrowing(traits, connection)
    }

    /// What has not ended; what waits for an approval or its wave is nobody's queue.
    package func open(at now: Timestamp) throws(StoreError) -> OpenWork {
        var runs: [RunStatus: Int] = [:]
        var targets = 0
        var queuedSince: Timestamp?
        let found: Query =
            """
            SELECT status, count(*) AS runs, CAST(sum(queued + retry_wait - \(Self.held)) AS BIGINT) AS targets,
                min(CASE WHEN started_at IS NULL THEN \(Self.queuedAt) END) AS oldest
            FROM install_runs
            WHERE status IN ('queued', 'running') AND \(Self.mayGoOn) AND \(narrowing.runs) GROUP BY status
            """
        for row in try connection.run(found.plannedByValues) {
            runs[try row.word("status")] = try row.int("runs")
            targets += try row.int("targets")
            queuedSince = [queuedSince, row.optionalTime("oldest")].compactMap(\.self).min()
        }
        return OpenWork(
            queuedRuns: runs[.queued] ?? 0,
            runningRuns: runs[.running] ?? 0,
            waitingTargets: narrowing.isByTargets ? try waitingTargets() : targets,
            waitingSince: try waitingSince(now),
            queuedSince: queuedSince
        )
    }

    /// How many targets of a row of `install_runs` wait for an approval or their wave.
    private static let held: Query =
        """
        CASE WHEN approval = 'pending' OR waves IS NOT NULL THEN (
            SELECT count(*) FROM install_tasks AS t WHERE t.run_id = install_runs.id AND t.status = 'queued'
              AND t.due_at >= \(TaskColumns.never)) ELSE 0 END
        """

    /// Since when a row of `install_runs` could begin: what waited for an approval or its time before its first target
    /// began could not.
    static let queuedAt: Query =
        """
        CASE WHEN approval IS NULL AND waves IS NULL THEN created_at
            WHEN released_at > \(approvedAt) THEN released_at ELSE \(approvedAt) END
        """

    private static let approvedAt: Query =
        """
        COALESCE((SELECT a.decided_at FROM run_approvals AS a WHERE a.run_id = install_runs.id
              AND (started_at IS NULL OR a.decided_at <= started_at)), created_at)
        """

    /// Whether a row of `install_runs` has an open target that waits for no approval and no wave; few wait at all.
    static let mayGoOn: Query =
        """
        (waves IS NULL AND (approval IS NULL OR approval <> 'pending') OR EXISTS (
            SELECT 1 FROM install_tasks AS t WHERE t.run_id = install_runs.id
              AND t.status IN ('queued', 'running', 'retry_wait')
              AND (t.due_at IS NULL OR t.due_at < \(TaskColumns.never))))
        """

    /// Targets that wait at one provider, or of one skill, which the counts of their runs do not tell.
    private func waitingTargets() throws(StoreError) -> Int {
        let found: Query =
            """
            SELECT count(*) AS targets FROM install_tasks AS t
            WHERE t.status IN ('queued', 'retry_wait') AND t.due_at < \(TaskColumns.never)
              AND \(.all(narrowing.waitingTargets))
            """
        return try connection.run(found.plannedByValues).first?.int("targets") ?? 0
    }

    /// Since when the oldest target that could begin has been waiting: due, not behind another, at an enabled
    /// provider.
    private func waitingSince(_ now: Timestamp) throws(StoreError) -> Timestamp? {
        let conditions = ["t.blocked_by IS NULL", "t.due_at <= \(now)"] + narrowing.waitingTargets
        return try connection.run(
            """
            SELECT min(oldest) AS oldest FROM (
                SELECT (SELECT t.due_at FROM install_tasks AS t
                        WHERE t.provider_id = providers.id AND t.status IN ('queued', 'retry_wait')
                          AND \(.all(conditions))
                        ORDER BY t.due_at LIMIT 1) AS oldest
                FROM providers WHERE enabled = 1) AS p
            """
        ).first?.optionalTime("oldest")
    }
}
