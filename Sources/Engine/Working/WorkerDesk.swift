import Contract
import Domain
import Store

/// The tasks a worker holds: waiting for a free place at their provider, being carried out, or reported.
///
/// A task may come back under a new lease while a call under an older one has not ended yet: what such a call
/// says is told apart by its token and changes nothing.
struct WorkerDesk {
    fileprivate enum EndedBy {
        case itself
        case lostLease
        case stop
    }

    private struct Call {
        let claimed: ClaimedTask
        let token: String
        var task: Task<Void, Never>?
        /// The call under an older lease that has not ended yet.
        var predecessor: Task<Void, Never>?
        var expires: Timestamp
        var endedBy = EndedBy.itself
        var reported = false
        /// Whether it tries whether its provider is back.
        var isProbe = false

        var isWaiting: Bool { task == nil && !reported }
    }

    private struct Lane {
        var limit = 0
        var running = 0
        var ended = 0
        var waiting: ArraySlice<TaskID> = []

        /// Whether all places are taken and enough is at hand for a second round.
        var isSupplied: Bool { limit > 0 && running >= limit && waiting.count >= limit }

        mutating func begin() -> TaskID? {
            running < limit ? waiting.popFirst() : nil
        }
    }

    /// What a worker has to do with a provider.
    struct Holding: Equatable, Sendable {
        /// Claimed and not ended.
        var tasks = 0
        /// The most calls that may be open, now or until the next limit is set.
        var mayBeOpen = 0
        /// Calls that ended since this was last asked for.
        var ended = 0
    }

    /// A task that may begin, and the call that has to end first.
    struct Next {
        let claimed: ClaimedTask
        let predecessor: Task<Void, Never>?
    }

    private var calls: [TaskID: Call] = [:]
    private var lanes: [ProviderID: Lane] = [:]
    private var reports: [TaskReport] = []

    /// Claimed and not yet saved as ended.
    var held: Int { calls.count }
    /// Calls that are open now.
    var running: Int { lanes.values.reduce(0) { $0 + $1.running } }
    /// The tokens of the leases held.
    var leases: [TaskID: String] { calls.mapValues(\.token) }

    /// A task as it was claimed; nil when it is not at hand.
    func task(_ id: TaskID) -> InstallTask? { calls[id]?.claimed.task }

    // MARK: Lanes

    mutating func takeHoldings() -> [ProviderID: Holding] {
        defer { for provider in lanes.keys { lanes[provider]?.ended = 0 } }
        return lanes.mapValues { lane in
            Holding(
                tasks: lane.running + lane.waiting.count,
                mayBeOpen: max(lane.running, lane.limit),
                ended: lane.ended
            )
        }
    }

    /// Allows so many open calls at a provider; none gives back the tasks that have not begun.
    mutating func limit(_ provider: ProviderID, to limit: Int) {
        lanes[provider, default: Lane()].limit = limit
        if limit == 0 { giveBackWaiting(at: provider) }
    }

    mutating func take(_ claimed: ClaimedTask, isProbe: Bool = false) {
        guard case .running(let lease) = claimed.task.state else { return }
        let id = claimed.task.id
        // One that has not begun yet hands on the call it was waiting for.
        let older = calls[id]?.task ?? calls[id]?.predecessor
        older?.cancel()
        calls[id] = Call(
            claimed: claimed,
            token: lease.token,
            predecessor: older,
            expires: lease.expires,
            isProbe: isProbe
        )
        lanes[claimed.task.provider, default: Lane()].waiting.append(id)
    }

    /// The next task that may begin at a provider; counts as running from now on.
    mutating func next(for provider: ProviderID) -> Next? {
        while let id = lanes[provider]?.begin() {
            // One whose lease was lost while it waited is gone.
            guard let call = calls[id], call.isWaiting else { continue }
            lanes[provider]?.running += 1
            return Next(claimed: call.claimed, predecessor: call.predecessor)
        }
        return nil
    }

    mutating func began(_ claimed: ClaimedTask, call: Task<Void, Never>) {
        calls[claimed.task.id]?.task = call
        calls[claimed.task.id]?.predecessor = nil
    }

    /// Takes note of a call's end: its provider has a free place now.
    mutating func ended(_ claimed: ClaimedTask, with action: InstallTask.Action) {
        lanes[claimed.task.provider]?.running -= 1
        lanes[claimed.task.provider]?.ended += 1
        guard case .running(let lease) = claimed.task.state, calls[claimed.task.id]?.token == lease.token
        else {
            return
        }
        report(claimed.task.id, action)
    }

    // MARK: Reports

    var hasReports: Bool { !reports.isEmpty }

    /// Whether saving what ended may wait for more: no place at its providers lies idle meanwhile.
    var canGather: Bool {
        lanes.values.contains(where: \.isSupplied)
            && reports.allSatisfy { calls[$0.task].map { isSupplied($0.claimed.task.provider) } ?? false }
    }

    /// Whether nothing has to be claimed for a provider before many of its calls have ended.
    func isSupplied(_ provider: ProviderID) -> Bool { lanes[provider]?.isSupplied ?? false }

    mutating func takeReports() -> [TaskReport] {
        defer { reports = [] }
        return reports
    }

    mutating func putBack(_ unsaved: [TaskReport]) {
        reports = unsaved + reports
    }

    mutating func saved(_ reports: [TaskReport]) {
        for report in reports where calls[report.task]?.token == report.token { calls[report.task] = nil }
    }

    private mutating func report(_ id: TaskID, _ action: InstallTask.Action) {
        guard let call = calls[id], !call.reported else { return }
        calls[id]?.reported = true
        reports.append(TaskReport(task: id, token: call.token, action: call.endedBy.corrected(action)))
    }

    // MARK: Leases

    /// Notes the renewed leases and stops the calls of those that are gone.
    mutating func renewed(
        _ renewed: Set<TaskID>,
        of asked: [TaskID: String],
        until expires: Timestamp
    ) -> [TaskID] {
        var lost: [TaskID] = []
        for (id, token) in asked {
            // Meanwhile it may have ended, or come back under a new lease.
            guard let call = calls[id], call.token == token, !call.reported else { continue }
            if renewed.contains(id) {
                calls[id]?.expires = expires
            } else {
                lost.append(id)
                stop(id)
            }
        }
        return lost
    }

    /// Stops the calls whose lease ends before `moment`.
    mutating func stopOverdue(at moment: Timestamp) -> [TaskID] {
        let overdue = calls.filter {
            $0.value.expires <= moment && !$0.value.reported && $0.value.endedBy == .itself
        }
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
        for provider in lanes.keys { giveBackWaiting(at: provider) }
    }

    private mutating func giveBackWaiting(at provider: ProviderID) {
        for id in lanes[provider]?.waiting ?? [] where calls[id]?.isWaiting == true {
            calls[id]?.endedBy = .stop
            report(id, .interrupt(begun: false))
        }
        lanes[provider]?.waiting = []
    }

    /// Gives back the tasks that have not begun at a provider where nothing begins any more, but for those that are to
    /// end there and the one that tries whether it is back.
    mutating func giveBackWaiting(atClosed provider: ProviderID) {
        let kept = (lanes[provider]?.waiting ?? []).filter { id in
            guard let call = calls[id], call.isWaiting else { return false }
            return call.isProbe || call.claimed.task.cancelRequested
        }
        lanes[provider]?.waiting.removeAll(where: kept.contains)
        giveBackWaiting(at: provider)
        if !kept.isEmpty { lanes[provider]?.waiting = kept[...] }
    }

    /// Stops the calls that are still running.
    mutating func interruptCalls() {
        for (id, call) in calls where !call.reported {
            calls[id]?.endedBy = .stop
            call.task?.cancel()
        }
    }
}

extension WorkerDesk.EndedBy {
    /// What to save: a failure of a call that we cut short ourselves is not the provider's.
    fileprivate func corrected(_ action: InstallTask.Action) -> InstallTask.Action {
        guard case .fail = action else { return action }
        switch self {
        case .itself: return action
        case .lostLease: return .lapse
        case .stop: return .interrupt(begun: true)
        }
    }
}
