package import Contract
package import Domain

/// Every try of every task, written when it ends.
package struct AttemptTable {
    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// A try that a running task just ended.
    package struct Ended: Equatable, Sendable {
        let task: TaskID
        let worker: String
        package let outcome: String
        let error: TaskError?

        /// - Parameters:
        ///   - task: The task as it was while running; nil is returned for one that was not.
        ///   - outcome: `success`, `skipped`, `waiting`, `interrupted` or a failure code.
        ///   - error: Why it failed, if it did.
        package init?(_ task: InstallTask, outcome: String, error: TaskError?) {
            guard case .running(let lease) = task.state else { return nil }
            self.task = task.id
            worker = lease.worker
            self.outcome = outcome
            self.error = error
        }
    }

    /// Adds tries that ended now, each as its task's next and for the request that its task is there for.
    package func insert(_ ended: [Ended], at now: Timestamp) throws(StoreError) {
        for group in ended.statementGroups(for: connection.dialect) {
            var rows: [[Value]] = []
            for attempt in group {
                let error = try attempt.error?.columnText()
                rows.append([Value](row: attempt.task, attempt.worker, attempt.outcome, error))
            }
            // A plan that was made while there were hardly any tries reads all of them for each new one.
            let insertion: Query =
                """
                \(.with("v", [.text("task_id"), .text("worker"), .text("outcome"), .text("error")], rows))
                INSERT INTO task_attempts (task_id, number, worker, started_at, finished_at, outcome, error,
                                           request_id, traceparent)
                SELECT v.task_id,
                    (SELECT coalesce(max(a.number), 0) + 1 FROM task_attempts AS a WHERE a.task_id = v.task_id),
                    v.worker, coalesce(t.claimed_at, \(now)), \(now), v.outcome, v.error, t.request_id,
                    t.traceparent
                FROM v JOIN install_tasks AS t ON t.id = v.task_id
                """
            try connection.send(insertion.plannedByValues)
        }
    }

    /// The tries of every task of a run, oldest first, with the one that runs.
    package func all(of run: RunID) throws(StoreError) -> [TaskID: [AttemptView]] {
        var attempts: [TaskID: [AttemptView]] = [:]
        for row in try connection.run(
            """
            SELECT a.task_id, a.number, a.worker, a.started_at, a.finished_at, a.outcome, a.error, a.request_id,
                a.traceparent
            FROM task_attempts AS a JOIN install_tasks AS t ON t.id = a.task_id WHERE t.run_id = \(run)
            UNION ALL
            SELECT t.id, (SELECT coalesce(max(a.number), 0) + 1 FROM task_attempts AS a WHERE a.task_id = t.id),
                t.lease_worker, t.claimed_at, NULL, NULL, NULL, t.request_id, t.traceparent
            FROM install_tasks AS t WHERE t.run_id = \(run) AND t.status = 'running' AND t.claimed_at IS NOT NULL
            ORDER BY task_id, number
            """
        ) {
            let attempt = AttemptView(
                number: try row.int("number"),
                startedAt: try row.time("started_at"),
                finishedAt: row.optionalTime("finished_at"),
                outcome: row.optionalText("outcome"),
                error: try row.optionalJSON("error"),
                worker: try row.text("worker"),
                requestID: row.optionalText("request_id"),
                traceID: row.optionalText("traceparent").flatMap(TraceParent.init)?.traceID
            )
            attempts[try row.identifier("task_id"), default: []].append(attempt)
        }
        return attempts
    }
}
