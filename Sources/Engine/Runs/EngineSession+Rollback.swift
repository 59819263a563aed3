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
            try await rollBack(id, reason: reason, source: source)
        }
    }

    private func rollBack(_ id: RunID, reason: String, source: CommandSource) async throws(Problem) -> RunView
    {
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
                let tasks = try undoing(parent, in: run, connection, at: now)
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
        in run: RunView,
        _ connection: any Connection,
        at now: Timestamp
    ) throws -> [InstallTask] {
        let undo = try RunUndo(of: parent.id, connection)
        try requireScope(.rollbackRun, undo.undone.map(\.task), of: undo.all, connection)
        let tasks = undo.tasks(in: run, at: now)
        guard tasks.isEmpty else { return tasks }
        guard undo.busy == 0 else {
            let detail: Phrase = "Another run is about to change what run \(parent.id, as: "run") did."
            throw Problem(.conflict, as: "run_overtaken", detail)
        }
        if undo.isNowhere {
            let detail: Phrase = "Run \(parent.id, as: "run") succeeded nowhere."
            throw Problem(.nothingToRollBack, as: "nowhere", detail)
        }
        let detail: Phrase = "Whatever run \(parent.id, as: "run") did has been changed again since."
        throw Problem(.nothingToRollBack, as: "changed_since", detail)
    }
}
