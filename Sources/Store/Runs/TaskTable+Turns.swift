package import Contract

/// The queue of one skill on one provider.
///
/// Its tasks take turns in the order they were asked for: a task waits while an earlier one is open, so two never
/// write to the same place and a later version never lands first. A worker that comes across a waiting task notes
/// the one before it in `blocked_by` and from then on passes it over; the one before lets it go when it ends. So a
/// long queue is walked once and not with every claim.
extension TaskTable {
    /// A task that has to wait, and the open one before it.
    struct Blocked: Equatable {
        let task: TaskID
        let by: TaskID
    }

    /// Sets tasks aside until the ones before them end.
    ///
    /// The one before is locked first, and left alone if somebody else holds it: whoever is ending it would not see
    /// that somebody has begun to wait.
    ///
    /// - Returns: How many were set aside.
    func block(_ found: [Blocked]) throws(StoreError) -> Int {
        var open: [TaskID: TaskStatus] = [:]
        for part in parts(of: Set(found.map(\.by)).sorted()) {
            for row in try connection.run(
                """
                SELECT id, status FROM install_tasks WHERE id \(among: part)
                  AND status IN ('queued', 'running', 'retry_wait') \(.skipLocked)
                """
            ) {
                open[try row.identifier("id")] = try row.word("status")
            }
        }
        // A younger task comes first only while it runs: back in the queue it waits for the older one itself.
        let waiting = found.filter { $0.by < $0.task ? open[$0.by] != nil : open[$0.by] == .running }
        for group in waiting.statementGroups(for: connection.dialect) {
            try connection.send(
                """
                \(.with("v", [.text("id"), .text("before")], group.map { [$0.task.sqlValue, $0.by.sqlValue] }))
                UPDATE install_tasks SET blocked_by = v.before FROM v WHERE install_tasks.id = v.id
                """
            )
        }
        return waiting.count
    }

    /// Lets the tasks go on that waited for tasks which have ended.
    func unblock(behind ended: [TaskID], at now: Timestamp) throws(StoreError) {
        for part in parts(of: ended) {
            try connection.send(
                """
                UPDATE install_tasks SET blocked_by = NULL, eligible_at = \(now) WHERE blocked_by \(among: part)
                """
            )
        }
    }

    /// Lets the older tasks go on that waited for younger ones to end which now wait again themselves.
    func unblockEarlier(behind tasks: [TaskID], at now: Timestamp) throws(StoreError) {
        for part in parts(of: tasks) {
            try connection.send(
                """
                UPDATE install_tasks SET blocked_by = NULL, eligible_at = \(now)
                WHERE blocked_by \(among: part) AND id < blocked_by
                """
            )
        }
    }

    /// Whether there are tasks for ``unblockStranded(at:)``.
    package func hasStranded() throws(StoreError) -> Bool {
        try !connection.run("\(Self.stranded) LIMIT 1").isEmpty
    }

    /// Lets tasks go on that wait for one whose turn is over: a program that knew nothing of waiting ended it; or for
    /// one that has none: a program that knew nothing of approvals gave it one.
    ///
    /// - Parameter now: From when on they can begin.
    /// - Returns: How many there were.
    /// - Throws: ``StoreError``
    package func unblockStranded(at now: Timestamp) throws(StoreError) -> Int {
        try connection.run(
            """
            UPDATE install_tasks SET blocked_by = NULL, eligible_at = \(now)
            WHERE blocked_by IN (\(Self.stranded)) RETURNING id
            """
        ).count
    }

    /// Of a task `t`: the open one that goes first after all, NULL when it may begin.
    ///
    /// What waits for an approval has no turn: nobody knows whether it will ever begin.
    static let turn: Query = """
        coalesce((
            SELECT max(e.id) FROM install_tasks AS e
            WHERE e.provider_id = t.provider_id AND e.skill_id = t.skill_id
              AND e.status IN ('queued', 'running', 'retry_wait') AND e.id < t.id
              AND (e.due_at IS NULL OR e.due_at < \(TaskColumns.never))), (
            SELECT e.id FROM install_tasks AS e
            WHERE e.provider_id = t.provider_id AND e.skill_id = t.skill_id AND e.status = 'running'))
        """

    private static let stranded: Query = """
        SELECT b.blocked_by FROM install_tasks AS b JOIN install_tasks AS e ON e.id = b.blocked_by
        WHERE b.blocked_by IS NOT NULL AND (e.status NOT IN ('queued', 'running', 'retry_wait')
          OR e.id > b.id AND e.status <> 'running' OR e.status = 'queued' AND e.due_at >= \(TaskColumns.never))
        """
}
