import Contract
import Domain
import Store

/// Carries out what follows from how a run with waves stands, inside one transaction.
struct RunWaveSteps {
    /// In whose name it is done.
    struct Actor {
        let name: String
        let source: String
        /// Nil where nobody asked for it now.
        let request: (id: String, trace: TraceParent?)?

        static let system = Actor(name: "system", source: "system", request: nil)
    }

    private let run: RunView
    private let connection: any Connection
    private let planner: RunPlanner
    private let now: Timestamp
    private(set) var rollout: RunRollout
    private(set) var tasks: [InstallTask]
    /// The run that was started to undo what this one did.
    private(set) var rollback: RunView?
    /// What is to be counted once all of it is committed.
    private(set) var tally = RunTally()

    /// Locks the run's tasks; nobody else begins or ends any meanwhile.
    ///
    /// - Parameters:
    ///   - run: Which.
    ///   - engine: Whose scans and checks say what may still begin.
    ///   - connection: Of a transaction that has locked nothing yet.
    ///   - now: When.
    /// - Throws: ``StoreError``
    init?(_ run: RunID, _ engine: Engine, _ connection: any Connection, at now: Timestamp) throws {
        // What was asked for later and would be undone by a release does not begin meanwhile.
        try TaskTable(connection).lockOutOthers()
        guard let found = try RunTable(connection).find(run) else { return nil }
        tasks = try TaskTable(connection).lockAll(of: run)
        guard let rollout = try WaveTable(connection).find(run) else { return nil }
        self.run = found
        self.rollout = rollout
        self.connection = connection
        self.now = now
        planner = RunPlanner(connection, preflights: engine.preflights, scans: engine.scans, at: now)
    }

    /// Of the targets of each wave.
    var counts: [Int: TaskCounts] {
        tasks.reduce(into: [:]) { $0[$1.wave ?? 1, default: TaskCounts()][$1.state.status] += 1 }
    }

    /// Takes every step that follows by itself.
    ///
    /// - Returns: Whether there was one.
    /// - Throws: ``RunPlanner/MissingVerdicts``; ``StoreError``
    mutating func carryOn() throws -> Bool {
        var isChanged = false
        while let step = rollout.next(counts, at: now) {
            try take(step, by: .system)
            isChanged = true
        }
        return isChanged
    }

    /// Takes one step, with everything that goes with it.
    ///
    /// - Parameters:
    ///   - step: What is done.
    ///   - actor: In whose name.
    ///   - entry: What the history says of it; nil for what the step says itself.
    /// - Throws: ``RunPlanner/MissingVerdicts``; ``StoreError``
    mutating func take(_ step: RunRollout.Step, by actor: Actor, audit entry: NewAuditEntry? = nil) throws {
        let next = rollout.applying(step, at: now)
        switch step {
        case .release(let wave):
            let changes = try released(wave)
            let ended = changes.tasks.count { $0.new.state.status.isFinal }
            var detail = ["wave": "\(wave)", "targets": "\(changes.tasks.count)"]
            if ended > 0 { detail["not_begun"] = "\(ended)" }
            try save(changes, next, entry ?? audited("run.wave_released", actor, detail), by: actor)
        case .stop(let stop):
            let open = tasks.filter { !$0.state.status.isFinal }
            var changes = TaskChanges(
                try open.map { ($0, try $0.applying(.stop(stop.sentence), at: now)) }
            )
            changes.event = .runStopped
            var detail = ["targets": "\(open.count)", "failed": "\(stop.failed)", "begun": "\(stop.begun)"]
            detail["reason"] = stop.reason
            try save(changes, next, entry ?? audited("run.stopped", actor, detail), by: actor)
        case .rollBack:
            rollback = try rollBack()
            return try take(.rolledBack(rollback?.id), by: actor)
        case .soak, .finish, .resume, .end, .cancel, .rolledBack, .reopen:
            try WaveTable(connection).save(next, of: run.id)
            try EventTable(connection).append([NewEvent(.waveChanged, runID: run.id)], at: now)
        }
        rollout = next
    }

    /// What of a wave may begin; what waits for an approval is looked at when that is given.
    private func released(_ wave: Int) throws -> TaskChanges {
        let waiting = tasks.filter { $0.wave ?? 1 == wave && $0.state.hold.contains(.wave) }
        let alone = waiting.filter { $0.state.hold == .wave }
        let overtaken = alone.isEmpty ? [] : try ApprovalTable(connection).overtaken(in: run.id)
        let obstacles = try planner.obstacles(to: alone)
        var changes = TaskChanges([])
        for task in waiting {
            let action: InstallTask.Action =
                if task.state.hold != .wave {
                    .release
                } else if overtaken.contains(task.id) {
                    .stop("What was asked for later has changed this; retry it if it is still wanted.")
                } else if let obstacle = obstacles[task.id] {
                    .stop("It may not begin any more: \(obstacle)")
                } else {
                    .release
                }
            changes.tasks.append((old: task, new: try task.applying(action, at: now)))
        }
        changes.event = .waveReleased
        return changes
    }

    private mutating func save(
        _ changed: TaskChanges,
        _ next: RunRollout,
        _ entry: NewAuditEntry,
        by actor: Actor
    ) throws {
        var changes = changed
        changes.rollout = next
        let who = (name: actor.name, source: actor.source, request: actor.request)
        tally.add(try changes.save(run.id, audit: entry, who, connection, at: now))
        let new = Dictionary(uniqueKeysWithValues: changes.tasks.map { ($0.new.id, $0.new) })
        tasks = tasks.map { new[$0.id] ?? $0 }
    }

    /// Starts the run that undoes this one; nil when there is nothing to undo.
    private func rollBack() throws -> RunView? {
        let undo = try RunUndo(of: run.id, connection)
        guard !undo.undone.isEmpty else { return nil }
        let rollback = RunView(
            id: .make(at: now),
            kind: .rollback,
            status: .queued,
            requestedBy: Actor.system.name,
            source: run.source,
            reason: rollout.stopped.map { "Run \(run.id) was stopped: \($0.sentence)" },
            parentRunID: run.id,
            createdAt: now,
            startedAt: nil,
            finishedAt: nil,
            counts: TaskCounts(),
            requestID: run.requestID,
            tasks: nil
        )
        let tasks = undo.tasks(in: rollback, at: now)
        var detail = ["run": rollback.id.rawValue, "targets": "\(tasks.count)"]
        detail["reason"] = rollback.reason
        if undo.busy > 0 { detail["not_undone"] = "\(undo.busy)" }
        let entry = audited(Operation.rollbackRun.rawValue, .system, detail)
        let new = NewRun(run: rollback, tasks: tasks, in: self.tasks.first?.traceParent)
        return try new.save(connection, audit: entry, at: now)
    }

    private func audited(_ action: String, _ actor: Actor, _ detail: [String: String]) -> NewAuditEntry {
        NewAuditEntry(
            actor: actor.name,
            action: action,
            subject: "run:\(run.id)",
            outcome: "accepted",
            source: actor.source,
            // Nobody asked for this now: it comes from what asked for the run.
            requestID: actor.request?.id ?? run.requestID,
            detail: detail
        )
    }
}

extension RunWavesView.Stop {
    /// Why, for what ends by it.
    fileprivate var sentence: String {
        switch (by, reason) {
        case (RunWaveSteps.Actor.system.name, let reason?): reason
        case (_, let reason?): "\(by) stopped it: \(reason)"
        case (_, nil): "\(failed) of \(begun) targets that could begin failed."
        }
    }
}
