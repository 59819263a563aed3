package import Contract
import Domain

/// Runs: one row each, with the counts of its tasks beside its state.
package struct RunTable {
    let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// - Parameters:
    ///   - run: A new one.
    ///   - trace: The place in a trace that asked for it.
    /// - Throws: ``StoreError``
    package func insert(_ run: RunView, in trace: TraceParent? = nil) throws(StoreError) {
        let counts = run.counts
        try connection.send(
            """
            INSERT INTO install_runs (id, kind, status, requested_by, source, reason, parent_run_id, created_at,
                                      started_at, finished_at, queued, running, retry_wait, success, failed,
                                      canceled, skipped, request_id, start_at, traceparent)
            VALUES (\(run.id), \(run.kind), \(run.status), \(run.requestedBy), \(run.source), \(run.reason),
                    \(run.parentRunID), \(run.createdAt), \(run.startedAt), \(run.finishedAt), \(counts.queued),
                    \(counts.running), \(counts.retryWait), \(counts.success), \(counts.failed),
                    \(counts.canceled), \(counts.skipped), \(run.requestID), \(run.startAt), \(trace?.text))
            """
        )
    }

    /// The run without its tasks.
    package func find(_ id: RunID) throws(StoreError) -> RunView? {
        guard let row = try connection.run("SELECT * FROM install_runs WHERE id = \(id)").first else {
            return nil
        }
        let approval =
            row.optionalText("approval") == nil ? nil : try ApprovalTable(connection).find(id)
        let waves = row.optionalInteger("waves") == nil ? nil : try WaveTable(connection).find(id)?.view
        return try RunView(row: row, approval: approval, waves: waves)
    }

    /// Whether a rollback of a run is at work, or has undone something of it.
    package func isUndone(_ id: RunID) throws(StoreError) -> Bool {
        try !connection.run(
            """
            SELECT 1 AS one FROM install_runs WHERE parent_run_id = \(id) AND kind = 'rollback'
              AND (finished_at IS NULL OR success + skipped > 0) LIMIT 1
            """
        ).isEmpty
    }
}

extension RunView {
    init(row: Row, approval: RunApproval? = nil, waves: RunWavesView? = nil, tasks: [TaskView]? = nil)
        throws(StoreError)
    {
        var counts = TaskCounts()
        for status in TaskStatus.allCases { counts[status] = try row.int(status.rawValue) }
        self.init(
            id: try row.identifier("id"),
            kind: try row.word("kind"),
            status: try row.word("status"),
            requestedBy: try row.text("requested_by"),
            source: try row.word("source"),
            reason: row.optionalText("reason"),
            parentRunID: row.optionalText("parent_run_id").map(RunID.init(rawValue:)),
            createdAt: try row.time("created_at"),
            startedAt: row.optionalTime("started_at"),
            finishedAt: row.optionalTime("finished_at"),
            counts: counts,
            approval: approval,
            requestID: row.optionalText("request_id"),
            traceID: row.optionalText("traceparent").flatMap(TraceParent.init)?.traceID,
            startAt: row.optionalTime("start_at"),
            waves: waves,
            tasks: tasks
        )
    }
}
