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
    /// What the run waits for already, and how many of its targets do.
    private let pending: (approval: RunApproval, held: Int)?

    /// - Parameter pending: What the run waits for already: whoever decides, decides about everything that waits.
    init(joining pending: (approval: RunApproval, held: Int)? = nil) {
        self.pending = pending
        guard let approval = pending?.approval else { return }
        reasons = approval.reasons
        told = Set(reasons.map(\.message))
        providers = Set(approval.providers)
        fourEyes = approval.fourEyes
    }

    /// Whether somebody new waits, and nobody who asked may approve it.
    var takesTwo: Bool { fourEyes && !tasks.isEmpty }

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
            targets: tasks.count + (pending?.held ?? 0),
            fourEyes: fourEyes,
            requestedBy: people,
            requestedAt: now,
            // Asking for more gives nobody more time.
            expiresAt: min(now + wait, pending?.approval.expiresAt ?? now + wait)
        )
        let known = accounts.filter { $0 != caller.account } + [caller.account].compactMap(\.self)
        return ApprovalTable.Request(approval: approval, accounts: known, tasks: tasks)
    }
}
