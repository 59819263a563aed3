package import Contract
package import Domain

/// A task that a worker may begin, and what stands on the provider now.
package struct ClaimedTask: Equatable, Sendable {
    package let task: InstallTask
    /// The state it waited in.
    package let waitedAs: TaskStatus

    /// Where the ledger would have nothing be done: how what stands there was found to differ from it.
    package internal(set) var drift: Drift?

    package var installed: InstallTask.Installed? { task.before }
}

/// What one claim took, and what it came across.
package struct Claim: Equatable, Sendable {
    package var tasks: [ClaimedTask] = []
    /// Waiting tasks whose row cannot be read: to be given up, or they would be found for ever.
    package var unreadable: [UnreadableTask] = []
    /// Whether tasks were set aside: they took up places of the limit, so another claim may find more at once.
    package var setAside = false

    package init() {}
}

extension TaskTable {
    /// Takes up to `limit` due tasks of one provider for a worker, oldest first, each in its turn.
    ///
    /// At a provider that is disabled or paused only those that are to end, and `isShut` finds them without a look at the
    /// others; at one that asked for a wait none.
    package func claim(
        from provider: ProviderID,
        isShut: Bool = false,
        limit: Int,
        lease: InstallTask.Lease,
        at now: Timestamp
    ) throws(StoreError) -> Claim {
        var claim = Claim()
        var claimable: [(task: InstallTask, waitedAs: TaskStatus)] = []
        var blocked: [Blocked] = []
        for row in try waiting(on: provider, isShut: isShut, limit: limit, at: now) {
            if let before = row.optionalText("turn_of") {
                blocked.append(Blocked(task: try row.identifier("id"), by: TaskID(rawValue: before)))
            } else if let found = try? InstallTask(row: row),
                let task = try? found.applying(.claim(lease), at: now)
            {
                claimable.append((task, found.state.status))
            } else {
                claim.unreadable.append(try UnreadableTask(row: row))
            }
        }
        claim.setAside = try block(blocked) > 0
        let skills = claimable.map(\.task.skillID)
        let installed = try InstallationTable(connection).current(of: skills, on: provider)
        for (task, waitedAs) in claimable {
            var task = task
            // The ledger changes only when a task succeeds, so this is what stands there before this one does,
            // also when another run has changed it since an earlier try.
            task.before = installed[task.skillID]
            claim.tasks.append(ClaimedTask(task: task, waitedAs: waitedAs))
        }
        try noteDrift(of: &claim.tasks, on: provider)
        try saveClaimed(claim.tasks.map(\.task), lease: lease, at: now)
        return claim
    }

    /// What the ledger says proves nothing where the provider was found not to hold it.
    private func noteDrift(of claimed: inout [ClaimedTask], on provider: ProviderID) throws(StoreError) {
        let idle = claimed.filter(\.task.isSettledByLedger).map(\.task.skillID)
        guard !idle.isEmpty else { return }
        let findings = try DriftFindingTable(connection).open(of: idle, on: provider)
        guard !findings.isEmpty else { return }
        for index in claimed.indices where claimed[index].task.isSettledByLedger {
            claimed[index].drift = findings[claimed[index].task.skillID]?.drift
        }
    }

    private func saveClaimed(
        _ tasks: [InstallTask],
        lease: InstallTask.Lease,
        at now: Timestamp
    ) throws(StoreError) {
        for group in tasks.statementGroups(for: connection.dialect) {
            var rows: [[Value]] = []
            for task in group {
                let before = try task.before?.columnText()
                rows.append([Value](row: task.id, task.attempt, before, task.startedAt, task.begunAt))
            }
            try connection.send(
                """
                \(.with("v", Self.claimedColumns, rows))
                UPDATE install_tasks SET status = 'running', due_at = NULL, claimed_at = \(now), claimed_due = due_at,
                    lease_worker = \(lease.worker), lease_token = \(lease.token),
                    lease_expires_at = \(lease.expires), attempt = v.attempt, before = v.before,
                    started_at = v.started_at, begun_at = v.begun_at,
                    begun_for = install_tasks.request_id
                FROM v WHERE install_tasks.id = v.id
                """
            )
        }
    }

    private static let claimedColumns: [Query.ValuesColumn] = [
        .text("id"), .integer("attempt"), .text("before"), .integer("started_at"), .integer("begun_at"),
    ]

    /// Due tasks not set aside yet, with their ``turn`` as `turn_of`.
    private func waiting(
        on provider: ProviderID,
        isShut: Bool,
        limit: Int,
        at now: Timestamp
    ) throws(StoreError) -> [Row] {
        let isEnding: Query = isShut ? "AND t.cancel_requested = 1" : ""
        return try connection.run(
            """
            SELECT t.*, \(Self.turn) AS turn_of FROM install_tasks AS t
            WHERE t.provider_id = \(provider) AND t.status IN ('queued', 'retry_wait') AND t.due_at <= \(now)
              AND t.blocked_by IS NULL \(isEnding) AND NOT EXISTS (
                SELECT 1 FROM provider_back_offs AS o WHERE o.provider_id = \(provider) AND o.ends_at > \(now))
              AND (t.cancel_requested = 1 OR EXISTS (
                SELECT 1 FROM providers AS p WHERE p.id = t.provider_id AND p.enabled = 1) AND NOT EXISTS (
                SELECT 1 FROM pauses AS h WHERE h.place IN (t.provider_id, '*') AND h.resumed_at IS NULL))
            ORDER BY t.due_at, t.id LIMIT \(limit) \(.skipLocked)
            """
        )
    }

    /// Gives up a task whose row cannot be read, leaving one that can.
    package func giveUp(_ id: TaskID, _ error: TaskError, at now: Timestamp) throws(StoreError) {
        try connection.send(
            """
            UPDATE install_tasks SET status = 'failed', due_at = NULL, lease_worker = NULL, lease_token = NULL,
                lease_expires_at = NULL, error = \(try error.columnText()), step = NULL, before = NULL,
                target = NULL, kind = (SELECT r.kind FROM install_runs r WHERE r.id = run_id),
                finished_at = \(now), blocked_by = NULL
            WHERE id = \(id)
            """
        )
        try unblock(behind: [id], at: now)
    }
}
