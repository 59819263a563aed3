package import Chat
package import Contract
import Domain
import Store

extension EngineSession {
    package func retryRun(_ id: RunID) async throws(Problem) -> RunView {
        try await carryOut(.retryRun, on: "run:\(id)") { try await retry(id, exactly: nil) }
    }

    package func retryRun(_ id: RunID, exactly targets: Set<TaskID>) async throws(Problem) -> RunView {
        try await carryOut(.retryRun, on: "run:\(id)") { try await retry(id, exactly: targets) }
    }

    package func targets(retrying id: RunID) async throws(Problem) -> RetriedTargets {
        try await permit(.readRuns)
        let now = engine.now()
        let changes = try await answer {
            try await withVerdicts {
                try await engine.database.read { connection -> TaskChanges? in
                    guard try RunTable(connection).find(id) != nil else { return nil }
                    return try retryChanges(id, TaskTable(connection).all(of: id), connection, at: now)
                }
            }
        }
        guard let changes else { throw .missing(run: id) }
        return RetriedTargets(
            all: changes.targets,
            awaitingApproval: Set(
                changes.tasks.lazy.map(\.new).filter { $0.state.hold.contains(.approval) }.map(\.id)
            )
        )
    }

    private func retry(_ id: RunID, exactly targets: Set<TaskID>?) async throws(Problem) -> RunView {
        try await answer {
            try await withVerdicts {
                try await change(id, .retryRun) { connection, tasks, now in
                    let changes = try retryChanges(id, tasks, connection, at: now)
                    try requireShown(targets, changes.targets)
                    return changes
                }
            }
        }
    }

    /// What putting ended targets back to work changes.
    ///
    /// - Parameters:
    ///   - id: Of the run.
    ///   - tasks: All of it.
    ///   - choice: Which of them; nil for every one that failed or was canceled.
    ///   - connection: Of the transaction.
    ///   - now: When.
    /// - Returns: What to save, and why others that were chosen stay as they are.
    /// - Throws: ``RunPlanner/MissingVerdicts``; ``Problem``; ``Denial``; ``StoreError``
    func retryChanges(
        _ id: RunID,
        _ tasks: [InstallTask],
        only choice: RetryChoice? = nil,
        _ connection: any Connection,
        at now: Timestamp
    ) throws -> TaskChanges {
        let ended = tasks.filter { [.failed, .canceled].contains($0.state.status) }
        let again = choice.map { choice in ended.filter { choice.tasks.contains($0.id) } } ?? ended
        guard !again.isEmpty else {
            let detail: Phrase = "No target of run \(id, as: "run") failed or was canceled."
            throw Problem(.nothingToRetry, as: "run", detail)
        }
        let rollout = try WaveTable(connection).find(id)
        try rollout?.requireNotUndone(id, connection)
        let unreadable = choice?.unreadable ?? []
        let obstacles = try obstacles(to: again, of: id, besides: unreadable, connection, at: now)
        let retry = RunRetry(id, connection, scans: engine.scans, beside: choice?.taken ?? [])
        var changes = try retry.changes(
            of: again.filter { obstacles[$0.id] == nil },
            in: rollout,
            beside: tasks.count { $0.state.hold.contains(.approval) },
            by: signedIn,
            at: now,
            for: engine.approvalWait
        )
        changes.obstacles = obstacles
        // What was refused or canceled and stays so is still to be told apart.
        if choice != nil, ended.contains(where: { $0.state == .canceled }) { changes.endsRefusal = false }
        changes.rollout = rollout.flatMap { $0.canReopen ? $0.applying(.reopen, at: now) : nil }
        try changes.requireGoingOn(id, tasks, at: now)
        return changes
    }

    /// What speaks against some of a run's targets by what holds now: a version may have been yanked since.
    ///
    /// - Throws: ``RunPlanner/MissingVerdicts``; ``Problem`` with `conflict` when something speaks against each of them.
    private func obstacles(
        to tasks: [InstallTask],
        of run: RunID,
        besides unreadable: Set<RunRequest.Selection>,
        _ connection: any Connection,
        at now: Timestamp
    ) throws -> [TaskID: String] {
        let planner = RunPlanner(connection, preflights: engine.preflights, scans: engine.scans, at: now)
        var obstacles = try planner.obstacles(to: tasks, passingOver: unreadable)
        for task in tasks where task.kind == .install && unreadable.contains(task.wanted) {
            obstacles[task.id] = "Its content cannot be read."
        }
        guard obstacles.count == tasks.count, let reason = tasks.lazy.compactMap({ obstacles[$0.id] }).first
        else { return obstacles }
        let detail: Phrase = """
            Nothing of run \(run, as: "run") may begin again: \(reason, as: "reason")
            """
        throw Problem(.conflict, as: "retry_blocked", detail)
    }

    /// - Throws: ``Problem`` with `plan_changed` when other targets would be changed than those that were shown.
    func requireShown(_ shown: Set<TaskID>?, _ targets: Set<TaskID>) throws(Problem) {
        guard let shown, shown != targets else { return }
        throw Problem(.planChanged, as: "hash", "The plan has changed since it was shown.")
    }
}

extension TaskChanges {
    fileprivate var targets: Set<TaskID> { Set(tasks.map(\.old.id)) }
}
