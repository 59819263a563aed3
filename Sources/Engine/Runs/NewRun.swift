import Contract
import Domain
import Store

/// A run with its tasks, about to be accepted.
struct NewRun {
    private let run: RunView
    private let tasks: [InstallTask]
    /// What some of the tasks wait for.
    private let request: ApprovalTable.Request?
    /// When they begin, if that is not at once and all at a time.
    private let rollout: RunRollout?
    /// The place in a trace that asks for it.
    private let trace: TraceParent?

    init(
        run: RunView,
        tasks: [InstallTask],
        request: ApprovalTable.Request? = nil,
        rollout: RunRollout? = nil,
        in trace: TraceParent?
    ) {
        self.run = run
        self.request = request
        self.rollout = rollout
        self.trace = trace
        // As they are listed later.
        self.tasks = tasks.sorted { ($0.skill, $0.provider.rawValue) < ($1.skill, $1.provider.rawValue) }
            .map { task in
                var task = task
                task.traceParent = trace
                return task
            }
    }

    /// Saves the run, its tasks, the event and the audit entry.
    ///
    /// - Returns: The run as its answer shows it.
    func save(_ connection: any Connection, audit: NewAuditEntry, at now: Timestamp) throws -> RunView {
        var counts = TaskCounts()
        for task in tasks { counts[task.state.status] += 1 }
        let status = RunStatus(aggregating: counts)
        let ended = status.isFinal ? now : nil
        let saved = run.with(status: status, counts: counts, startedAt: ended, finishedAt: ended)
        try RunTable(connection).insert(saved, in: trace)
        try TaskTable(connection).insert(tasks)
        if let rollout { try WaveTable(connection).insert(rollout, for: run.id) }
        var events = [NewEvent(.runQueued, runID: run.id, status: status.rawValue)]
        if let request {
            try ApprovalTable(connection).request(request, for: run.id)
            events.append(NewEvent(.approvalRequested, runID: run.id, status: status.rawValue))
        }
        try EventTable(connection).append(events, at: now)
        try AuditTable(connection).append([audit], at: now)
        let gates = try ClosedGates(connection, at: now).of(tasks)
        return saved.with(request?.approval, gates: gates, waves: rollout?.view).with(
            tasks: tasks.map { TaskView($0, attempts: []) }
        )
    }
}

extension RunView {
    static func new(
        _ kind: RunKind,
        by caller: Caller,
        source: CommandSource,
        reason: String?,
        parent: RunID? = nil,
        startAt: Timestamp? = nil,
        at now: Timestamp
    ) -> RunView {
        RunView(
            id: .make(at: now),
            kind: kind,
            status: .queued,
            requestedBy: caller.name,
            source: source,
            reason: reason,
            parentRunID: parent,
            createdAt: now,
            startedAt: nil,
            finishedAt: nil,
            counts: TaskCounts(),
            requestID: caller.requestID,
            traceID: caller.trace?.traceID,
            startAt: startAt,
            tasks: nil
        )
    }
}

extension TaskView {
    init(_ task: InstallTask, attempts: [AttemptView]?) {
        var due: Timestamp?
        switch task.state {
        case .queued(let at), .retryWait(let at): due = at
        case .held, .running, .success, .failed, .canceled, .skipped: break
        }
        self.init(
            id: task.id,
            skill: task.skill,
            version: task.version,
            provider: task.provider,
            status: task.state.status,
            attempt: task.attempt,
            maxAttempts: task.maxAttempts,
            nextAttemptAt: due,
            startedAt: task.startedAt,
            finishedAt: task.finishedAt,
            error: task.lastError,
            remote: task.remote,
            step: task.step?.name,
            cancelRequested: task.cancelRequested && !task.state.status.isFinal ? true : nil,
            awaitsApproval: task.state.hold.contains(.approval) ? true : nil,
            wave: task.wave,
            awaitsWave: task.state.hold.contains(.wave) ? true : nil,
            requestID: task.requestID,
            attempts: attempts
        )
    }
}
