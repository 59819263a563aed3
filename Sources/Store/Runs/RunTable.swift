package import Contract
import Domain

/// Runs: one row each, with the counts of its tasks beside its state.
package struct RunTable {
    let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    package func insert(_ run: RunView) throws(StoreError) {
        let counts = run.counts
        try connection.run(
            """
            INSERT INTO install_runs (id, kind, status, requested_by, source, reason, parent_run_id, created_at,
                                      started_at, finished_at, queued, running, retry_wait, success, failed,
                                      canceled, skipped)
            VALUES (\(run.id), \(run.kind), \(run.status), \(run.requestedBy), \(run.source), \(run.reason),
                    \(run.parentRunID), \(run.createdAt), \(run.startedAt), \(run.finishedAt), \(counts.queued),
                    \(counts.running), \(counts.retryWait), \(counts.success), \(counts.failed),
                    \(counts.canceled), \(counts.skipped))
            """
        )
    }

    /// The run without its tasks.
    package func find(_ id: RunID) throws(StoreError) -> RunView? {
        guard let row = try connection.run("SELECT * FROM install_runs WHERE id = \(id)").first else {
            return nil
        }
        return try RunView(row: row)
    }

    /// Moves tasks between states in the run's counts and brings its own state in line.
    ///
    /// - Returns: The run as it now is, and whether its state changed.
    package func adjust(
        _ id: RunID,
        by change: TaskCounts,
        at now: Timestamp
    ) throws(StoreError) -> (run: RunView, statusChanged: Bool) {
        let rows = try connection.run(
            """
            UPDATE install_runs SET queued = queued + \(change.queued), running = running + \(change.running),
                retry_wait = retry_wait + \(change.retryWait), success = success + \(change.success),
                failed = failed + \(change.failed), canceled = canceled + \(change.canceled),
                skipped = skipped + \(change.skipped)
            WHERE id = \(id) RETURNING *
            """
        )
        guard let row = rows.first else { throw .corrupt("install_runs: a task's run is missing") }
        let run = try RunView(row: row)
        let status = RunStatus(aggregating: run.counts)
        guard status != run.status else { return (run, false) }
        let started = run.startedAt ?? (status == .queued ? nil : now)
        let changed = try connection.run(
            """
            UPDATE install_runs SET status = \(status), started_at = \(started),
                finished_at = \(status.isFinal ? now : nil)
            WHERE id = \(id) RETURNING *
            """
        )
        guard let row = changed.first else { throw .corrupt("install_runs: a task's run is missing") }
        return (try RunView(row: row), true)
    }
}

extension RunView {
    init(row: Row, tasks: [TaskView]? = nil) throws(StoreError) {
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
            tasks: tasks
        )
    }

    /// The same run with its tasks.
    package func with(tasks: [TaskView]) -> RunView {
        RunView(
            id: id,
            kind: kind,
            status: status,
            requestedBy: requestedBy,
            source: source,
            reason: reason,
            parentRunID: parentRunID,
            createdAt: createdAt,
            startedAt: startedAt,
            finishedAt: finishedAt,
            counts: counts,
            tasks: tasks
        )
    }
}
