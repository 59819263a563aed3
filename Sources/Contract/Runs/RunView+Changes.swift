extension RunView {
    /// The same run with these tasks.
    package func with(tasks: [TaskView]?) -> RunView {
        with(status: status, counts: counts, startedAt: startedAt, finishedAt: finishedAt, tasks: tasks)
    }

    /// The same run with the approval that it waits for, with its waves, or with what keeps its targets from beginning.
    package func with(
        _ approval: RunApproval? = nil,
        gates: [ClosedGate]? = nil,
        waves: RunWavesView? = nil
    ) -> RunView {
        with(
            status: status,
            counts: counts,
            startedAt: startedAt,
            finishedAt: finishedAt,
            approval: approval,
            gates: gates,
            waves: waves,
            tasks: tasks
        )
    }

    /// The same run in another state; without its tasks unless they are given, and with its approval, gates and waves
    /// unless there are others.
    package func with(
        status: RunStatus,
        counts: TaskCounts,
        startedAt: Timestamp?,
        finishedAt: Timestamp?,
        approval: RunApproval? = nil,
        gates: [ClosedGate]? = nil,
        waves: RunWavesView? = nil,
        tasks: [TaskView]? = nil
    ) -> RunView {
        RunView(
            id: id,
            kind: kind,
            status: status,
            requestedBy: requestedBy,
            source: source,
            reason: reason,
            parentRunID: parentRunID,
            createdAt: createdAt,
            startedAt: startedAt,
            finishedAt: finishedAt,
            counts: counts,
            approval: approval ?? self.approval,
            requestID: requestID,
            traceID: traceID,
            gates: gates ?? self.gates,
            startAt: startAt,
            waves: waves ?? self.waves,
            tasks: tasks
        )
    }
}
