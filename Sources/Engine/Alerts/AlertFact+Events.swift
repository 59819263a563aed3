import Contract
import Domain
import Store

extension AlertFact {
    /// What events say that alerts are decided by, in their order.
    ///
    /// - Parameters:
    ///   - events: In their order.
    ///   - connection: Of the transaction that keeps the facts.
    /// - Returns: The endings of targets and runs, checks of providers, and their breakers; nothing of tries that another
    ///   follows.
    /// - Throws: ``StoreError``
    static func facts(of events: [EventView], _ connection: any Connection) throws -> [AlertFact] {
        let failed = events.filter { $0.kind == .taskChanged && $0.status == TaskStatus.failed.rawValue }
        let errors = try AlertSources(connection).errors(of: Set(failed.compactMap(\.taskID)).sorted())
        let isChecked = events.contains { $0.kind == .providerChecked }
        let checks = isChecked ? try ProviderTable(connection).checks() : [:]
        var facts: [AlertFact] = []
        for event in events {
            switch event.kind {
            case .taskChanged:
                if let fact = AlertFact(targetOf: event, errors) { facts.append(fact) }
            case .runChanged:
                guard var fact = AlertFact(runOf: event), let run = fact.run else { continue }
                if !fact.hasSucceeded {
                    let earlier = try AlertFactTable(connection).endings(of: run)
                    let new = facts.filter { $0.run == run && $0.kind == .targetEnded }
                    fact.failures = failures(among: earlier + new)
                }
                facts.append(fact)
            case .providerChecked:
                guard let provider = event.provider else { continue }
                if let fact = AlertFact(checkOf: provider, event, last: checks[provider]) {
                    facts.append(fact)
                }
            case .driftChanged:
                if let fact = AlertFact(driftOf: event) { facts.append(fact) }
            case .providerChanged:
                if let fact = AlertFact(breakerOf: event) { facts.append(fact) }
            case .skillRegistered, .skillYanked, .runQueued, .approvalRequested,
                .runApproved, .runRefused, .waveReleased, .waveChanged, .runStopped, .taskInterrupted,
                .alertChanged:
                continue
            }
        }
        return facts
    }

    /// Nil unless the target has ended; one that was canceled neither failed nor succeeded.
    private init?(targetOf event: EventView, _ errors: [TaskID: TaskError]) {
        let endings: [TaskStatus] = [.success, .failed, .skipped]
        guard endings.contains(where: { $0.rawValue == event.status }) else { return nil }
        self.init(.targetEnded, at: event.at, provider: event.provider)
        skill = event.skill
        run = event.runID
        task = event.taskID
        outcome = event.status
        guard hasFailed else { return }
        // Whoever has it tried again at once takes the details away, never the code.
        let error = event.taskID.flatMap { errors[$0] }.flatMap { $0.code == event.code ? $0 : nil }
        code = event.code
        signature = error?.signature
        message = error?.message
    }

    private init?(runOf event: EventView) {
        guard let status = event.status.flatMap(RunStatus.init(rawValue:)), status.isFinal else { return nil }
        self.init(.runEnded, at: event.at)
        run = event.runID
        outcome = status.rawValue
    }

    /// Nil unless a provider was taken to be down, again after each probe that failed, or is back.
    private init?(breakerOf event: EventView) {
        guard let state = event.breaker, state != .halfOpen else { return nil }
        self.init(.providerChecked, at: event.at, provider: event.provider, value: state == .closed ? 1 : 0)
        if state == .open { message = "Tries there keep failing: it is taken to be down." }
    }

    /// Nil for a look that was asked for or failed: how it stands is not known anew then.
    private init?(driftOf event: EventView) {
        guard let open = event.status.flatMap(Int64.init), event.code == nil else { return nil }
        self.init(.driftFound, at: event.at, provider: event.provider, value: open)
    }

    /// What the event says; in words only while nobody has checked the provider again.
    ///
    /// Events of earlier programs do not say how it went: then the last check has to do.
    private init?(checkOf provider: ProviderID, _ event: EventView, last: ProviderCheck?) {
        guard event.status != nil || last != nil else { return nil }
        let isHealthy = event.status.map { $0 == ProviderCheck.healthyStatus } ?? last?.healthy ?? true
        self.init(.providerChecked, at: event.at, provider: provider, value: isHealthy ? 1 : 0)
        code = event.status == nil ? last?.error?.code : event.code
        if let last, last.healthy == isHealthy, last.checkedAt <= event.at { message = last.error?.message }
    }
}
