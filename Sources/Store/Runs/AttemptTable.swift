package import Contract
package import Domain

/// Every try of every task, written when it ends.
package struct AttemptTable {
    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// Adds the try that a running task just ended.
    ///
    /// - Parameters:
    ///   - task: The task as it was while running.
    ///   - outcome: `success`, `skipped`, `waiting`, `interrupted` or a failure code.
    ///   - error: Why it failed, if it did.
    ///   - now: When it ended.
    /// - Throws: ``StoreError``
    package func insert(
        ended task: InstallTask,
        outcome: String,
        error: TaskError?,
        at now: Timestamp
    ) throws(StoreError) {
        guard case .running(let lease) = task.state else { return }
        try connection.run(
            """
            INSERT INTO task_attempts (task_id, number, worker, started_at, finished_at, outcome, error)
            SELECT \(task.id), (SELECT coalesce(max(number), 0) + 1 FROM task_attempts WHERE task_id = \(task.id)),
                \(lease.worker), coalesce(claimed_at, \(now)), \(now), \(outcome), \(try error?.columnText())
            FROM install_tasks WHERE id = \(task.id)
            """
        )
    }

    /// The tries of every task of a run, oldest first.
    package func all(of run: RunID) throws(StoreError) -> [TaskID: [AttemptView]] {
        var attempts: [TaskID: [AttemptView]] = [:]
        for row in try connection.run(
            """
            SELECT a.* FROM task_attempts a JOIN install_tasks t ON t.id = a.task_id
            WHERE t.run_id = \(run) ORDER BY a.task_id, a.number
            """
        ) {
            let attempt = AttemptView(
                number: try row.int("number"),
                startedAt: try row.time("started_at"),
                finishedAt: row.optionalTime("finished_at"),
                outcome: row.optionalText("outcome"),
                error: try row.optionalJSON("error"),
                worker: try row.text("worker")
            )
            attempts[try row.identifier("task_id"), default: []].append(attempt)
        }
        return attempts
    }
}
