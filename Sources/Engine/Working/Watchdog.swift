package import Contract
import Domain
package import Logging
import ServiceLifecycle
package import Store

/// Takes tasks back from workers that fell silent or are known to be dead, and ends those that waited too long.
///
/// Every node looks after the workers of its own machine, since only there can it be known at once that a process
/// is dead. Lapsed leases, wherever they were held, are looked after by one node at a time.
package struct Watchdog: Service {
    /// Tasks taken back in one transaction.
    private static let batch = 500

    private let database: any Database
    private let signals: EngineSignals
    private let process: ProcessIdentity
    private let leadership: Leadership
    private let lease: Duration
    private let interval: Duration
    private let logger: Logger
    private let now: @Sendable () -> Timestamp

    package init(
        database: any Database,
        signals: EngineSignals,
        process: ProcessIdentity = .current,
        lease: Duration = .seconds(15),
        interval: Duration = .seconds(1),
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.database = database
        self.signals = signals
        self.process = process
        self.lease = lease
        self.interval = interval
        self.logger = logger
        self.now = now
        // A silent leader delays what lapses by this much and one more round at the most.
        leadership = Leadership(
            .watchdog,
            database: database,
            process: process,
            lease: interval * 2,
            now: now
        )
    }

    package func run() async throws {
        await leadership.attend(every: interval, logger, "the watchdog could not look") {
            // After a crash there may be more than one batch: nobody should wait a round for the rest.
            while try await patrol() == Self.batch {}
        }
    }

    /// Looks once.
    ///
    /// - Returns: How many tasks were taken back.
    @discardableResult
    package func patrol() async throws -> Int {
        let leads = try await leadership.holds()
        let count = try await rescue(leads: leads)
        guard leads else { return count }
        // Whatever is wrong with one clock must not keep tasks from being taken back.
        do { try await endOverdue() } catch {
            logger.warning("the clocks of targets could not be looked at", metadata: ["error": "\(error)"])
        }
        return count
    }

    /// Takes tasks back, a batch at the most.
    private func rescue(leads: Bool) async throws -> Int {
        let found = try await look(leads: leads)
        guard !found.isNothing else { return 0 }
        let (moment, silent) = (now(), now() - lease)
        let (count, tally) = try await database.write { connection in
            let workers = WorkerTable(connection)
            let lapsed = try TaskTable(connection).lapsed(
                at: leads ? moment : nil,
                workers: found.dead.map(\.id),
                limit: Self.batch
            )
            var changes = RunChanges()
            try TaskRecorder(connection, retries: .standard).lapse(lapsed, into: &changes, at: moment)
            try changes.apply(connection, at: moment)
            // What a dead worker sent last may still be under way: its entry stays until that would have lapsed.
            for worker in found.dead {
                try workers.releaseSlots(of: worker.id)
                if lapsed.count < Self.batch, worker.seen < silent { try workers.remove(worker.id) }
            }
            if leads { try workers.releaseSlots(ofSilentSince: silent) }
            return (lapsed.count, changes.tally)
        }
        guard count > 0 else { return 0 }
        EngineMetrics.count(tally)
        EngineMetrics.rescued(count)
        logger.warning("tasks taken back from silent workers", metadata: ["count": "\(count)"])
        signals.announce(.work)
        signals.announce(.events)
        return count
    }

    /// Ends waiting tasks of which a clock ran out, a batch at the most: the next round comes soon.
    private func endOverdue() async throws {
        let moment = now()
        let (clocks, isOverdue) = try await database.read { connection in
            let clocks = try TaskClocks(connection, at: moment)
            return (clocks, try TaskTable(connection).hasOverdue(clocks.limits))
        }
        if clocks.hasNews { try await database.write { try clocks.note($0) } }
        guard isOverdue else { return }
        let (count, tally) = try await database.write { connection in
            let overdue = try TaskClocks(connection, at: moment).overdue(connection, most: Self.batch)
            var changes = RunChanges()
            let recorder = TaskRecorder(connection, retries: .standard)
            let expired = try recorder.expire(overdue.tasks, into: &changes, at: moment)
            try recorder.giveUp(overdue.unreadable, into: &changes, at: moment)
            try changes.apply(connection, at: moment)
            return (expired + overdue.unreadable.count, changes.tally)
        }
        // Workers may hold some for a moment.
        guard count > 0 else { return }
        EngineMetrics.count(tally)
        logger.warning("targets waited too long", metadata: ["count": "\(count)"])
        signals.announce(.work)
        signals.announce(.events)
    }

    private struct Found: Sendable {
        let dead: [WorkerTable.Entry]
        let lapsed: Bool
        let strandedSlots: Bool

        var isNothing: Bool { dead.isEmpty && !lapsed && !strandedSlots }
    }

    /// Most of the time there is nothing to do, and then nobody has to wait for this.
    private func look(leads: Bool) async throws -> Found {
        let (moment, process, silent) = (now(), process, now() - lease)
        return try await database.read { connection in
            let workers = WorkerTable(connection)
            return Found(
                dead: try workers.all().filter { process.knowsDead($0.process) },
                lapsed: try leads && TaskTable(connection).hasLapsed(at: moment),
                strandedSlots: try leads && workers.hasSlots(ofSilentSince: silent)
            )
        }
    }
}
