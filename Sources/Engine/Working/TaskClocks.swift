import Contract
import Domain
import Store

/// How long tasks may wait and be at it, at each provider at one moment.
///
/// Two of a task's four clocks run out while it waits, and are looked at here; the others end a try: the adapter's time
/// limit, and the lease of a worker that fell silent. Both run while tasks can begin at their provider and somebody
/// looks; whatever keeps them from it sets both back: a pause, a provider that is disabled, a night without a server.
/// A wait that a vendor asked for sets back only what has not begun: what has begun is ended by its clock where the vendor
/// never lets it through.
struct TaskClocks: Sendable {
    /// So long may nobody look, as when a node is replaced, before it counts as a time without servers.
    static let silence = Duration.seconds(60)
    /// What goes on as it was is noted anew this often.
    private static let notedEvery = Duration.seconds(15)

    private let providers: [ProviderID: ProviderSettings]
    private let begun: [ProviderClockTable.Entry]
    private let stopped: [ProviderID]
    /// Those of the providers whose clocks may have run out.
    let limits: [TaskTable.Limits]

    /// - Parameters:
    ///   - connection: Of a transaction.
    ///   - now: The moment.
    /// - Throws: ``StoreError``
    init(_ connection: any Connection, at now: Timestamp) throws {
        let pauses = PauseTable(connection)
        let (lasting, ended) = (try pauses.lasting(), try pauses.ended())
        let waits = try BackOffTable(connection).ends()
        let seen = try ProviderClockTable(connection).all()
        var known: [ProviderID: ProviderSettings] = [:]
        var begun: [ProviderClockTable.Entry] = []
        var stopped: [ProviderID] = []
        var limits: [TaskTable.Limits] = []
        for provider in try ProviderTable(connection).readable() {
            let (id, settings) = (provider.id, provider.settings)
            let places = [PauseTable.Place.everything, .provider(id)]
            guard settings.enabled, places.allSatisfy({ lasting[$0] == nil }) else {
                if seen[id] != nil { stopped.append(id) }
                continue
            }
            let entry = ProviderClockTable.Entry(id, after: seen[id], at: now)
            if entry.isNews(after: seen[id], every: Self.notedEvery) { begun.append(entry) }
            // A pause may be over before anybody has seen it.
            let since = max(entry.runningSince, places.compactMap { ended[$0] }.max() ?? entry.runningSince)
            let beginningSince = max(since, waits[id] ?? since)
            func cutoff(_ seconds: Int, since: Timestamp) -> Timestamp? {
                let moment = now - .seconds(seconds)
                return since > moment ? nil : moment
            }
            known[id] = settings
            let limit = TaskTable.Limits(
                id,
                due: cutoff(settings.queueTimeoutSeconds, since: beginningSince),
                begun: cutoff(settings.targetTimeoutSeconds, since: since)
            )
            if limit.due != nil || limit.begun != nil { limits.append(limit) }
        }
        (providers, self.begun, self.stopped, self.limits) = (known, begun, stopped, limits)
    }

    /// Whether there is something for ``note(_:)``.
    var hasNews: Bool { !begun.isEmpty || !stopped.isEmpty }

    /// Notes where clocks run, for whoever looks next.
    ///
    /// - Parameter connection: Of a transaction that writes.
    /// - Throws: ``StoreError``
    func note(_ connection: any Connection) throws {
        let table = ProviderClockTable(connection)
        try table.put(begun)
        try table.remove(stopped)
    }

    /// Waiting tasks whose time is over, locked, with why.
    ///
    /// - Parameters:
    ///   - connection: Of the transaction that ends them.
    ///   - most: How many.
    /// - Returns: The tasks, and those that cannot be read.
    /// - Throws: ``StoreError``
    func overdue(_ connection: any Connection, most: Int) throws -> (
        tasks: [(task: InstallTask, reason: String)], unreadable: [UnreadableTask]
    ) {
        let table = TaskTable(connection)
        var reasons: [TaskID: (task: InstallTask, reason: String)] = [:]
        var unreadable: [UnreadableTask] = []
        for limit in limits where reasons.count < most {
            guard let settings = providers[limit.provider] else { continue }
            if let begun = limit.begun {
                let found = try table.waiting(on: limit.provider, begunBy: begun, limit: most - reasons.count)
                let reason =
                    "It was not done within \(settings.targetTimeoutSeconds) seconds of its first try."
                for task in found.tasks { reasons[task.id] = (task, reason) }
                unreadable += found.unreadable
            }
            if let due = limit.due, reasons.count < most {
                let found = try table.waiting(on: limit.provider, dueBy: due, limit: most - reasons.count)
                let reason = "Nobody took it within \(settings.queueTimeoutSeconds) seconds."
                for task in found.tasks where reasons[task.id] == nil { reasons[task.id] = (task, reason) }
                unreadable += found.unreadable.filter { later in
                    !unreadable.contains { $0.task == later.task }
                }
            }
        }
        return (reasons.values.sorted { $0.task.id < $1.task.id }, unreadable)
    }
}

extension ProviderClockTable.Entry {
    /// Of a provider where tasks can begin now.
    fileprivate init(_ provider: ProviderID, after last: Self?, at now: Timestamp) {
        let goesOn = last.map { now - $0.seenAt <= TaskClocks.silence } ?? false
        // A clock that was ahead of the time is not waited for.
        let since = goesOn ? min(last?.runningSince ?? now, now) : now
        self.init(provider, runningSince: since, seenAt: now)
    }

    fileprivate func isNews(after last: Self?, every: Duration) -> Bool {
        guard let last, last.runningSince == runningSince else { return true }
        return seenAt - last.seenAt >= every || last.seenAt > seenAt
    }
}
