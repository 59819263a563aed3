import Contract
import Domain
import Store

/// Carries out what follows from how a run with waves stands, inside one transaction.
struct RunWaveSteps {
    private let run: RunView
    private let connection: any Connection
    private let now: Timestamp
    private let manner: Manner
    private let release: WaveRelease
    private(set) var rollout: RunRollout
    private(set) var tasks: [InstallTask]
    /// Of the targets that cannot be read.
    private let lost: [Int: TaskCounts]
    /// The run that was started to undo what this one did.
    private(set) var rollback: RunView?
    /// Whether a wave is to begin for which others have to be locked out.
    private(set) var awaitsRelease = false
    /// What is to be counted once all of it is committed.
    private(set) var tally = RunTally()

    /// Locks the run's tasks; nobody else begins or ends any of them meanwhile.
    ///
    /// Those that wait and cannot be read are given up: nobody could ever begin them, and the others would wait for them.
    ///
    /// - Parameters:
    ///   - run: Which.
    ///   - engine: Whose scans and checks say what may still begin.
    ///   - connection: Of a transaction that has locked nothing yet.
    ///   - manner: How.
    ///   - now: When.
    /// - Throws: ``StoreError``
    init?(_ run: RunID, _ engine: Engine, _ connection: any Connection, _ manner: Manner, at now: Timestamp)
        throws
    {
        // What was asked for later and would be undone by a release does not begin meanwhile.
        if manner.lockingOut { try TaskTable(connection).lockOutOthers() }
        guard let known = try RunTable(connection).find(run) else { return nil }
        let found = try TaskTable(connection).lockFound(of: run)
        guard let rollout = try WaveTable(connection).find(run) else { return nil }
        self.run = known
        self.rollout = rollout
        self.connection = connection
        self.manner = manner
        self.now = now
        tasks = found.tasks
        let planner = RunPlanner(connection, preflights: engine.preflights, scans: engine.scans, at: now)
        release = WaveRelease(of: run, planner, passingOver: manner.unreadable, at: now)
        lost = found.unreadable.reduce(into: [:]) { counts, task in
            let status = task.status == .queued ? .failed : task.status
            counts[task.wave ?? 1, default: TaskCounts()][status] += 1
        }
        let waiting = found.unreadable.filter { $0.status == .queued }
        guard !waiting.isEmpty else { return }
        var changes = RunChanges()
        try TaskRecorder(connection, retries: .standard).giveUp(waiting, into: &changes, at: now)
        try changes.apply(connection, at: now)
        tally.add(changes.tally)
    }

    /// Of the targets of each wave.
    var counts: [Int: TaskCounts] {
        tasks.countsByWave.merging(lost) { found, lost in
            TaskStatus.allCases.reduce(into: found) { $0[$1] += lost[$1] }
        }
    }

    /// Takes every step that follows by itself, up to one that others have to be locked out for.
    ///
    /// - Returns: Whether there was one.
    /// - Throws: ``RunPlanner/MissingVerdicts``; ``StoreError``
    mutating func carryOn() throws -> Bool {
        var isChanged = tally != RunTally()
        while let step = rollout.next(counts, at: now) {
            if case .release = step, !manner.lockingOut {
                awaitsRelease = true
                break
            }
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
            let changes = try release.changes(
                to: tasks.filter { $0.wave ?? 1 == wave && $0.state.hold.contains(.wave) }
            )
            // Of a wave that was ended while it waited nothing begins.
            guard entry != nil || !changes.tasks.isEmpty else { return try note(next) }
            let ended = changes.tasks.count { $0.new.state.status.isFinal }
            var detail = ["targets": "\(changes.tasks.count)"]
            if ended > 0 { detail["not_begun"] = "\(ended)" }
            let own = audited("run.wave_released", actor, ["wave": "\(wave)"])
            try save(changes, next, (entry ?? own).adding(detail), by: actor)
        case .stop(let stop, _):
            let open = tasks.filter { !$0.state.status.isFinal }
            var changes = TaskChanges(
                try open.map { ($0, try $0.applying(.stop(stop.sentence), at: now)) }
            )
            changes.event = .runStopped
            var detail = ["failed": "\(stop.failed)", "begun": "\(stop.begun)"]
            detail["reason"] = stop.reason
            let own = audited("run.stopped", actor, detail)
            try save(changes, next, (entry ?? own).adding(["targets": "\(open.count)"]), by: actor)
        case .rollBack:
            rollback = try rollBack()
            return try take(.rolledBack(rollback?.id), by: actor)
        case .soak, .finish, .resume, .end, .cancel, .rolledBack, .reopen: try note(next)
        }
        rollout = next
    }

    /// Saves a step that changes no target.
    private mutating func note(_ next: RunRollout) throws {
        try WaveTable(connection).save(next, of: run.id)
        try EventTable(connection).append([NewEvent(.waveChanged, runID: run.id)], at: now)
        rollout = next
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
