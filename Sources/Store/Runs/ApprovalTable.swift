package import Contract
import Domain

/// Approvals that runs wait, or waited, for.
package struct ApprovalTable {
    let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// An approval as it is asked for.
    package struct Request: Equatable, Sendable {
        package let approval: RunApproval
        /// The accounts of those who asked, as far as they have one.
        package let accounts: [AccountID]
        /// The targets that wait.
        package let tasks: [TaskID]

        package init(approval: RunApproval, accounts: [AccountID], tasks: [TaskID]) {
            self.approval = approval
            self.accounts = accounts
            self.tasks = tasks
        }
    }

    /// How an approval ended.
    package struct Decision: Equatable, Sendable {
        package let state: RunApproval.State
        package let person: String
        package let comment: String?

        package init(_ state: RunApproval.State, by person: String, comment: String? = nil) {
            self.state = state
            self.person = person
            self.comment = comment
        }
    }

    /// Has a run wait, also one that waited before.
    package func request(_ request: Request, for run: RunID) throws(StoreError) {
        let approval = request.approval
        try connection.run(
            """
            INSERT INTO run_approvals (run_id, reasons, providers, targets, four_eyes, requested_by, accounts,
                                       requested_at, expires_at)
            VALUES (\(run), \(try approval.reasons.columnText()), \(try approval.providers.columnText()),
                    \(approval.targets), \(approval.fourEyes), \(try approval.requestedBy.columnText()),
                    \(try request.accounts.columnText()), \(approval.requestedAt), \(approval.expiresAt))
            ON CONFLICT (run_id) DO UPDATE SET reasons = excluded.reasons, providers = excluded.providers,
                targets = excluded.targets, four_eyes = excluded.four_eyes, requested_by = excluded.requested_by,
                accounts = excluded.accounts, requested_at = excluded.requested_at,
                expires_at = excluded.expires_at, decided_by = NULL, decided_at = NULL, comment = NULL
            """
        )
        try connection.insert(
            request.tasks.map { [Value](row: $0, run, approval.requestedAt) },
            into: "run_approval_targets",
            [.text("task_id"), .text("run_id"), .integer("requested_at")],
            tail: """
                ON CONFLICT (task_id) DO UPDATE SET approved_at = NULL, requested_at = excluded.requested_at
                """
        )
        try setState(approval.state, of: run)
    }

    /// Writes down how it ended.
    ///
    /// - Parameters:
    ///   - run: That waited.
    ///   - decision: How.
    ///   - begun: The targets that may begin by it; no other counts as approved.
    ///   - now: When.
    /// - Throws: ``StoreError``
    package func decide(_ run: RunID, _ decision: Decision, letting begun: [TaskID] = [], at now: Timestamp)
        throws(StoreError)
    {
        try connection.run(
            """
            UPDATE run_approvals SET decided_by = \(decision.person), decided_at = \(now),
                comment = \(decision.comment)
            WHERE run_id = \(run)
            """
        )
        for group in begun.sorted().statementGroups(for: connection.dialect, upTo: 256) {
            try connection.run(
                "UPDATE run_approval_targets SET approved_at = \(now) WHERE task_id \(among: group)"
            )
        }
        try setState(decision.state, of: run)
    }

    /// Has a run that was refused, or canceled while it waited, count as one that takes no approval; who refused it the
    /// history tells.
    package func forgetRefusal(of run: RunID) throws(StoreError) {
        try connection.run(
            "UPDATE install_runs SET approval = NULL WHERE id = \(run) AND approval IN ('refused', 'canceled')"
        )
    }

    private func setState(_ state: RunApproval.State, of run: RunID) throws(StoreError) {
        try connection.run("UPDATE install_runs SET approval = \(state) WHERE id = \(run)")
    }

    /// The accounts of those who asked for a run, as far as they have one.
    package func accounts(of run: RunID) throws(StoreError) -> [AccountID] {
        try connection.run("SELECT accounts FROM run_approvals WHERE run_id = \(run)").first?.json("accounts")
            ?? []
    }

    /// The targets of a run that an approval was asked for, and whether it was given.
    package func targets(of run: RunID) throws(StoreError) -> [TaskID: Bool] {
        var targets: [TaskID: Bool] = [:]
        for row in try connection.run(
            "SELECT task_id, approved_at FROM run_approval_targets WHERE run_id = \(run)"
        ) {
            targets[try row.identifier("task_id")] = row.optionalTime("approved_at") != nil
        }
        return targets
    }

    /// Those waiting targets of a run, whatever they wait for, whose place something has changed, or is changing, that was
    /// asked for later: letting them begin would undo that.
    package func overtaken(in run: RunID) throws(StoreError) -> Set<TaskID> {
        let asked = Self.asked("COALESCE(a.requested_at, m.created_at)", "w.asked_at")
        // Of a run that was retried without an approval, and without waves, nobody took down when.
        let isLater: Query =
            """
            (SELECT \(Self.asked("COALESCE(b.requested_at, r.created_at)", "x.asked_at")) FROM install_runs AS r
             LEFT JOIN run_rollouts AS x ON x.run_id = r.id
             LEFT JOIN run_approval_targets AS b ON b.task_id = o.id
             WHERE r.id = o.run_id) > \(asked)
            """
        return try tasks(
            """
            SELECT t.id FROM install_tasks AS t JOIN install_runs AS m ON m.id = t.run_id
            LEFT JOIN run_rollouts AS w ON w.run_id = t.run_id
            LEFT JOIN run_approval_targets AS a ON a.task_id = t.id
            WHERE t.run_id = \(run) AND t.status = 'queued' AND t.due_at >= \(TaskColumns.never) AND (EXISTS (
                SELECT 1 FROM install_tasks AS o WHERE o.provider_id = t.provider_id AND o.skill_id = t.skill_id
                  AND o.status IN ('queued', 'running', 'retry_wait')
                  AND (o.status <> 'queued' OR o.step IS NOT NULL)
                  AND (o.due_at IS NULL OR o.due_at < \(TaskColumns.never)) AND \(isLater))
              OR EXISTS (
                SELECT 1 FROM install_tasks AS o WHERE o.provider_id = t.provider_id AND o.skill_id = t.skill_id
                  AND o.finished_at IS NOT NULL AND o.status = 'success' AND o.finished_at > \(asked)
                  AND \(isLater)))
            """
        )
    }

    /// When something was asked for last: its approval, or the run it belongs to, or that run's waves anew.
    private static func asked(_ first: Query, _ anew: Query) -> Query {
        "CASE WHEN \(anew) > \(first) THEN \(anew) ELSE \(first) END"
    }

    /// Those targets of a run that were approved, and whose place nothing has changed since or is about to change.
    package func standing(in run: RunID) throws(StoreError) -> Set<TaskID> {
        try tasks(
            """
            SELECT t.id FROM run_approval_targets AS a JOIN install_tasks AS t ON t.id = a.task_id
            WHERE a.run_id = \(run) AND a.approved_at IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM install_tasks AS o WHERE o.provider_id = t.provider_id AND o.skill_id = t.skill_id
                  AND o.status IN ('queued', 'running', 'retry_wait') AND o.id <> t.id
                  AND (o.due_at IS NULL OR o.due_at < \(TaskColumns.never)))
              AND NOT EXISTS (
                SELECT 1 FROM install_tasks AS e WHERE e.provider_id = t.provider_id AND e.skill_id = t.skill_id
                  AND e.finished_at IS NOT NULL AND e.status = 'success' AND e.finished_at > a.approved_at)
            """
        )
    }

    private func tasks(_ query: Query) throws(StoreError) -> Set<TaskID> {
        var tasks: Set<TaskID> = []
        for row in try connection.run(query) { tasks.insert(try row.identifier("id")) }
        return tasks
    }

    /// Runs that nobody has decided on in time, the longest over first.
    package func expired(at now: Timestamp, limit: Int) throws(StoreError) -> [RunID] {
        var runs: [RunID] = []
        for row in try connection.run(
            """
            SELECT run_id FROM run_approvals WHERE decided_at IS NULL AND expires_at <= \(now)
            ORDER BY expires_at LIMIT \(limit)
            """
        ) {
            runs.append(try row.identifier("run_id"))
        }
        return runs
    }
}
