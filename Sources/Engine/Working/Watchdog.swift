package import Contract
import Domain
package import Logging
import ServiceLifecycle
package import Store

/// Takes tasks back from workers that fell silent or are known to be dead.
package struct Watchdog: Service {
    /// Tasks taken back in one transaction.
    private static let batch = 500

    private let database: any Database
    private let signals: EngineSignals
    private let process: ProcessIdentity
    private let interval: Duration
    private let logger: Logger
    private let now: @Sendable () -> Timestamp

    package init(
        database: any Database,
        signals: EngineSignals,
        process: ProcessIdentity = .current,
        interval: Duration = .seconds(1),
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.database = database
        self.signals = signals
        self.process = process
        self.interval = interval
        self.logger = logger
        self.now = now
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    // After a crash there may be more than one batch: nobody should wait a round for the rest.
                    while try await patrol() == Self.batch {}
                } catch {
                    logger.warning("the watchdog could not look", metadata: ["error": "\(error)"])
                }
                do { try await Task.sleep(for: interval) } catch { return }
            }
        }
    }

    /// Looks once.
    ///
    /// - Returns: How many tasks were taken back.
    @discardableResult
    package func patrol() async throws -> Int {
        let (moment, process) = (now(), process)
        // Most of the time there is nothing to do, and then nobody has to wait for this.
        let (dead, waiting) = try await database.read { connection in
            let dead = try WorkerTable(connection).all().filter { process.knowsDead($0.process) }.map(\.id)
            return (dead, try TaskTable(connection).hasLapsed(at: moment))
        }
        guard waiting || !dead.isEmpty else { return 0 }
        let count = try await database.write { connection in
            let lapsed = try TaskTable(connection).lapsed(at: moment, workers: dead, limit: Self.batch)
            try TaskRecorder(connection, retries: .standard).lapse(lapsed, at: moment)
            // A dead worker's entry stays until all its tasks are taken back.
            if lapsed.count < Self.batch { for worker in dead { try WorkerTable(connection).remove(worker) } }
            return lapsed.count
        }
        guard count > 0 else { return 0 }
        logger.warning("tasks taken back from silent workers", metadata: ["count": "\(count)"])
        signals.work.notify()
        signals.events.notify()
        return count
    }
}
