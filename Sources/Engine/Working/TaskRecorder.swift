import Contract
import Domain
import Store

/// What a worker reports of a task it holds.
struct TaskReport: Equatable, Sendable {
    let task: TaskID
    /// The lease it was held under: a report under another one comes too late.
    let token: String
    let action: InstallTask.Action
}

/// Saves reports: each task with its try, event, audit entry, ledger and run, all in the given transaction.
struct TaskRecorder {
    private let connection: any Connection
    private let retries: RetryPolicy

    init(_ connection: any Connection, retries: RetryPolicy) {
        self.connection = connection
        self.retries = retries
    }

    /// - Returns: The tasks whose reports came too late and changed nothing.
    func record(_ reports: [TaskReport], at now: Timestamp) throws -> [TaskID] {
        guard !reports.isEmpty else { return [] }
        var fresh: [TaskID: InstallTask] = [:]
        let found = try TaskTable(connection).lock(reports.map(\.task))
        for task in found.tasks { fresh[task.id] = task }
        var late: [TaskID] = []
        var batch = Batch()
        try giveUp(found.unreadable.filter { $0.status == .running }, into: &batch, at: now)
        for report in reports {
            guard let task = fresh[report.task], case .running(let lease) = task.state,
                lease.token == report.token
            else {
                late.append(report.task)
                continue
            }
            try save(task, after: report.action, into: &batch, at: now)
        }
        try batch.changes.apply(connection, events: batch.events, audit: batch.audit, at: now)
        return late
    }

    /// Gives back tasks whose workers fell silent.
    func lapse(_ found: FoundTasks, at now: Timestamp) throws {
        var batch = Batch()
        for task in found.tasks { try save(task, after: .lapse, into: &batch, at: now) }
        try giveUp(found.unreadable, into: &batch, at: now)
        try batch.changes.apply(connection, events: batch.events, audit: batch.audit, at: now)
    }

    /// Ends tasks that cannot be read, as failed.
    func giveUp(_ unreadable: [UnreadableTask], at now: Timestamp) throws {
        guard !unreadable.isEmpty else { return }
        var batch = Batch()
        try giveUp(unreadable, into: &batch, at: now)
        try batch.changes.apply(connection, events: batch.events, audit: batch.audit, at: now)
    }

    private func giveUp(_ unreadable: [UnreadableTask], into batch: inout Batch, at now: Timestamp) throws {
        let error = TaskError(code: .internal, message: "The stored task cannot be read.", retryable: false)
        for found in unreadable {
            try TaskTable(connection).giveUp(found.task, error, at: now)
            batch.changes.move(found.run, from: found.status, to: .failed)
            batch.events.append(.gaveUp(found))
            batch.audit.append(.gaveUp(found))
        }
    }

    private struct Batch {
        var changes = RunChanges()
        var events: [NewEvent] = []
        var audit: [NewAuditEntry] = []
    }

    private func save(
        _ task: InstallTask,
        after action: InstallTask.Action,
        into batch: inout Batch,
        at now: Timestamp
    ) throws {
        let next: InstallTask
        do { next = try task.applying(action, at: now, retries: retries) } catch {
            throw StoreError.rejected("a report that its task's state does not allow")
        }
        try TaskTable(connection).save(next, over: task.state)
        try AttemptTable(connection).insert(
            ended: task,
            outcome: action.outcome,
            error: error(of: action, next),
            at: now
        )
        try keepLedger(next, at: now)
        batch.changes.move(task.runID, from: .running, to: next.state.status)
        batch.events.append(.changed(next, kind: action == .interrupt ? .taskInterrupted : .taskChanged))
        if next.state.status.isFinal {
            batch.audit.append(.finished(next, actor: "system", source: "worker"))
        }
    }

    private func keepLedger(_ task: InstallTask, at now: Timestamp) throws {
        guard case .success = task.state else { return }
        let ledger = InstallationTable(connection)
        switch (task.kind, task.target, task.remote) {
        case (.install, _, let remote?):
            let installed = InstallTask.Installed(version: task.version, digest: task.digest, remote: remote)
            try ledger.put(installed, by: task, at: now)
        case (.rollback, let target?, let remote?):
            let installed = InstallTask.Installed(
                version: target.version,
                digest: target.digest,
                remote: remote
            )
            try ledger.put(installed, by: task, at: now)
        case (.uninstall, _, _), (.rollback, _, _), (.install, _, nil):
            try ledger.remove(task.skillID, from: task.provider)
        }
    }

    private func error(of action: InstallTask.Action, _ next: InstallTask) -> TaskError? {
        switch action {
        case .fail(let failure, _): failure.taskError
        case .lapse: next.lastError
        case .claim, .succeed, .skip, .wait, .interrupt, .cancel, .retry: nil
        }
    }
}

extension NewEvent {
    fileprivate static func gaveUp(_ found: UnreadableTask) -> NewEvent {
        let status = TaskStatus.failed.rawValue
        return NewEvent(.taskChanged, runID: found.run, taskID: found.task, status: status, code: .internal)
    }
}

extension NewAuditEntry {
    fileprivate static func gaveUp(_ found: UnreadableTask) -> NewAuditEntry {
        NewAuditEntry(
            actor: "system",
            action: "task.unreadable",
            subject: "task:\(found.task)",
            outcome: TaskStatus.failed.rawValue,
            source: "worker",
            detail: ["run": found.run.rawValue, "code": FailureCode.internal.rawValue]
        )
    }
}

extension InstallTask.Action {
    /// How a try that ended so is called in the history and in metrics.
    var outcome: String {
        switch self {
        case .succeed: "success"
        case .skip: "skipped"
        case .fail(let failure, _): failure.code.rawValue
        case .wait: "waiting"
        case .interrupt: "interrupted"
        case .lapse: FailureCode.leaseLost.rawValue
        case .claim, .cancel, .retry: "unknown"
        }
    }
}
