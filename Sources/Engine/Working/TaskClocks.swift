import Contract
import Domain
import Store

/// How long tasks may wait and be at it, at each provider at one moment.
///
/// Two of a task's four clocks run out while it waits, and are looked at here; the others end a try: the adapter's time
/// limit, and the lease of a worker that fell silent.
struct TaskClocks: Sendable {
    private let providers: [ProviderID: ProviderSettings]
    /// Those of the providers whose clocks run.
    let limits: [TaskTable.Limits]

    /// - Parameters:
    ///   - connection: Of a transaction.
    ///   - now: A pause stops the clocks of what it holds, and its end sets them back.
    /// - Throws: ``StoreError``
    init(_ connection: any Connection, at now: Timestamp) throws {
        let pauses = PauseTable(connection)
        let (lasting, ended) = (try pauses.lasting(), try pauses.ended())
        var known: [ProviderID: ProviderSettings] = [:]
        var limits: [TaskTable.Limits] = []
        for provider in try ProviderTable(connection).readable() {
            let places = [PauseTable.Place.everything, .provider(provider.id)]
            guard places.allSatisfy({ lasting[$0] == nil }) else { continue }
            let resumed = places.compactMap { ended[$0] }.max()
            func cutoff(_ seconds: Int) -> Timestamp? {
                let moment = now - .seconds(seconds)
                return resumed.map { $0 > moment } ?? false ? nil : moment
            }
            let settings = provider.settings
            known[provider.id] = settings
            let (due, begun) = (cutoff(settings.queueTimeoutSeconds), cutoff(settings.targetTimeoutSeconds))
            if due != nil || begun != nil { limits.append(.init(provider.id, due: due, begun: begun)) }
        }
        (providers, self.limits) = (known, limits)
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
