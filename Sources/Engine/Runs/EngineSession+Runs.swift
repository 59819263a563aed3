package import Contract
import Domain
import Store

extension EngineSession {
    package func runs(_ query: RunQuery) async throws(Problem) -> Page<RunView> {
        try await permit(.readRuns)
        return try await answer { try await engine.database.read { try RunTable($0).list(query) } }
    }

    package func run(_ id: RunID) async throws(Problem) -> RunView {
        try await permit(.readRuns)
        let now = engine.now()
        return try await found(.missing(run: id)) { try Self.whole(id, connection: $0, at: now) }
    }

    package func installations(_ query: InstallationQuery) async throws(Problem) -> Page<InstallationView> {
        try await permit(.readRuns)
        return try await answer { try await engine.database.read { try InstallationTable($0).list(query) } }
    }

    package func cancelRun(_ id: RunID) async throws(Problem) -> RunView {
        try await carryOut(.cancelRun, on: "run:\(id)") { try await cancel(id) }
    }

    private func cancel(_ id: RunID) async throws(Problem) -> RunView {
        try await answer {
            try await change(id, .cancelRun) { connection, tasks, now in
                let open = tasks.filter { !$0.state.status.isFinal }
                guard !open.isEmpty else {
                    let detail: Phrase = "Every target of run \(id, as: "run") has ended."
                    throw Problem(.nothingToCancel, as: "run", detail)
                }
                var changes = TaskChanges(try open.map { ($0, try $0.applying(.cancel, at: now)) })
                // What was stopped before is still rolled back.
                if let rollout = try WaveTable(connection).find(id), rollout.state == .open {
                    changes.rollout = rollout.applying(.cancel, at: now)
                }
                return changes
            }
        }
    }

    /// Changes tasks of a run at a person's wish, with everything that goes with it, in one transaction.
    ///
    /// - Throws: ``RunPlanner/MissingVerdicts`` as `decide` does; ``Problem``
    func change(
        _ id: RunID,
        _ operation: Operation,
        _ decide: @escaping @Sendable (any Connection, [InstallTask], Timestamp) throws -> TaskChanges
    ) async throws -> RunView {
        let now = engine.now()
        let (run, tally) = try await engine.database.write { connection -> (RunView?, RunTally) in
            guard try RunTable(connection).find(id) != nil else { return (nil, RunTally()) }
            let table = TaskTable(connection)
            let tasks = try table.lockAll(of: id)
            let changed = try decide(connection, tasks, now)
            try requireScope(operation, changed.touched(of: tasks), of: tasks, connection)
            var detail = ["targets": "\(changed.tasks.count)"]
            detail["awaiting_approval"] = changed.request.map { "\($0.tasks.count)" }
            let audited = entry(operation.rawValue, on: "run:\(id)", detail: detail)
            let tally = try changed.save(id, audit: audited, by: signedIn, connection, at: now)
            return (try Self.whole(id, connection: connection, at: now), tally)
        }
        guard let run else { throw Problem.missing(run: id) }
        EngineMetrics.count(tally)
        engine.signals.announce(.work)
        engine.signals.announce(.events)
        return run
    }

    /// A run with its tasks and their tries.
    static func whole(_ id: RunID, connection: any Connection, at now: Timestamp) throws(StoreError)
        -> RunView?
    {
        guard let run = try RunTable(connection).find(id) else { return nil }
        let attempts = try AttemptTable(connection).all(of: id)
        let tasks = try TaskTable(connection).all(of: id)
        let gates = run.status.isFinal ? nil : try ClosedGates(connection, at: now).of(tasks)
        return run.with(gates: gates).with(tasks: tasks.map { TaskView($0, attempts: attempts[$0.id] ?? []) })
    }
}
