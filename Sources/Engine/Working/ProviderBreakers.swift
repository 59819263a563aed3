import Contract
import Domain
import Store

/// The breakers of providers whose tries end or begin in one transaction, so that all nodes know the same of them.
struct ProviderBreakers {
    private let connection: any Connection
    private let before: [ProviderID: ProviderBreaker]
    private var breakers: [ProviderID: ProviderBreaker]

    init(_ connection: any Connection) {
        self.connection = connection
        (before, breakers) = ([:], [:])
    }

    /// Those that these ends say something of, locked.
    init(_ connection: any Connection, noting ended: [(InstallTask, InstallTask.Action)]) throws {
        self.connection = connection
        var telling: Set<ProviderID> = []
        var failing: Set<ProviderID> = []
        for (task, action) in ended {
            telling.insert(task.provider)
            if case .down = action.sign { failing.insert(task.provider) }
        }
        before = try BreakerTable(connection).lock(telling, failing: failing)
        breakers = before
    }

    /// Takes note of how a running task's try ended.
    ///
    /// - Parameters:
    ///   - action: What was reported.
    ///   - task: The task as it ran.
    ///   - now: When.
    /// - Returns: What to do with it: a try that was made for the provider's sake costs the task none of its own.
    mutating func note(_ action: InstallTask.Action, of task: InstallTask, at now: Timestamp)
        -> InstallTask.Action
    {
        guard case .running(let lease) = task.state else { return action }
        var breaker = breakers[task.provider] ?? ProviderBreaker()
        let sign = action.sign
        let wasProbe = breaker.note(sign, of: .init(task: task.id, token: lease.token), at: now)
        breakers[task.provider] = breaker
        guard case .fail(let failure, _) = action, case .down = sign, wasProbe, let probeAt = breaker.probeAt,
            failure.isRetryable, !task.cancelRequested
        else { return action }
        return .hold(failure, until: probeAt)
    }

    /// Saves what has changed, with an event for each that came into another state.
    func save(into changes: inout RunChanges) throws {
        let table = BreakerTable(connection)
        for (provider, breaker) in breakers.sorted(by: { $0.key < $1.key }) {
            let known = before[provider]
            guard breaker != known ?? ProviderBreaker() || known?.isAtRest == true else { continue }
            try table.save(breaker, of: provider)
            changes.turn(breaker, of: provider, from: known ?? ProviderBreaker())
        }
    }

    /// The breaker of a provider that is down, if a task may try now whether it is back; locked then.
    ///
    /// A probe whose worker fell silent is none any more, whatever became of its task.
    func dueForProbe(_ demand: DemandTable.Demand, at now: Timestamp) throws -> ProviderBreaker? {
        if let probeAt = demand.probeAt, probeAt > now { return nil }
        guard let breaker = try BreakerTable(connection).lockFree(demand.provider) else { return nil }
        switch breaker.state {
        case .closed: return nil
        case .open(_, let probeAt): return probeAt <= now ? breaker : nil
        case .halfOpen(_, let probe):
            return try TaskTable(connection).isRunning(probe.task, under: probe.token) ? nil : breaker
        }
    }

    /// Lets a task that was just claimed be the one that tries.
    func begin(
        _ task: InstallTask,
        under lease: InstallTask.Lease,
        _ breaker: ProviderBreaker,
        into changes: inout RunChanges
    ) throws {
        var next = breaker
        next.begin(.init(task: task.id, token: lease.token))
        try BreakerTable(connection).save(next, of: task.provider)
        changes.turn(next, of: task.provider, from: breaker)
    }
}

extension RunChanges {
    /// Tells of a breaker that came into another state; that it opened or closed is audited, too.
    fileprivate mutating func turn(
        _ breaker: ProviderBreaker,
        of provider: ProviderID,
        from before: ProviderBreaker
    ) {
        let (state, old) = (breaker.view.state, before.view.state)
        guard state != old else { return }
        turn(state)
        announce(NewEvent(.providerChanged, provider: provider, status: EventView.status(of: state)))
        guard state == .closed || old == .closed else { return }
        var detail = ["failures": "\(max(breaker.failures, before.failures))"]
        detail["code"] = (breaker.error ?? before.error)?.code.rawValue
        note(
            NewAuditEntry(
                actor: "system",
                action: "provider.breaker",
                subject: "provider:\(provider)",
                outcome: state.rawValue,
                source: "worker",
                detail: detail
            )
        )
    }
}

extension EventView {
    private static let breakerPrefix = "breaker_"

    fileprivate static func status(of state: BreakerView.State) -> String { breakerPrefix + state.rawValue }

    /// The state a provider's breaker came into; nil for an event of something else.
    var breaker: BreakerView.State? {
        guard kind == .providerChanged, let status, status.hasPrefix(Self.breakerPrefix) else { return nil }
        return BreakerView.State(rawValue: String(status.dropFirst(Self.breakerPrefix.count)))
    }
}

extension ProviderBreaker {
    /// As it is shown.
    var view: BreakerView {
        let (state, since): (BreakerView.State, Timestamp?) =
            switch self.state {
            case .closed: (.closed, nil)
            case .open(let since, _): (.open, since)
            case .halfOpen(let since, _): (.halfOpen, since)
            }
        return BreakerView(state: state, failures: failures, openedAt: since, probeAt: probeAt, error: error)
    }
}
