package import Contract
package import Domain

/// Tasks and the queue they form.
///
/// Statements find and lock rows; ``InstallTask/applying(_:at:retries:)`` decides; statements save.
package struct TaskTable {
    let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    package func insert(_ tasks: [InstallTask]) throws(StoreError) {
        for task in tasks {
            let columns = TaskColumns(task.state)
            try connection.run(
                """
                INSERT INTO install_tasks (id, run_id, kind, skill_id, skill, version, digest, provider_id, status,
                    due_at, attempt, max_attempts, rescues, cancel_requested, target)
                VALUES (\(task.id), \(task.runID), \(task.kind), \(task.skillID), \(task.skill), \(task.version),
                    \(task.digest), \(task.provider), \(task.state.status), \(columns.due), \(task.attempt),
                    \(task.maxAttempts), \(task.rescues), \(task.cancelRequested),
                    \(try task.target?.columnText()))
                """
            )
        }
    }

    /// These tasks, locked until the transaction ends.
    package func lock(_ ids: [TaskID]) throws(StoreError) -> FoundTasks {
        var found = FoundTasks()
        for part in Self.parts(of: ids) {
            try found.add(
                connection.run(
                    "SELECT * FROM install_tasks WHERE id IN (\(list: Array(part))) ORDER BY id \(.forUpdate)"
                )
            )
        }
        return found
    }

    package func all(of run: RunID) throws(StoreError) -> [InstallTask] {
        try tasks("SELECT * FROM install_tasks WHERE run_id = \(run) ORDER BY skill, provider_id, id")
    }

    /// The tasks of a run, locked until the transaction ends.
    package func lockAll(of run: RunID) throws(StoreError) -> [InstallTask] {
        try tasks("SELECT * FROM install_tasks WHERE run_id = \(run) ORDER BY id \(.forUpdate)")
    }

    /// Whether some task that has not ended is to change this skill there.
    package func hasOpenTask(for skill: SkillID, on provider: ProviderID) throws(StoreError) -> Bool {
        try !connection.run(
            """
            SELECT 1 AS one FROM install_tasks WHERE provider_id = \(provider) AND skill_id = \(skill)
              AND status IN ('queued', 'running', 'retry_wait') LIMIT 1
            """
        ).isEmpty
    }

    /// Whether some running task's lease ended before `now`.
    package func hasLapsed(at now: Timestamp) throws(StoreError) -> Bool {
        try !connection.run(
            "SELECT 1 AS one FROM install_tasks WHERE status = 'running' AND lease_expires_at < \(now) LIMIT 1"
        ).isEmpty
    }

    /// Running tasks whose lease ended before `now`, or whose worker is one of `workers`.
    package func lapsed(at now: Timestamp, workers: [String], limit: Int) throws(StoreError) -> FoundTasks {
        var found = FoundTasks()
        try found.add(
            connection.run(
                """
                SELECT * FROM install_tasks WHERE status = 'running' AND lease_expires_at < \(now)
                ORDER BY lease_expires_at LIMIT \(limit) \(.skipLocked)
                """
            )
        )
        guard !workers.isEmpty, found.count < limit else { return found }
        try found.add(
            connection.run(
                """
                SELECT * FROM install_tasks WHERE status = 'running' AND lease_expires_at >= \(now)
                  AND lease_worker IN (\(list: workers))
                ORDER BY lease_expires_at LIMIT \(limit - found.count) \(.skipLocked)
                """
            )
        )
        return found
    }

    /// Saves what became of a task that was read in this transaction.
    ///
    /// - Parameters:
    ///   - task: The task as it now is.
    ///   - previous: The state it was read in; a running one is guarded by its lease token.
    /// - Throws: ``StoreError/conflict`` if somebody else changed it first.
    package func save(_ task: InstallTask, over previous: InstallTask.State) throws(StoreError) {
        let columns = TaskColumns(task.state)
        let held = TaskColumns(previous).lease?.token
        let guardCondition: Query = held.map { "lease_token = \($0)" } ?? "lease_token IS NULL"
        let saved = try connection.run(
            """
            UPDATE install_tasks SET status = \(task.state.status), due_at = \(columns.due),
                lease_worker = \(columns.lease?.worker), lease_token = \(columns.lease?.token),
                lease_expires_at = \(columns.lease?.expires), attempt = \(task.attempt),
                max_attempts = \(task.maxAttempts), rescues = \(task.rescues),
                cancel_requested = \(task.cancelRequested), error = \(try task.lastError?.columnText()),
                step = \(try task.step?.columnText()), remote_id = \(task.remote?.id),
                remote_version = \(task.remote?.version), before = \(try task.before?.columnText()),
                started_at = \(task.startedAt), finished_at = \(task.finishedAt)
            WHERE id = \(task.id) AND status = \(previous.status) AND \(guardCondition) RETURNING id
            """
        )
        guard !saved.isEmpty else { throw .conflict }
    }

    /// Identifiers in groups of few sizes, so that a database has few statements to prepare.
    static func parts(of ids: [TaskID]) -> [ArraySlice<TaskID>] {
        var parts: [ArraySlice<TaskID>] = []
        var rest = ids[...]
        for size in [256, 32, 4, 1] {
            while rest.count >= size {
                parts.append(rest.prefix(size))
                rest = rest.dropFirst(size)
            }
        }
        return parts
    }

    private func tasks(_ query: Query) throws(StoreError) -> [InstallTask] {
        var tasks: [InstallTask] = []
        for row in try connection.run(query) { tasks.append(try InstallTask(row: row)) }
        return tasks
    }
}
