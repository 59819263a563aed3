import Contract
import Domain
import Store

/// What one transaction does to tasks and, through them, to runs, events and the audit log.
///
/// Collected first and applied once at the end: a batch of a hundred tasks touches each run's row once, and every
/// transaction locks rows in the same order (tasks, then a chain of the audit log, then runs by id), so that two
/// hardly ever wait for each other. (Letting a task of another run go on can; the database then has one begin anew.)
struct RunChanges {
    private var counts: [RunID: TaskCounts] = [:]
    /// Of each run, the request behind what moved last: if the run ends with that, it is this request's doing.
    private var requests: [RunID: (id: String, trace: TraceParent?)] = [:]
    private var events: [NewEvent] = []
    private var audit: [NewAuditEntry] = []
    /// What is to be counted once this is committed.
    private(set) var tally = RunTally()

    /// - Parameters:
    ///   - run: The task's.
    ///   - old: The state it leaves.
    ///   - new: The state it enters.
    ///   - request: Which it comes from; nil when nobody knows.
    ///   - trace: The place in a trace of that.
    mutating func move(
        _ run: RunID,
        from old: TaskStatus,
        to new: TaskStatus,
        by request: String?,
        in trace: TraceParent? = nil
    ) {
        counts[run, default: TaskCounts()][old] -= 1
        counts[run, default: TaskCounts()][new] += 1
        if let request { requests[run] = (request, trace) }
    }

    /// The same of a task, for the request that it is there for.
    mutating func move(_ task: InstallTask, from old: TaskStatus, to new: TaskStatus) {
        move(task.runID, from: old, to: new, by: task.requestID, in: task.traceParent)
    }

    mutating func announce(_ event: NewEvent) { events.append(event) }

    mutating func turn(_ breaker: BreakerView.State) { tally.breakers.append(breaker) }

    mutating func tried(_ outcomes: [String]) { tally.tries += outcomes }

    mutating func note(_ entry: NewAuditEntry) { audit.append(entry) }

    /// Saves the runs, and beside them what is to be announced and audited.
    mutating func apply(_ connection: any Connection, at now: Timestamp) throws {
        var events = events
        var audit = audit
        let log = AuditTable(connection)
        // Workers that share a run wait for each other at its row: what can be asked before it is locked, is.
        let lane = audit.isEmpty ? nil : try log.take()
        for adjusted in try RunTable(connection).adjust(counts, at: now) where adjusted.statusChanged {
            events.append(.changed(adjusted.run))
            guard adjusted.run.status.isFinal else { continue }
            audit.append(.finished(adjusted.run, by: requests[adjusted.run.id]))
            tally.runs.append(.init(kind: adjusted.run.kind, status: adjusted.run.status))
        }
        tally.targets += events.compactMap(RunTally.Target.init)
        try EventTable(connection).append(events, at: now)
        if let lane { try log.append(audit, to: lane, at: now) } else { try log.append(audit, at: now) }
    }
}

extension NewEvent {
    static func changed(_ run: RunView) -> NewEvent {
        NewEvent(.runChanged, runID: run.id, status: run.status.rawValue)
    }

    static func changed(_ task: InstallTask, kind: EventView.Kind = .taskChanged) -> NewEvent {
        NewEvent(
            kind,
            runID: task.runID,
            taskID: task.id,
            skill: task.skill,
            provider: task.provider,
            status: task.state.status.rawValue,
            code: task.lastError?.code
        )
    }

    static func gaveUp(_ found: UnreadableTask) -> NewEvent {
        NewEvent(
            .taskChanged,
            runID: found.run,
            taskID: found.task,
            skill: found.skill,
            provider: found.provider,
            status: TaskStatus.failed.rawValue,
            code: .internal
        )
    }
}

extension NewAuditEntry {
    fileprivate static func finished(_ run: RunView, by request: (id: String, trace: TraceParent?)?)
        -> NewAuditEntry
    {
        var detail = ["requested_by": run.requestedBy]
        detail["trace_id"] = request.map { $0.trace?.traceID } ?? run.traceID
        return NewAuditEntry(
            actor: "system",
            action: "run.finish",
            subject: "run:\(run.id)",
            outcome: run.status.rawValue,
            source: "worker",
            requestID: request?.id ?? run.requestID,
            detail: detail
        )
    }

    /// The end of a task, whoever caused it: the request that was given, or else the one that the task is there for.
    static func finished(
        _ task: InstallTask,
        actor: String,
        source: String,
        by request: (id: String, trace: TraceParent?)? = nil
    ) -> NewAuditEntry {
        var detail = ["run": task.runID.rawValue, "skill": "\(task.skill)@\(task.version)"]
        detail["provider"] = task.provider.rawValue
        detail["remote_id"] = task.remote?.id
        detail["remote_version"] = task.remote?.version
        detail["code"] = task.lastError?.code.rawValue
        detail["trace_id"] = (request.map { $0.trace } ?? task.traceParent)?.traceID
        return NewAuditEntry(
            actor: actor,
            action: "task.\(task.kind.rawValue)",
            subject: "task:\(task.id)",
            outcome: task.state.status.rawValue,
            source: source,
            requestID: request?.id ?? task.requestID,
            detail: detail
        )
    }

    static func gaveUp(_ found: UnreadableTask) -> NewAuditEntry {
        NewAuditEntry(
            actor: "system",
            action: "task.unreadable",
            subject: "task:\(found.task)",
            outcome: TaskStatus.failed.rawValue,
            source: "worker",
            requestID: found.requestID,
            detail: ["run": found.run.rawValue, "code": FailureCode.internal.rawValue]
        )
    }
}
