package import Contract
package import Domain

extension TaskTable {
    /// Extends the leases a worker still holds.
    ///
    /// - Returns: Those it still holds; the others belong to somebody else by now.
    package func renew(
        _ ids: [TaskID],
        of worker: String,
        until expires: Timestamp
    ) throws(StoreError) -> Set<TaskID> {
        var held: Set<TaskID> = []
        for part in parts(of: ids.sorted()) {
            for row in try connection.run(
                """
                UPDATE install_tasks SET lease_expires_at = \(expires)
                WHERE id \(among: part) AND status = 'running' AND lease_worker = \(worker) RETURNING id
                """
            ) {
                held.insert(try row.identifier("id"))
            }
        }
        return held
    }

    /// Whether the task runs under that very lease.
    package func isRunning(_ task: TaskID, under token: String) throws(StoreError) -> Bool {
        try !connection.run(
            "SELECT 1 AS one FROM install_tasks WHERE id = \(task) AND status = 'running' AND lease_token = \(token)"
        ).isEmpty
    }

    /// What became of the wish to record a step.
    package enum StepRecording: Equatable, Sendable {
        case recorded
        /// Somebody wants the task ended; nothing was recorded.
        case cancelRequested
        /// Another worker may hold the task by now; nothing was recorded.
        case leaseLost
    }

    /// Records a step of a task under its lease.
    ///
    /// A step further than earlier tries came clears the count of rescues.
    ///
    /// - Parameters:
    ///   - step: What is about to be done.
    ///   - task: As it was when it was claimed.
    ///   - token: Of the lease.
    ///   - evenIfCanceled: Whether a task that is to end may go on all the same.
    ///   - now: A lease that has ended by then is lost.
    /// - Returns: Whether it was recorded, and why not.
    /// - Throws: ``StoreError``
    package func record(
        _ step: StepRecord,
        of task: InstallTask,
        token: String,
        evenIfCanceled: Bool,
        at now: Timestamp
    ) throws(StoreError) -> StepRecording {
        let rows = try connection.run(
            """
            SELECT cancel_requested FROM install_tasks
            WHERE id = \(task.id) AND status = 'running' AND lease_token = \(token) AND lease_expires_at > \(now)
            \(.forUpdate)
            """
        )
        guard let row = rows.first else { return .leaseLost }
        if try row.flag("cancel_requested"), !evenIfCanceled { return .cancelRequested }
        let rescues: Query = task.step?.name == step.name ? "rescues" : "0"
        try connection.send(
            """
            UPDATE install_tasks SET step = \(try step.columnText()), rescues = \(rescues)
            WHERE id = \(task.id)
            """
        )
        return .recorded
    }
}
