package import Contract
package import Domain

extension TaskTable {
    /// What became of a task that was read in this transaction.
    package struct Change: Equatable, Sendable {
        /// The task as it now is.
        package let task: InstallTask
        /// The state it was read in; a running one is guarded by its lease token.
        package let previous: InstallTask.State

        package init(_ task: InstallTask, over previous: InstallTask.State) {
            self.task = task
            self.previous = previous
        }
    }

    /// Saves what became of a task; see ``save(_:at:)``.
    package func save(_ task: InstallTask, over previous: InstallTask.State, at now: Timestamp)
        throws(StoreError)
    {
        try save([Change(task, over: previous)], at: now)
    }

    /// Saves what became of tasks, and lets those go on that had to wait for one that has ended.
    ///
    /// - Parameters:
    ///   - changes: What became of which.
    ///   - now: From when on those that waited can begin.
    /// - Throws: ``StoreError/conflict`` if somebody else changed one of them first.
    package func save(_ changes: [Change], at now: Timestamp) throws(StoreError) {
        for group in changes.statementGroups(for: connection.dialect) {
            var rows: [[Value]] = []
            for change in group { rows.append(try change.values()) }
            let saved = try connection.run(
                """
                \(.with("v", Self.savedColumns, rows))
                UPDATE install_tasks SET status = v.status, due_at = v.due_at, lease_worker = v.lease_worker,
                    lease_token = v.lease_token, lease_expires_at = v.lease_expires_at, attempt = v.attempt,
                    max_attempts = v.max_attempts, rescues = v.rescues, cancel_requested = v.cancel_requested,
                    error = v.error, step = v.step, remote_id = v.remote_id, remote_version = v.remote_version,
                    before = v.before, started_at = v.started_at, finished_at = v.finished_at,
                    request_id = v.request_id, traceparent = v.traceparent, begun_at = v.begun_at,
                    begun_for = v.request_id, held_for = v.held_for, blocked_by = NULL
                FROM v
                WHERE install_tasks.id = v.id AND install_tasks.status = v.old_status
                  AND coalesce(install_tasks.lease_token, '') = v.old_token
                RETURNING install_tasks.id
                """
            )
            guard saved.count == group.count else { throw .conflict }
        }
        try unblock(behind: changes.filter { $0.task.state.status.isFinal }.map(\.task.id), at: now)
        try unblockEarlier(behind: changes.filter(\.stopsRunning).map(\.task.id), at: now)
    }

    private static let savedColumns: [Query.ValuesColumn] = [
        .text("id"), .text("old_status"), .text("old_token"), .text("status"), .integer("due_at"),
        .text("lease_worker"), .text("lease_token"), .integer("lease_expires_at"), .integer("attempt"),
        .integer("max_attempts"), .integer("rescues"), .integer("cancel_requested"), .text("error"),
        .text("step"), .text("remote_id"), .text("remote_version"), .text("before"), .integer("started_at"),
        .integer("finished_at"), .text("request_id"), .text("traceparent"), .integer("begun_at"),
        .integer("held_for"),
    ]
}

extension TaskTable.Change {
    /// Whether the task goes back to the queue.
    fileprivate var stopsRunning: Bool {
        previous.status == .running && task.state.status != .running && !task.state.status.isFinal
    }

    /// In the order of the saved columns.
    fileprivate func values() throws(StoreError) -> [Value] {
        let columns = TaskColumns(task.state)
        return [Value](
            row: task.id,
            previous.status,
            TaskColumns(previous).lease?.token ?? "",
            task.state.status,
            columns.due,
            columns.lease?.worker,
            columns.lease?.token,
            columns.lease?.expires,
            task.attempt,
            task.maxAttempts,
            task.rescues,
            task.cancelRequested,
            try task.lastError?.columnText(),
            try task.step?.columnText(),
            task.remote?.id,
            task.remote?.version,
            try task.before?.columnText(),
            task.startedAt,
            task.finishedAt,
            task.requestID,
            task.traceParent?.text,
            task.begunAt,
            columns.hold?.rawValue
        )
    }
}
