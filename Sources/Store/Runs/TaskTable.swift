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
        var rows: [[Value]] = []
        for task in tasks {
            rows.append(
                [Value](
                    row: task.id,
                    task.runID,
                    task.kind,
                    task.skillID,
                    task.skill,
                    task.version,
                    task.digest,
                    task.provider,
                    task.state.status,
                    TaskColumns(task.state).due,
                    task.attempt,
                    task.maxAttempts,
                    task.rescues,
                    task.cancelRequested,
                    try task.target?.columnText(),
                    task.requestID,
                    task.wave,
                    TaskColumns(task.state).hold?.rawValue,
                    task.traceParent?.text
                )
            )
        }
        try connection.insert(rows, into: "install_tasks", Self.insertedColumns)
    }

    private static let insertedColumns: [Query.ValuesColumn] = [
        .text("id"), .text("run_id"), .text("kind"), .text("skill_id"), .text("skill"), .integer("version"),
        .text("digest"), .text("provider_id"), .text("status"), .integer("due_at"), .integer("attempt"),
        .integer("max_attempts"), .integer("rescues"), .integer("cancel_requested"), .text("target"),
        .text("request_id"), .integer("wave"), .integer("held_for"), .text("traceparent"),
    ]

    /// These tasks, locked until the transaction ends.
    package func lock(_ ids: [TaskID]) throws(StoreError) -> FoundTasks {
        var found = FoundTasks()
        for part in parts(of: ids.sorted()) {
            try found.add(
                connection.run(
                    "SELECT * FROM install_tasks WHERE id \(among: part) ORDER BY id \(.forUpdate)"
                )
            )
        }
        return found
    }

    package func all(of run: RunID) throws(StoreError) -> [InstallTask] {
        try tasks("SELECT * FROM install_tasks WHERE run_id = \(run) ORDER BY skill, provider_id, id")
    }

    /// Keeps everybody else from changing tasks until the transaction ends, so that what is read now still holds then.
    ///
    /// Those too who have only locked tasks so far, as a claim does that is about to be saved. SQLite lets one
    /// transaction write at a time anyhow. It comes before the transaction has locked anything, or two could wait for
    /// each other.
    package func lockOutOthers() throws(StoreError) {
        guard connection.dialect == .postgres else { return }
        try connection.run("LOCK TABLE install_tasks IN EXCLUSIVE MODE")
    }

    /// The tasks of a run, locked until the transaction ends.
    package func lockAll(of run: RunID) throws(StoreError) -> [InstallTask] {
        try tasks(Self.allLocked(of: run))
    }

    /// The same, with those apart that cannot be read.
    package func lockFound(of run: RunID) throws(StoreError) -> FoundTasks {
        var found = FoundTasks()
        try found.add(connection.run(Self.allLocked(of: run)))
        return found
    }

    private static func allLocked(of run: RunID) -> Query {
        "SELECT * FROM install_tasks WHERE run_id = \(run) ORDER BY id \(.forUpdate)"
    }

    /// Whether some task that has not ended is to change this skill there.
    ///
    /// - Parameters:
    ///   - skill: Which.
    ///   - provider: Where.
    ///   - orHeld: Whether one that waits for an approval counts too.
    /// - Returns: Whether there is one.
    /// - Throws: ``StoreError``
    package func hasOpenTask(for skill: SkillID, on provider: ProviderID, orHeld: Bool = false)
        throws(StoreError) -> Bool
    {
        let due: Query = orHeld ? "" : "AND (due_at IS NULL OR due_at < \(TaskColumns.never))"
        return try !connection.run(
            """
            SELECT 1 AS one FROM install_tasks WHERE provider_id = \(provider) AND skill_id = \(skill)
              AND status IN ('queued', 'running', 'retry_wait') \(due) LIMIT 1
            """
        ).isEmpty
    }

    /// Those of some skills that a task which has not ended is to change at a provider; one that is held is not.
    ///
    /// - Parameters:
    ///   - skills: Which.
    ///   - provider: Where.
    ///   - run: Whose own tasks do not count, held ones of others do then.
    /// - Returns: Those that are to change.
    /// - Throws: ``StoreError``
    package func busy(_ skills: [SkillID], on provider: ProviderID, besides run: RunID? = nil)
        throws(StoreError) -> Set<SkillID>
    {
        let others: Query =
            run.map { "AND run_id <> \($0)" } ?? "AND (due_at IS NULL OR due_at < \(TaskColumns.never))"
        var busy: Set<SkillID> = []
        for part in skills.statementGroups(for: connection.dialect) {
            for row in try connection.run(
                """
                SELECT DISTINCT skill_id FROM install_tasks WHERE provider_id = \(provider)
                  AND skill_id \(among: part) AND status IN ('queued', 'running', 'retry_wait') \(others)
                """
            ) {
                busy.insert(try row.identifier("skill_id"))
            }
        }
        return busy
    }

    /// Whether some running task's lease ended before `now`.
    package func hasLapsed(at now: Timestamp) throws(StoreError) -> Bool {
        try !connection.run(
            "SELECT 1 AS one FROM install_tasks WHERE status = 'running' AND lease_expires_at < \(now) LIMIT 1"
        ).isEmpty
    }

    /// Running tasks whose lease ended before a time, or whose worker is one of `workers`; locked.
    ///
    /// - Parameters:
    ///   - now: Leases that ended before it count; none do without it.
    ///   - workers: Of these every task counts.
    ///   - limit: How many at the most.
    /// - Returns: The tasks, oldest lease first.
    /// - Throws: ``StoreError``
    package func lapsed(at now: Timestamp?, workers: [String], limit: Int) throws(StoreError) -> FoundTasks {
        var found = FoundTasks()
        if let now {
            try found.add(
                connection.run(
                    """
                    SELECT * FROM install_tasks WHERE status = 'running' AND lease_expires_at < \(now)
                    ORDER BY lease_expires_at LIMIT \(limit) \(.skipLocked)
                    """
                )
            )
        }
        guard !workers.isEmpty, found.count < limit else { return found }
        let living: Query = now.map { "AND lease_expires_at >= \($0)" } ?? "AND lease_expires_at IS NOT NULL"
        try found.add(
            connection.run(
                """
                SELECT * FROM install_tasks WHERE status = 'running' \(living)
                  AND lease_worker \(among: workers)
                ORDER BY lease_expires_at LIMIT \(limit - found.count) \(.skipLocked)
                """
            )
        )
        return found
    }

    /// Identifiers in groups of few sizes, so that a database has few statements to prepare.
    func parts(of ids: [TaskID]) -> [ArraySlice<TaskID>] {
        ids.statementGroups(for: connection.dialect, upTo: 256)
    }

    private func tasks(_ query: Query) throws(StoreError) -> [InstallTask] {
        var tasks: [InstallTask] = []
        for row in try connection.run(query) { tasks.append(try InstallTask(row: row)) }
        return tasks
    }
}
