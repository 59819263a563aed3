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
    /// - Throws: ``RunPlanner/MissingVerdicts``; ``Problem``; ``StoreError``
    private func retryChanges(
        _ id: RunID,
        _ tasks: [InstallTask],
        _ connection: any Connection,
        at now: Timestamp
    ) throws -> TaskChanges {
        let again = tasks.filter { [.failed, .canceled].contains($0.state.status) }
        guard !again.isEmpty else {
            let detail: Phrase = "No target of run \(id, as: "run") failed or was canceled."
            throw Problem(.nothingToRetry, as: "run", detail)
        }
        let rollout = try WaveTable(connection).find(id)
        try rollout?.requireNotUndone(id, connection)
        let retry = RunRetry(id, connection, scans: engine.scans)
        var changes = try retry.changes(
            of: try mayBegin(again, of: id, connection, at: now),
            in: rollout,
            beside: tasks.count { $0.state.hold.contains(.approval) },
            by: signedIn,
            at: now,
            for: engine.approvalWait
        )
        changes.rollout = rollout.flatMap { $0.canReopen ? $0.applying(.reopen, at: now) : nil }
        try changes.requireGoingOn(id, tasks, at: now)
        return changes
    }

    /// Those of a run's targets that nothing speaks against by what holds now: a version may have been yanked since.
    ///
    /// - Throws: ``RunPlanner/MissingVerdicts``; ``Problem`` with `conflict` when something speaks against each of them.
    private func mayBegin(
        _ tasks: [InstallTask],
        of run: RunID,
        _ connection: any Connection,
        at now: Timestamp
    ) throws -> [InstallTask] {
        let planner = RunPlanner(connection, preflights: engine.preflights, scans: engine.scans, at: now)
        let obstacles = try planner.obstacles(to: tasks)
        let free = tasks.filter { obstacles[$0.id] == nil }
        guard free.isEmpty, let reason = tasks.lazy.compactMap({ obstacles[$0.id] }).first else {
            return free
        }
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
