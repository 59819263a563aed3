import Contract
import Domain
import Store

/// The tasks a worker holds: waiting for a free place at their provider, being carried out, or reported.
struct WorkerDesk {
    fileprivate enum EndedBy {
        case itself
        case lostLease
        case stop
    }

    private struct Call {
        let claimed: ClaimedTask
        var task: Task<Void, Never>?
        var expires: Timestamp
        var endedBy = EndedBy.itself
        var reported = false
    }

    private struct Lane {
        var limit = 1
        var running = 0
        /// Newest first, so that taking the oldest is cheap.
        var waiting: [ClaimedTask] = []
    }

    private var calls: [TaskID: Call] = [:]
    private var lanes: [ProviderID: Lane] = [:]
    private var reports: [TaskReport] = []

    /// Claimed and not yet saved as ended.
    var held: Int { calls.count }
    var heldTasks: [TaskID] { Array(calls.keys) }

    // MARK: Lanes

    mutating func limit(_ provider: ProviderID, to limit: Int) {
        lanes[provider, default: Lane()].limit = limit
    }

    mutating func take(_ claimed: ClaimedTask) {
        guard case .running(let lease) = claimed.task.state else { return }
        calls[claimed.task.id] = Call(claimed: claimed, expires: lease.expires)
        lanes[claimed.task.provider, default: Lane()].waiting.insert(claimed, at: 0)
    }

    /// The next task that may begin at a provider; counts as running from now on.
    mutating func next(for provider: ProviderID) -> ClaimedTask? {
        guard var lane = lanes[provider], lane.running < lane.limit else { return nil }
        defer { lanes[provider] = lane }
        while let claimed = lane.waiting.popLast() {
            // One whose lease was lost while it waited is gone.
            guard calls[claimed.task.id] != nil else { continue }
            lane.running += 1
            return claimed
        }
        return nil
    }

    mutating func began(_ claimed: ClaimedTask, call: Task<Void, Never>) {
        calls[claimed.task.id]?.task = call
    }

    /// Takes note of a call's end.
    ///
    /// - Returns: The provider with a free place now; nil for a task no longer held.
    mutating func ended(_ id: TaskID, with action: InstallTask.Action) -> ProviderID? {
        guard let call = calls[id] else { return nil }
        lanes[call.claimed.task.provider]?.running -= 1
        report(id, action)
        return call.claimed.task.provider
    }

    // MARK: Reports

    mutating func takeReports() -> [TaskReport] {
        defer { reports = [] }
        return reports
    }

    mutating func putBack(_ unsaved: [TaskReport]) {
        reports = unsaved + reports
    }

    mutating func saved(_ reports: [TaskReport]) {
        for report in reports { calls[report.task] = nil }
    }

    private mutating func report(_ id: TaskID, _ action: InstallTask.Action) {
        guard let call = calls[id], !call.reported, case .running(let lease) = call.claimed.task.state else { return }
        calls[id]?.reported = true
        reports.append(TaskReport(task: id, token: lease.token, action: call.endedBy.corrected(action)))
    }

    // MARK: Leases

    /// Notes the renewed leases and stops the calls of those that are gone.
    mutating func renewed(_ renewed: Set<TaskID>, of asked: [TaskID], until expires: Timestamp) -> [TaskID] {
        var lost: [TaskID] = []
        for id in asked {
            if renewed.contains(id) {
                calls[id]?.expires = expires
            } else if let call = calls[id], !call.reported {
                lost.append(id)
                stop(id)
            }
        }
        return lost
    }

    /// Stops the calls whose lease ends before `moment`.
    mutating func stopOverdue(at moment: Timestamp) -> [TaskID] {
        let overdue = calls.filter { $0.value.expires <= moment && !$0.value.reported && $0.value.endedBy == .itself }
        for id in overdue.keys { stop(id) }
        return Array(overdue.keys)
    }

    private mutating func stop(_ id: TaskID) {
        calls[id]?.endedBy = .lostLease
        if let task = calls[id]?.task { task.cancel() } else { report(id, .lapse) }
    }

    // MARK: Stopping

    /// Gives back the tasks that have not begun.
    mutating func giveBackWaiting() {
        for id in calls.keys where calls[id]?.task == nil {
            calls[id]?.endedBy = .stop
            report(id, .interrupt)
        }
        for id in lanes.keys { lanes[id]?.waiting = [] }
    }

    /// Stops the calls that are still running.
    mutating func interruptCalls() -> [Task<Void, Never>] {
        for id in calls.keys where calls[id]?.reported == false {
            calls[id]?.endedBy = .stop
            calls[id]?.task?.cancel()
        }
        return calls.values.compactMap(\.task)
    }
}

extension WorkerDesk.EndedBy {
    /// What to save: a failure of a call that we cut short ourselves is not the provider's.
    fileprivate func corrected(_ action: InstallTask.Action) -> InstallTask.Action {
        guard case .fail = action else { return action }
        switch self {
        case .itself: return action
        case .lostLease: return .lapse
        case .stop: return .interrupt
        }
    }
}
