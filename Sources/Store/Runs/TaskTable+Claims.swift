package import Contract
package import Domain

/// A task that a worker may begin, and what stands on the provider now.
package struct ClaimedTask: Equatable, Sendable {
    package let task: InstallTask
    package let installed: InstallTask.Installed?
    /// The state it waited in.
    package let waitedAs: TaskStatus
}

/// What one claim took, and what it came across.
package struct Claim: Equatable, Sendable {
    package var tasks: [ClaimedTask] = []
    /// Waiting tasks whose row cannot be read: to be given up, or they would be found for ever.
    package var unreadable: [UnreadableTask] = []

    package init() {}
}

extension TaskTable {
    /// How much a provider has to do and may take on.
    package struct Demand: Equatable, Sendable {
        package let provider: ProviderID
        package let concurrency: Int
        package let ratePerMinute: Int?
        /// Millionths of a task that may begin, as of `bucketAt`.
        package let bucketTokens: Int64
        package let bucketAt: Timestamp
        /// When its settings last changed.
        package let updatedAt: Timestamp
        /// Running on this worker and on the others.
        package let mine: Int
        package let others: Int
    }

    /// The enabled providers with tasks that are due, locked: two workers at once must not both count the same
    /// free places.
    package func demands(of worker: String, at now: Timestamp) throws(StoreError) -> [Demand] {
        let rows = try connection.run(
            """
            SELECT id, concurrency, rate_per_minute, bucket_tokens, bucket_at, updated_at FROM providers
            WHERE EXISTS (
                SELECT 1 FROM install_tasks t
                WHERE t.provider_id = providers.id AND t.status IN ('queued', 'retry_wait') AND t.due_at <= \(now)
                  AND (providers.enabled = 1 OR t.cancel_requested = 1))
            ORDER BY id \(.skipLocked)
            """
        )
        guard !rows.isEmpty else { return [] }
        let running = try running(worker)
        var demands: [Demand] = []
        for row in rows {
            let id: ProviderID = try row.identifier("id")
            demands.append(
                Demand(
                    provider: id,
                    concurrency: try row.int("concurrency"),
                    ratePerMinute: row.optionalInteger("rate_per_minute").map(Int.init),
                    bucketTokens: try row.integer("bucket_tokens"),
                    bucketAt: try row.time("bucket_at"),
                    updatedAt: try row.time("updated_at"),
                    mine: running[id]?.mine ?? 0,
                    others: running[id]?.others ?? 0
                )
            )
        }
        return demands
    }

    /// How many tasks of each provider are being carried out, by this worker and by others.
    private func running(_ worker: String) throws(StoreError) -> [ProviderID: (mine: Int, others: Int)] {
        var running: [ProviderID: (mine: Int, others: Int)] = [:]
        // Grouped by the bare column, SQLite walks the index of all tasks there ever were to have them in order;
        // an expression leaves it the small index of running ones.
        for row in try connection.run(
            """
            SELECT provider_id || '' AS provider, count(*) AS n,
                   sum(CASE WHEN lease_worker = \(worker) THEN 1 ELSE 0 END) AS mine
            FROM install_tasks WHERE status = 'running' GROUP BY 1
            """
        ) {
            let mine = try row.int("mine")
            running[try row.identifier("provider")] = (mine, try row.int("n") - mine)
        }
        return running
    }

    /// Takes up to `limit` due tasks of one provider for a worker, oldest first.
    ///
    /// Tasks of one skill on one provider take turns in the order they were asked for: a task waits while an
    /// earlier one is open, so two never write to the same place and a later version never lands first.
    package func claim(
        from provider: ProviderID,
        limit: Int,
        lease: InstallTask.Lease,
        at now: Timestamp
    ) throws(StoreError) -> Claim {
        var claim = Claim()
        for row in try waiting(on: provider, limit: limit, at: now) {
            let waitedAs: TaskStatus = try row.word("status")
            guard let found = try? InstallTask(row: row),
                var task = try? found.applying(.claim(lease), at: now)
            else {
                claim.unreadable.append(try UnreadableTask(row: row))
                continue
            }
            let installed = try InstallationTable(connection).current(task.skillID, on: task.provider)
            // The ledger changes only when a task succeeds, so this is what stands there before this one does,
            // also when another run has changed it since an earlier try.
            task.before = installed
            try connection.run(
                """
                UPDATE install_tasks SET status = 'running', due_at = NULL, claimed_at = \(now),
                    lease_worker = \(lease.worker), lease_token = \(lease.token),
                    lease_expires_at = \(lease.expires), attempt = \(task.attempt),
                    before = \(try task.before?.columnText()), started_at = \(task.startedAt)
                WHERE id = \(task.id)
                """
            )
            claim.tasks.append(ClaimedTask(task: task, installed: installed, waitedAs: waitedAs))
        }
        return claim
    }

    private func waiting(on provider: ProviderID, limit: Int, at now: Timestamp) throws(StoreError) -> [Row] {
        try connection.run(
            """
            SELECT * FROM install_tasks AS t
            WHERE provider_id = \(provider) AND status IN ('queued', 'retry_wait') AND due_at <= \(now)
              AND (cancel_requested = 1 OR EXISTS (
                SELECT 1 FROM providers AS p WHERE p.id = t.provider_id AND p.enabled = 1))
              AND NOT EXISTS (
                SELECT 1 FROM install_tasks AS e
                WHERE e.provider_id = t.provider_id AND e.skill_id = t.skill_id
                  AND e.status IN ('queued', 'running', 'retry_wait')
                  AND e.id <> t.id AND (e.id < t.id OR e.status = 'running'))
            ORDER BY due_at, id LIMIT \(limit) \(.skipLocked)
            """
        )
    }

    /// Gives up a task whose row cannot be read, leaving one that can.
    package func giveUp(_ id: TaskID, _ error: TaskError, at now: Timestamp) throws(StoreError) {
        try connection.run(
            """
            UPDATE install_tasks SET status = 'failed', due_at = NULL, lease_worker = NULL, lease_token = NULL,
                lease_expires_at = NULL, error = \(try error.columnText()), step = NULL, before = NULL,
                target = NULL, kind = (SELECT r.kind FROM install_runs r WHERE r.id = run_id),
                finished_at = \(now)
            WHERE id = \(id)
            """
        )
    }

    package func saveBucket(_ tokens: Int64, of provider: ProviderID, at now: Timestamp) throws(StoreError) {
        try connection.run(
            "UPDATE providers SET bucket_tokens = \(tokens), bucket_at = \(now) WHERE id = \(provider)"
        )
    }
}
