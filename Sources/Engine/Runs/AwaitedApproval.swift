import Contract
import Domain
import Store

/// What of a run waits for an approval, while it is put together.
struct AwaitedApproval {
    /// More reasons than this nobody reads.
    private static let maximumReasons = 100

    private var reasons: [Finding] = []
    private var told: Set<String> = []
    private var providers: Set<ProviderID> = []
    private var tasks: [TaskID] = []
    private var fourEyes = false

    /// Has a target wait.
    mutating func add(_ task: TaskID, on provider: Provider, for reasons: [Finding]) {
        tasks.append(task)
        providers.insert(provider.id)
        fourEyes = fourEyes || provider.settings.fourEyes
        for reason in reasons where self.reasons.count < Self.maximumReasons {
            if told.insert(reason.message).inserted { self.reasons.append(reason) }
        }
    }

    /// The request for the approval; nil when nothing waits.
    ///
    /// - Parameters:
    ///   - caller: Who asks.
    ///   - earlier: Who asked for the run before.
    ///   - accounts: Theirs.
    ///   - now: When.
    ///   - wait: How long it may take.
    /// - Returns: What is to be saved with the run.
    func request(
        by caller: Caller,
        after earlier: [String] = [],
        _ accounts: [AccountID] = [],
        at now: Timestamp,
        for wait: Duration
    ) -> ApprovalTable.Request? {
        guard !tasks.isEmpty else { return nil }
        let people = earlier.filter { $0 != caller.name } + [caller.name]
        let approval = RunApproval(
            state: .pending,
            reasons: reasons,
            providers: providers.sorted(),
            targets: tasks.count,
            fourEyes: fourEyes,
            requestedBy: people,
            requestedAt: now,
            expiresAt: now + wait
        )
        let known = accounts.filter { $0 != caller.account } + [caller.account].compactMap(\.self)
        return ApprovalTable.Request(approval: approval, accounts: known, tasks: tasks)
    }
}
