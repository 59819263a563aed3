package import Contract

extension TaskTable {
    /// What is too long ago at a provider.
    package struct Limits: Equatable, Sendable {
        package let provider: ProviderID
        /// A task that could begin since then waits too long; nil while nothing can.
        package let due: Timestamp?
        /// A task that began before then has been at it too long; nil while nothing can.
        package let begun: Timestamp?

        package init(_ provider: ProviderID, due: Timestamp?, begun: Timestamp?) {
            self.provider = provider
            self.due = due
            self.begun = begun
        }
    }

    /// Of a waiting task `t`: it began since it was asked for last, and may go on.
    ///
    /// What a program that knows nothing of clocks had asked for again has not begun anew, and neither has what waits
    /// for an approval.
    private static let begun: Query = """
        t.status IN ('queued', 'retry_wait') AND t.begun_at IS NOT NULL AND t.due_at < \(TaskColumns.never)
        AND coalesce(t.begun_for, '') = coalesce(t.request_id, '')
        """

    /// Whether some waiting task is over one of these limits.
    package func hasOverdue(_ limits: [Limits]) throws(StoreError) -> Bool {
        for group in limits.statementGroups(for: connection.dialect) {
            let rows = group.map { [Value](row: $0.provider, $0.due, $0.begun) }
            let found = try connection.run(
                """
                \(.with("v", [.text("provider"), .integer("due"), .integer("begun")], rows))
                SELECT 1 AS one FROM v WHERE EXISTS (
                    SELECT 1 FROM install_tasks AS t WHERE t.provider_id = v.provider
                      AND t.status IN ('queued', 'retry_wait') AND t.blocked_by IS NULL AND t.due_at <= v.due
                      AND coalesce(t.eligible_at, 0) <= v.due)
                  OR EXISTS (
                    SELECT 1 FROM install_tasks AS t WHERE t.provider_id = v.provider
                      AND \(Self.begun) AND t.begun_at <= v.begun)
                LIMIT 1
                """
            )
            if !found.isEmpty { return true }
        }
        return false
    }

    /// Waiting tasks that could have begun by then, oldest first; locked.
    ///
    /// Those among them whose turn has not come are set aside instead, as a claim does: no worker may have come across
    /// them, and their time begins when the one before them ends.
    package func waiting(on provider: ProviderID, dueBy moment: Timestamp, limit: Int) throws(StoreError)
        -> FoundTasks
    {
        let rows = try connection.run(
            """
            SELECT t.*, \(Self.turn) AS turn_of FROM install_tasks AS t
            WHERE t.provider_id = \(provider) AND t.status IN ('queued', 'retry_wait')
              AND t.blocked_by IS NULL AND t.due_at <= \(moment) AND coalesce(t.eligible_at, 0) <= \(moment)
            ORDER BY t.due_at, t.id LIMIT \(limit) \(.skipLocked)
            """
        )
        var found = FoundTasks()
        var blocked: [Blocked] = []
        for row in rows {
            if let before = row.optionalText("turn_of") {
                blocked.append(Blocked(task: try row.identifier("id"), by: TaskID(rawValue: before)))
            } else {
                try found.add([row])
            }
        }
        _ = try block(blocked)
        return found
    }

    /// Waiting tasks that began by then, oldest first; locked.
    package func waiting(on provider: ProviderID, begunBy moment: Timestamp, limit: Int) throws(StoreError)
        -> FoundTasks
    {
        var found = FoundTasks()
        try found.add(
            connection.run(
                """
                SELECT t.* FROM install_tasks AS t WHERE t.provider_id = \(provider) AND \(Self.begun)
                  AND t.begun_at <= \(moment)
                ORDER BY t.begun_at LIMIT \(limit) \(.skipLocked)
                """
            )
        )
        return found
    }
}
