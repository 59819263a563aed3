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
    ///
    /// Where nothing may begin, nothing waits too long: at disabled and paused providers. After a pause the time counts
    /// from its end.
    package func waiting(at now: Timestamp) throws(StoreError) -> [ProviderID: Timestamp] {
        var times: [ProviderID: Timestamp] = [:]
        for row in try connection.run(
            """
            SELECT p.id AS provider_id, (
                SELECT w.due_at FROM install_tasks AS w
                WHERE w.provider_id = p.id AND w.status IN ('queued', 'retry_wait')
                  AND w.blocked_by IS NULL AND w.due_at <= \(now)
                ORDER BY w.due_at LIMIT 1) AS since, (
                SELECT MAX(h.resumed_at) FROM pauses AS h WHERE h.place IN (p.id, '*')) AS resumed_at
            FROM providers AS p
            WHERE p.enabled = 1 AND NOT EXISTS (
                SELECT 1 FROM pauses AS h WHERE h.place IN (p.id, '*') AND h.resumed_at IS NULL)
            """
        ) {
            guard let since = row.optionalTime("since") else { continue }
            times[try row.identifier("provider_id")] = max(since, row.optionalTime("resumed_at") ?? since)
        }
        return times
    }

    /// Since when the longest try has been running, on each provider where one is.
    package func running() throws(StoreError) -> [ProviderID: Timestamp] {
        var times: [ProviderID: Timestamp] = [:]
        for row in try connection.run(
            """
            SELECT provider_id, MIN(claimed_at) AS since FROM install_tasks
            WHERE lease_expires_at IS NOT NULL AND status = 'running' AND claimed_at IS NOT NULL GROUP BY provider_id
            """
        ) {
            times[try row.identifier("provider_id")] = try row.time("since")
        }
        return times
    }

    /// When the stored credential of each enabled provider ceases to hold, where somebody said so.
    package func credentialEnds() throws(StoreError) -> [ProviderID: Timestamp] {
        var times: [ProviderID: Timestamp] = [:]
        for row in try connection.run(
            """
            SELECT k.provider_id AS provider_id, k.expires_at AS expires_at FROM provider_credentials AS k
            JOIN providers AS p ON p.id = k.provider_id
            WHERE p.enabled = 1 AND k.expires_at IS NOT NULL
            """
        ) {
            times[try row.identifier("provider_id")] = try row.time("expires_at")
        }
        return times
    }

    /// How many workers gave a sign of life since a time.
    package func workers(since time: Timestamp) throws(StoreError) -> Int64 {
        try connection.run("SELECT count(*) AS n FROM workers WHERE seen_at >= \(time)").first?.integer("n")
            ?? 0
    }
}
