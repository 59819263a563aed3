import Contract
import Domain
import Store

/// Puts ended targets of a run back to work, inside one transaction.
///
/// A target that was approved in this run and failed needs no approval again, as long as nothing has changed its place
/// since: it is the same content on the same provider. Every other one is looked at by the rules of today, or an old run
/// would be a way around them.
struct RunRetry {
    private let run: RunID
    private let connection: any Connection
    private let scans: ScanShelf
    private let taken: Set<RetryChoice.Place>

    /// - Parameters:
    ///   - run: Whose targets.
    ///   - connection: Of the transaction.
    ///   - scans: What the safety scan says.
    ///   - taken: Places that something is about to change which this transaction has not saved yet.
    init(
        _ run: RunID,
        _ connection: any Connection,
        scans: ScanShelf,
        beside taken: Set<RetryChoice.Place> = []
    ) {
        self.run = run
        self.connection = connection
        self.scans = scans
        self.taken = taken
    }

    /// - Parameters:
    ///   - tasks: That ended and are to be tried again.
    ///   - rollout: How far the run's waves have come, if it has any.
    ///   - held: How many of the run's other tasks wait for an approval.
    ///   - caller: Who asks.
    ///   - now: When.
    ///   - wait: How long an approval may take.
    /// - Returns: What to save.
    /// - Throws: ``RunPlanner/MissingVerdicts``; ``Denial``; ``StoreError``
    func changes(
        of tasks: [InstallTask],
        in rollout: RunRollout?,
        beside held: Int,
        by caller: Caller,
        at now: Timestamp,
        for wait: Duration
    ) throws -> TaskChanges {
        let providers = try providers(of: tasks)
        let takesApproval = providers.values.contains { $0.settings.approval != .none }
        let standing = takesApproval ? try ApprovalTable(connection).standing(in: run) : []
        let known = takesApproval ? try RunTable(connection).find(run) : nil
        var rules = ApprovalRules(connection, scans: scans)
        var awaited = AwaitedApproval(
            joining: held > 0 ? known?.approval.map { (approval: $0, held: held) } : nil
        )
        var changes = TaskChanges([])
        for task in tasks {
            let provider = providers[task.provider]
            var reasons: [Finding] = []
            if let provider, !keepsApproval(task, standing) {
                reasons = try rules.reasons(for: task, on: provider)
                if !reasons.isEmpty { awaited.add(task.id, on: provider, for: reasons) }
            }
            let attempts = provider?.settings.maxAttempts ?? 1
            let hold = Self.hold(task, in: rollout, for: reasons)
            let next = try task.reopened(tries: attempts, hold: hold, by: caller, at: now)
            changes.tasks.append((old: task, new: next))
        }
        changes.endsRefusal = held == 0
        guard takesApproval else { return changes }
        try caller.requireSomebody(.retryRun, run, where: awaited.takesTwo)
        changes.request = awaited.request(
            by: caller,
            after: known?.approval?.requestedBy ?? [known?.requestedBy].compactMap(\.self),
            try ApprovalTable(connection).accounts(of: run),
            at: now,
            for: wait
        )
        if changes.request != nil { changes.event = .approvalRequested }
        return changes
    }

    /// Whether the approval that was given in this run still covers a target: nobody has stopped it since, and nothing
    /// has changed its place or is about to.
    private func keepsApproval(_ task: InstallTask, _ standing: Set<TaskID>) -> Bool {
        standing.contains(task.id) && task.state != .canceled && !taken.contains(task.place)
    }

    private func providers(of tasks: [InstallTask]) throws -> [ProviderID: Provider] {
        var found: [ProviderID: Provider] = [:]
        for id in Set(tasks.map(\.provider)) { found[id] = try ProviderTable(connection).find(id) }
        return found
    }

    /// What keeps a target from beginning again at once.
    private static func hold(_ task: InstallTask, in rollout: RunRollout?, for reasons: [Finding])
        -> InstallTask.Hold
    {
        let isReleased = rollout?.isReleased(task.wave ?? 1) ?? true
        let approval: InstallTask.Hold = reasons.isEmpty ? [] : .approval
        return isReleased ? approval : approval.union(.wave)
    }
}

extension InstallTask {
    /// This task tried again for a caller, in the trace of what the caller asks.
    fileprivate func reopened(tries: Int, hold: InstallTask.Hold, by caller: Caller, at now: Timestamp)
        throws(IllegalTransition) -> InstallTask
    {
        var next = try applying(.retry(attempts: tries, hold: hold, request: caller.requestID), at: now)
        next.traceParent = caller.trace
        return next
    }
}
