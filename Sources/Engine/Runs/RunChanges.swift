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
    private var events: [NewEvent] = []
    private var audit: [NewAuditEntry] = []

    mutating func move(_ run: RunID, from old: TaskStatus, to new: TaskStatus) {
        counts[run, default: TaskCounts()][old] -= 1
        counts[run, default: TaskCounts()][new] += 1
    }

    mutating func announce(_ event: NewEvent) { events.append(event) }

    mutating func note(_ entry: NewAuditEntry) { audit.append(entry) }

    /// Saves the runs, and beside them what is to be announced and audited.
    func apply(_ connection: any Connection, at now: Timestamp) throws {
        var events = events
        var audit = audit
        let log = AuditTable(connection)
        // Workers that share a run wait for each other at its row: what can be asked before it is locked, is.
        let lane = audit.isEmpty ? nil : try log.take()
        for adjusted in try RunTable(connection).adjust(counts, at: now) where adjusted.statusChanged {
            events.append(.changed(adjusted.run))
            if adjusted.run.status.isFinal { audit.append(.finished(adjusted.run)) }
        }
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
}

extension NewAuditEntry {
    fileprivate static func finished(_ run: RunView) -> NewAuditEntry {
        NewAuditEntry(
            actor: "system",
            action: "run.finish",
            subject: "run:\(run.id)",
            outcome: run.status.rawValue,
            source: "worker",
            requestID: nil,
            detail: ["requested_by": run.requestedBy]
        )
    }

    /// The end of a task, whoever caused it.
    static func finished(_ task: InstallTask, actor: String, source: String, requestID: String? = nil)
        -> NewAuditEntry
    {
        var detail = ["run": task.runID.rawValue, "skill": "\(task.skill)@\(task.version)"]
        detail["provider"] = task.provider.rawValue
        detail["remote_id"] = task.remote?.id
        detail["remote_version"] = task.remote?.version
        detail["code"] = task.lastError?.code.rawValue
        return NewAuditEntry(
            actor: actor,
            action: "task.\(task.kind.rawValue)",
            subject: "task:\(task.id)",
            outcome: task.state.status.rawValue,
            source: source,
            requestID: requestID,
            detail: detail
        )
    }
}
