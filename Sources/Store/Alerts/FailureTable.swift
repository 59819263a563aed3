package import Contract

/// Failed targets that nobody has dealt with yet.
package struct FailureTable {
    package struct Failure: Equatable, Sendable {
        package let task: TaskID
        package let run: RunID
        package let skill: String
        package let provider: ProviderID
        package let error: TaskError?
        package let at: Timestamp
    }

    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// The newest first.
    ///
    /// - Parameters:
    ///   - provider: Only there.
    ///   - last: Only those that failed then or before.
    ///   - limit: How many at the most.
    /// - Returns: Those without a later success in the same place, whose run was not rolled back.
    /// - Throws: ``StoreError``
    package func open(
        on provider: ProviderID? = nil,
        upTo last: Timestamp? = nil,
        limit: Int
    ) throws -> [Failure] {
        var narrowed: Query = ""
        if let provider { narrowed = "\(narrowed) AND t.provider_id = \(provider)" }
        if let last { narrowed = "\(narrowed) AND t.finished_at <= \(last)" }
        return try connection.run(
            """
            SELECT t.id, t.run_id, t.skill, t.provider_id, t.error, t.finished_at FROM install_tasks AS t
            WHERE t.status = 'failed' AND t.finished_at IS NOT NULL \(narrowed)
              AND NOT EXISTS (SELECT 1 FROM failure_acknowledgements AS a
                WHERE a.task_id = t.id AND a.failed_at = t.finished_at)
              AND NOT EXISTS (SELECT 1 FROM install_tasks AS l
                WHERE l.provider_id = t.provider_id AND l.skill_id = t.skill_id
                  AND l.finished_at IS NOT NULL AND l.finished_at > t.finished_at
                  AND l.status IN ('success', 'skipped'))
              AND NOT EXISTS (SELECT 1 FROM install_runs AS c
                WHERE c.parent_run_id = t.run_id AND c.kind = 'rollback' AND c.status = 'success')
            ORDER BY t.finished_at DESC, t.id DESC LIMIT \(limit)
            """
        ).map { row in
            Failure(
                task: try row.identifier("id"),
                run: try row.identifier("run_id"),
                skill: try row.text("skill"),
                provider: try row.identifier("provider_id"),
                error: try row.optionalJSON("error"),
                at: try row.time("finished_at")
            )
        }
    }

    /// Notes that nothing is to be done about these any more.
    package func acknowledge(
        _ failures: [Failure],
        by person: String,
        reason: String,
        at now: Timestamp
    ) throws(StoreError) {
        try connection.insert(
            failures.map { [Value](row: $0.task, $0.at, reason, person, now) },
            into: "failure_acknowledgements",
            [
                .text("task_id"), .integer("failed_at"), .text("reason"), .text("acknowledged_by"),
                .integer("acknowledged_at"),
            ],
            tail: """
                ON CONFLICT (task_id) DO UPDATE SET failed_at = excluded.failed_at, reason = excluded.reason,
                    acknowledged_by = excluded.acknowledged_by, acknowledged_at = excluded.acknowledged_at
                """
        )
    }
}
