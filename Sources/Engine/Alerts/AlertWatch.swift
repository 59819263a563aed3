package import Contract
import Domain
package import Logging
import ServiceLifecycle
package import Store

/// Reads on in what happens, measures how things stand, and opens, counts and ends alerts.
///
/// One node at a time does so. What it has read, what follows from it, and whom to tell are written in one transaction,
/// which only the first of two succeeds in: no event is left out and none counts twice, whoever ends or takes over.
package actor AlertWatch: Service {
    package struct Settings: Sendable {
        /// How often to look.
        package var interval: Duration
        /// How often to measure.
        package var measureEvery: Duration
        /// Events read in one transaction.
        package var batch: Int

        package init(
            interval: Duration = .seconds(2),
            measureEvery: Duration = .seconds(60),
            batch: Int = 500
        ) {
            self.interval = interval
            self.measureEvery = measureEvery
            self.batch = batch
        }
    }

    private let database: any Database
    private let settings: Settings
    private let leadership: Leadership
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    /// Nothing is measured before others had time to begin.
    private var measuresFrom: Timestamp
    private var reached: AlertProgressTable.Progress?
    private var horizon = EventHorizon(resuming: 0)
    private var rates: AlertStep.Rates?
    /// Rules that were said to be left out.
    private var skipped: [AlertRuleID] = []
    /// The oldest event that was kept when some were gone.
    private var warnedOf: Int64?

    package init(
        database: any Database,
        process: ProcessIdentity = .current,
        settings: Settings = Settings(),
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.database = database
        self.settings = settings
        self.logger = logger
        self.now = now
        measuresFrom = now() + settings.measureEvery
        let lease = max(settings.interval * 3, .seconds(10))
        leadership = Leadership(.alerts, database: database, process: process, lease: lease, now: now)
    }

    package func run() async throws {
        await leadership.attend(every: settings.interval, logger, "looking for alerts failed") {
            while try await self.look(), !Task.isCancelled {}
        }
    }

    /// Looks once.
    ///
    /// - Returns: Whether there is more to read at once.
    @discardableResult
    package func look() async throws -> Bool {
        guard try await leadership.holds() else { return false }
        guard let found = try await database.read({ try AlertProgressTable($0).find() }) else {
            let moment = now()
            try await database.write { try AlertDefaults.prepare($0, at: moment) }
            return true
        }
        if found != reached {
            horizon = EventHorizon(resuming: found.eventPosition)
            reached = found
        }
        let more = try await read()
        let moment = now()
        if moment >= max(found.measuredAt + settings.measureEvery, measuresFrom) {
            try await measure(at: moment)
        }
        return more
    }

    private func read() async throws -> Bool {
        let (before, batch) = (horizon, settings.batch)
        let (after, events, more, oldest) = try await database.read { connection in
            var horizon = before
            let (events, more) = try horizon.advance(on: connection, limit: batch)
            return (horizon, events, more, try EventTable(connection).oldestPosition())
        }
        warn(ofEventsGoneBetween: before.position, oldest)
        // Events that decide nothing are read again by whoever takes over, rather than written about.
        guard events.contains(where: \.decidesAlerts) else {
            horizon = after
            return more
        }
        guard var next = reached else { return false }
        next.eventPosition = after.position
        let taken = try await take(to: next) { connection in
            try AlertFact.facts(of: events, connection)
        }
        // Only now: what could not be written has to be read again.
        if taken { horizon = after }
        return taken && more
    }

    /// Says that events were removed before they were read; once for each gap.
    private func warn(ofEventsGoneBetween position: Int64, _ oldest: Int64?) {
        guard position > 0, let oldest, oldest > position + 1, oldest != warnedOf else { return }
        warnedOf = oldest
        logger.error(
            "events were removed before alerts were decided by them",
            metadata: ["after": "\(position)", "before": "\(oldest)"]
        )
    }

    private func measure(at moment: Timestamp) async throws {
        guard var next = reached else { return }
        next.measuredAt = moment
        // Read beforehand: nobody waits meanwhile, and who comes too late has measured in vain.
        let facts = try await database.read { try AlertMeasures($0, at: moment).facts() }
        try await take(to: next) { _ in facts }
    }

    /// Takes one step from where this node stands.
    ///
    /// - Parameters:
    ///   - next: Where it then stands.
    ///   - facts: What follows.
    /// - Returns: Whether it was done; else another node was first, and this one begins anew from there.
    /// - Throws: ``StoreError``
    @discardableResult
    private func take(
        to next: AlertProgressTable.Progress,
        _ facts: @escaping @Sendable (any Connection) throws -> [AlertFact]
    ) async throws -> Bool {
        let step = AlertStep(rates: rates)
        let moment = now()
        let taken = try await database.write {
            connection -> (AlertProgressTable.Progress?, AlertStep.Rates)? in
            let progress = AlertProgressTable(connection)
            guard try progress.save(next) else { return nil }
            let rates = try step.take(facts(connection), connection, at: moment)
            return (try progress.find(), rates)
        }
        reached = taken?.0
        rates = taken?.1
        if let unreadable = taken?.1.unreadable, unreadable != skipped {
            skipped = unreadable
            let names = unreadable.map(\.rawValue).joined(separator: ", ")
            logger.warning("alert rules cannot be read and are left out", metadata: ["rules": "\(names)"])
        }
        return taken != nil
    }
}

extension EventView {
    fileprivate var decidesAlerts: Bool {
        switch kind {
        case .taskChanged:
            status.flatMap(TaskStatus.init(rawValue:)).map { $0.isFinal && $0 != .canceled } ?? false
        case .runChanged: status.flatMap(RunStatus.init(rawValue:))?.isFinal ?? false
        case .providerChecked: true
        case .providerChanged: breaker.map { $0 != .halfOpen } ?? false
        case .driftChanged: status != nil && code == nil
        default: false
        }
    }
}
