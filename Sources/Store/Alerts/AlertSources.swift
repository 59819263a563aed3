package import Contract

/// What alerts need to know of everything else.
package struct AlertSources {
    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// Why targets failed, of those that are still failed.
    package func errors(of tasks: [TaskID]) throws -> [TaskID: TaskError] {
        var errors: [TaskID: TaskError] = [:]
        for part in tasks.statementGroups(for: connection.dialect, upTo: 256) {
            for row in try connection.run(
                """
                SELECT id, error FROM install_tasks
                WHERE id \(among: part) AND status = 'failed' AND error IS NOT NULL
                """
            ) {
                errors[try row.identifier("id")] = try row.json("error")
            }
        }
        return errors
    }

    /// Since when the oldest target has waited that may begin, on each provider where one waits.
    package func waiting(at now: Timestamp) throws(StoreError) -> [ProviderID: Timestamp] {
        try times(
            """
            SELECT provider_id, MIN(due_at) AS since FROM install_tasks
            WHERE status IN ('queued', 'retry_wait') AND blocked_by IS NULL AND due_at <= \(now)
            GROUP BY provider_id
            """
        )
    }

    /// Since when the longest try has been running, on each provider where one is.
    package func running() throws(StoreError) -> [ProviderID: Timestamp] {
        try times(
            """
            SELECT provider_id, MIN(claimed_at) AS since FROM install_tasks
            WHERE status = 'running' AND claimed_at IS NOT NULL GROUP BY provider_id
            """
        )
    }

    /// How many workers gave a sign of life since a time.
    package func workers(since time: Timestamp) throws(StoreError) -> Int64 {
        try connection.run("SELECT count(*) AS n FROM workers WHERE seen_at >= \(time)").first?.integer("n")
            ?? 0
    }

    private func times(_ query: Query) throws(StoreError) -> [ProviderID: Timestamp] {
        var times: [ProviderID: Timestamp] = [:]
        for row in try connection.run(query) {
            times[try row.identifier("provider_id")] = try row.time("since")
        }
        return times
    }
}
