import Contract
import Domain
import Store

/// Puts ended targets of a run back to work, inside one transaction.
///
/// A target that was approved in this run needs no approval again: it is the same content on the same provider. Every
/// other one is looked at by the rules of today, or an old run would be a way around them.
struct RunRetry {
    private let run: RunID
    private let connection: any Connection
    private let scans: ScanShelf

    init(_ run: RunID, _ connection: any Connection, scans: ScanShelf) {
        self.run = run
        self.connection = connection
        self.scans = scans
    }

    /// - Throws: ``RunPlanner/MissingVerdicts``; ``StoreError``
    func changes(of tasks: [InstallTask], by caller: Caller, at now: Timestamp, for wait: Duration) throws
        -> TaskChanges
    {
        var providers: [ProviderID: Provider] = [:]
        for id in Set(tasks.map(\.provider)) { providers[id] = try ProviderTable(connection).find(id) }
        let takesApproval = providers.values.contains { $0.settings.approval != .none }
        let approvals = ApprovalTable(connection)
        let approved = takesApproval ? try approvals.targets(of: run) : [:]
        var rules = ApprovalRules(connection, scans: scans)
        var awaited = AwaitedApproval()
        var changes = TaskChanges([])
        for task in tasks {
            let provider = providers[task.provider]
            var reasons: [Finding] = []
            if let provider, approved[task.id] != true {
                reasons = try self.reasons(for: task, on: provider, &rules)
                if !reasons.isEmpty { awaited.add(task.id, on: provider, for: reasons) }
            }
            let attempts = provider?.settings.maxAttempts ?? 1
            let again = try task.applying(.retry(attempts: attempts, held: !reasons.isEmpty), at: now)
            changes.tasks.append((old: task, new: again))
        }
        guard takesApproval else { return changes }
        let known = try RunTable(connection).find(run)
        changes.request = awaited.request(
            by: caller,
            after: known?.approval?.requestedBy ?? [known?.requestedBy].compactMap(\.self),
            try approvals.accounts(of: run),
            at: now,
            for: wait
        )
        if changes.request != nil { changes.event = .approvalRequested }
        return changes
    }

    private func reasons(for task: InstallTask, on provider: Provider, _ rules: inout ApprovalRules) throws
        -> [Finding]
    {
        guard provider.settings.approval != .none, task.kind != .rollback else { return [] }
        let selection = RunRequest.Selection(name: task.skill, version: task.version)
        guard let skill = try SkillTable(connection).targets(for: [selection])[selection] else { return [] }
        let place = ApprovalRules.Place(
            skill: skill,
            provider: provider,
            signing: try SignatureTable(connection).signing(of: task.skillID)
        )
        return try rules.reasons(for: task.kind, at: place)
    }
}
