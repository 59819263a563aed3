package import Contract
import Domain
import Store

extension EngineSession {
    package func rollbackRun(
        _ id: RunID,
        reason: String,
        source: CommandSource
    ) async throws(Problem) -> RunView {
        try await carryOut(.rollbackRun, on: "run:\(id)", source: source) {
            try await rollBack(id, exactly: nil, reason: reason, source: source)
        }
    }

    package func rollbackRun(_ id: RunID, exactly targets: Set<TaskID>, reason: String) async throws(Problem)
        -> RunView
    {
        try await carryOut(.rollbackRun, on: "run:\(id)", source: signedIn.source) {
            try await rollBack(id, exactly: targets, reason: reason, source: signedIn.source)
        }
    }

    package func targets(undoing id: RunID) async throws(Problem) -> Set<TaskID> {
        try await permit(.readRuns)
        return try await found(.missing(run: id)) { connection in
            guard try RunTable(connection).find(id) != nil else { return nil }
            let undo = try RunUndo(of: id, connection)
            try requireSomething(undo, of: id)
            return Set(undo.undone.map(\.task.id))
        }
    }

    private func rollBack(
        _ id: RunID,
        exactly targets: Set<TaskID>?,
        reason: String,
        source: CommandSource
    ) async throws(Problem) -> RunView {
        try requireReason(reason)
        let now = engine.now()
        let run = try await answer {
            try await engine.database.write { connection -> RunView? in
                guard let parent = try RunTable(connection).find(id) else { return nil }
                guard parent.status.isFinal else {
                    let detail: Phrase =
                        "Run \(id, as: "run") is still at work; cancel it or wait for its end."
                    throw Problem(.conflict, as: "run_at_work", detail)
                }
                let run = RunView.new(
                    .rollback,
                    by: signedIn,
                    source: source,
                    reason: reason,
                    parent: id,
                    at: now
                )
                let tasks = try undoing(parent, exactly: targets, in: run, connection, at: now)
                let audited = entry(
                    Operation.rollbackRun.rawValue,
                    on: "run:\(id)",
                    source: source,
                    detail: ["run": run.id.rawValue, "reason": reason, "targets": "\(tasks.count)"]
                )
                return try NewRun(run: run, tasks: tasks, in: signedIn.trace)
                    .save(connection, audit: audited, at: now)
            }
        }
        guard let run else { throw .missing(run: id) }
        EngineMetrics.accepted(run)
        engine.signals.announce(.work)
        engine.signals.announce(.events)
        return run
    }

    private func requireReason(_ reason: String) throws(Problem) {
        let missing = Problem.Fault("/reason", .required, as: "rollback_reason", "A rollback says why.")
        try RunRequestRules.require(reason: reason, elseFault: missing)
    }

    /// A task for every target that the parent changed and that still is as the parent left it.
    private func undoing(
        _ parent: RunView,
        exactly targets: Set<TaskID>?,
        in run: RunView,
        _ connection: any Connection,
        at now: Timestamp
    ) throws -> [InstallTask] {
        let undo = try RunUndo(of: parent.id, connection)
        try requireScope(.rollbackRun, undo.undone.map(\.task), of: undo.all, connection)
        try requireSomething(undo, of: parent.id)
        try requireShown(targets, Set(undo.undone.map(\.task.id)))
        return undo.tasks(in: run, at: now)
    }

    private func requireSomething(_ undo: RunUndo, of run: RunID) throws(Problem) {
        guard undo.undone.isEmpty else { return }
        guard undo.busy == 0 else {
            let detail: Phrase = "Another run is about to change what run \(run, as: "run") did."
            throw Problem(.conflict, as: "run_overtaken", detail)
        }
        if undo.isNowhere {
            let detail: Phrase = "Run \(run, as: "run") succeeded nowhere."
            throw Problem(.nothingToRollBack, as: "nowhere", detail)
        }
        let detail: Phrase = "Whatever run \(run, as: "run") did has been changed again since."
        throw Problem(.nothingToRollBack, as: "changed_since", detail)
    }
}
