package import Contract
import Domain
import Logging
import ServiceLifecycle
import Store

/// Looks from time to time at what every provider holds, and at once where somebody asked for it.
///
/// One node at a time has this duty. Where two believe so, only the one that began last saves what it found.
package struct DriftWatch: Service {
    package struct Settings: Sendable {
        /// How often each provider is looked at; nil for only when somebody asks.
        package var every: Duration?
        /// How often to see whether something is due.
        package var interval: Duration
        /// How long a node that fell silent is waited for.
        package var lease: Duration
        /// Providers looked at side by side; with more that are due, the others follow as soon as these have ended.
        package var atOnce: Int

        package init(
            every: Duration? = .seconds(6 * 3600),
            interval: Duration = .seconds(2),
            lease: Duration = .seconds(30),
            atOnce: Int = 4
        ) {
            self.every = every
            self.interval = interval
            self.lease = lease
            self.atOnce = atOnce
        }
    }

    /// After a look that failed.
    private static let pause = Duration.seconds(1800)

    private let engine: Engine
    private let settings: Settings
    private let limits: DriftLook.Limits
    private let leadership: Leadership

    init(
        _ engine: Engine,
        settings: Settings = Settings(),
        limits: DriftLook.Limits = .init(),
        process: ProcessIdentity = .current
    ) {
        self.engine = engine
        self.settings = settings
        self.limits = limits
        leadership = Leadership(
            .drift,
            database: engine.database,
            process: process,
            lease: settings.lease,
            now: engine.now
        )
    }

    package func run() async throws {
        await leadership.attend(every: settings.interval, engine.logger, "looking for drift failed") {
            try await look()
        }
    }

    /// Looks at providers that are due, those where somebody asked for it first.
    ///
    /// - Returns: How each look went.
    /// - Throws: ``StoreError``; `CancellationError` when another node has taken over.
    @discardableResult
    package func look() async throws -> [ProviderID: DriftCheckView.Outcome] {
        guard try await leadership.holds() else { return [:] }
        let due = try await due()
        guard !due.isEmpty else { return [:] }
        return try await withThrowingTaskGroup(of: [ProviderID: DriftCheckView.Outcome].self) { group in
            defer { group.cancelAll() }
            group.addTask { try await carryOut(due) }
            group.addTask { try await keepDuty() }
            guard let outcomes = try await group.next() else { return [:] }
            return outcomes
        }
    }

    private func carryOut(_ due: [Due]) async throws -> [ProviderID: DriftCheckView.Outcome] {
        let look = DriftLook(engine, limits: limits)
        return try await withThrowingTaskGroup(of: (ProviderID, DriftCheckView.Outcome?).self) { group in
            for due in due {
                group.addTask {
                    do {
                        return (due.provider, try await look.run(due.provider, since: due.last))
                    } catch is DriftLook.TakenOver {
                        return (due.provider, nil)
                    } catch let error as StoreError {
                        // The others go on; this one is due again when its time is over.
                        engine.logger.warning(
                            "looking for drift failed",
                            metadata: ["provider": "\(due.provider)", "error": "\(error)"]
                        )
                        return (due.provider, nil)
                    }
                }
            }
            var outcomes: [ProviderID: DriftCheckView.Outcome] = [:]
            for try await (provider, outcome) in group { outcomes[provider] = outcome }
            return outcomes
        }
    }

    /// Renews the duty until the looks have ended.
    private func keepDuty() async throws -> [ProviderID: DriftCheckView.Outcome] {
        while true {
            try await Task.sleep(for: settings.lease / 3)
            guard try await leadership.holds() else { throw CancellationError() }
        }
    }

    private struct Due: Sendable {
        let provider: ProviderID
        let last: Timestamp?
        let isAsked: Bool
    }

    /// Providers whose time has come and that may be asked: neither disabled, nor paused, nor taken to be down, nor
    /// asking for a wait.
    private func due() async throws -> [Due] {
        let (now, every) = (engine.now(), settings.every)
        let patience = limits.patience(settings.lease)
        let due = try await engine.database.read { connection in
            let checks = try DriftCheckTable(connection).all()
            let gates = try ClosedGates(connection, at: now)
            return try ProviderTable(connection).all().compactMap { provider -> Due? in
                guard provider.settings.enabled, provider.settings.kind.capabilities.driftDetection != .none,
                    gates.at([provider.id]) == nil
                else { return nil }
                let check = checks[provider.id]
                guard Self.isDue(check, provider, every: every, patience: patience, at: now) else {
                    return nil
                }
                return Due(provider: provider.id, last: check?.startedAt, isAsked: check?.askedAt != nil)
            }
        }
        let sorted = due.sorted {
            ($0.isAsked ? 0 : 1, $0.last ?? .init(microseconds: 0)) < (
                $1.isAsked ? 0 : 1, $1.last ?? .init(microseconds: 0)
            )
        }
        return Array(sorted.prefix(max(1, settings.atOnce)))
    }

    private static func isDue(
        _ check: DriftCheckTable.Entry?,
        _ provider: Provider,
        every: Duration?,
        patience: Duration,
        at now: Timestamp
    ) -> Bool {
        if let check, let begun = check.startedAt, check.finishedAt.map({ $0 < begun }) ?? true {
            // Under way; or cut off, as when its node went away, and to be done again.
            return now >= begun + patience
        }
        if check?.askedAt != nil { return true }
        guard let every else { return false }
        // A new provider has its turn like the others: what was just put there need not be doubted.
        let last = [check?.startedAt, check?.finishedAt].compactMap(\.self).max() ?? provider.createdAt
        return now >= last + (check?.outcome == .failed ? min(pause, every) : every)
    }
}

extension Engine {
    package func driftWatch(_ settings: DriftWatch.Settings = .init()) -> DriftWatch {
        DriftWatch(self, settings: settings)
    }
}
