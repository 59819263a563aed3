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

    /// Saves what tries came to; a report under an older lease changes nothing.
    ///
    /// - Returns: The tasks whose reports came too late.
    /// - Throws: ``StoreError``; `rejected` for a report that its task's state does not allow.
    func record(_ reports: [TaskReport], into changes: inout RunChanges, at now: Timestamp) throws -> [TaskID]
    {
        guard !reports.isEmpty else { return [] }
        var fresh: [TaskID: InstallTask] = [:]
        let found = try TaskTable(connection).lock(reports.map(\.task))
        for task in found.tasks { fresh[task.id] = task }
        var late: [TaskID] = []
        var ended: [(InstallTask, InstallTask.Action)] = []
        try giveUp(found.unreadable.filter { $0.status == .running }, into: &changes, at: now)
        for report in reports {
            if let task = fresh[report.task], case .running(let lease) = task.state,
                lease.token == report.token
            {
                ended.append((task, report.action))
            } else {
                late.append(report.task)
            }
        }
        var breakers = try ProviderBreakers(connection, noting: ended)
        ended = ended.map { ($0, breakers.note($1, of: $0, at: now)) }
        try save(ended, into: &changes, at: now)
        try breakers.save(into: &changes)
        try backOff(ended, into: &changes, at: now)
        return late
    }

    /// Notes which providers asked to be left alone.
    private func backOff(
        _ ended: [(InstallTask, InstallTask.Action)],
        into changes: inout RunChanges,
        at now: Timestamp
    ) throws {
        var wishes: [ProviderID: BackOffView] = [:]
        for (task, action) in ended {
            guard let wish = BackOffView(action, at: now) else { continue }
            if let other = wishes[task.provider], other.until >= wish.until { continue }
            wishes[task.provider] = wish
        }
        // In one order, so that of two who note the same the second waits for the first.
        for (provider, wish) in wishes.sorted(by: { $0.key < $1.key })
        where try BackOffTable(connection).put(wish, of: provider) {
            changes.announce(
                NewEvent(.providerChanged, provider: provider, status: ClosedGate.Cause.rateLimited.rawValue)
            )
        }
    }

    /// Gives back tasks whose workers fell silent.
    func lapse(_ found: FoundTasks, into changes: inout RunChanges, at now: Timestamp) throws {
        try save(found.tasks.map { ($0, .lapse) }, into: &changes, at: now)
        try giveUp(found.unreadable, into: &changes, at: now)
    }

    /// Ends waiting tasks whose time is over.
    ///
    /// What waits for an approval stays: its run has a time of its own for that.
    ///
    /// - Returns: How many ended.
    func expire(
        _ overdue: [(task: InstallTask, reason: String)],
        into changes: inout RunChanges,
        at now: Timestamp
    )
        throws -> Int
    {
        var saved: [TaskTable.Change] = []
        for (task, reason) in overdue {
            // One that waits for an approval cannot expire.
            guard let next = try? task.applying(.expire(reason), at: now) else { continue }
            saved.append(.init(next, over: task.state))
            changes.move(task, from: task.state.status, to: next.state.status)
            changes.announce(.changed(next))
            changes.note(.finished(next, actor: "system", source: "watchdog"))
        }
        try TaskTable(connection).save(saved, at: now)
        return saved.count
    }

    /// Ends tasks that cannot be read, as failed.
    func giveUp(_ unreadable: [UnreadableTask], into changes: inout RunChanges, at now: Timestamp) throws {
        let error = TaskError(code: .internal, message: "The stored task cannot be read.", retryable: false)
        for found in unreadable {
            try TaskTable(connection).giveUp(found.task, error, at: now)
            changes.move(found.run, from: found.status, to: .failed, by: found.requestID)
            changes.announce(.gaveUp(found))
            changes.note(.gaveUp(found))
        }
    }

    private func save(
        _ ended: [(task: InstallTask, action: InstallTask.Action)],
        into changes: inout RunChanges,
        at now: Timestamp
    ) throws {
        var saved: [TaskTable.Change] = []
        var attempts: [AttemptTable.Ended] = []
        for (task, action) in ended {
            let next: InstallTask
            do { next = try task.applying(action, at: now, retries: retries) } catch {
                throw StoreError.rejected("a report that its task's state does not allow")
            }
            saved.append(.init(next, over: task.state))
            let error = error(of: action, next)
            if let tried = AttemptTable.Ended(task, outcome: action.outcome, error: error) {
                attempts.append(tried)
            }
            changes.move(task, from: .running, to: next.state.status)
            let isInterrupted = if case .interrupt = action { true } else { false }
            changes.announce(.changed(next, kind: isInterrupted ? .taskInterrupted : .taskChanged))
            if next.state.status.isFinal { changes.note(.finished(next, actor: "system", source: "worker")) }
        }
        try TaskTable(connection).save(saved, at: now)
        try AttemptTable(connection).insert(attempts, at: now)
        changes.tried(attempts.map(\.outcome))
        try keepLedger(saved.map(\.task), into: &changes, at: now)
    }

    private func keepLedger(_ tasks: [InstallTask], into changes: inout RunChanges, at now: Timestamp) throws
    {
        var put: [(installed: InstallTask.Installed, task: InstallTask)] = []
        var removed: [InstallTask] = []
        for task in tasks where task.state == .success {
            if let installed = task.nowInstalled {
                put.append((installed, task))
            } else {
                removed.append(task)
            }
        }
        let ledger = InstallationTable(connection)
        try ledger.put(put, at: now)
        try ledger.remove(removed)
        let findings = DriftFindingTable(connection)
        let settled = try findings.settle(installed: put.map(\.task), removed: removed, at: now)
        guard !settled.isEmpty else { return }
        let open = try findings.counts()
        for provider in settled.sorted() {
            changes.announce(NewEvent(.driftChanged, provider: provider, status: "\(open[provider] ?? 0)"))
        }
    }

    private func error(of action: InstallTask.Action, _ next: InstallTask) -> TaskError? {
        switch action {
        case .fail(let failure, _), .hold(let failure, _): failure.taskError
        case .lapse: next.lastError
        case .claim, .succeed, .skip, .wait, .interrupt, .cancel, .stop, .retry, .release, .approve, .refuse,
            .expire:
            nil
        }
    }
}

extension InstallTask {
    /// What stands on the provider after this task has succeeded; nil when it removed what stood there.
    fileprivate var nowInstalled: Installed? {
        guard let remote else { return nil }
        switch (kind, target) {
        case (.install, _):
            return Installed(version: version, digest: digest, remote: remote)
        case (.rollback, let target?):
            return Installed(version: target.version, digest: target.digest, remote: remote)
        case (.rollback, nil), (.uninstall, _):
            return nil
        }
    }
}
