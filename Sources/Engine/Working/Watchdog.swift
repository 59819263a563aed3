package import Contract
import Domain
package import Logging
import ServiceLifecycle
package import Store

/// Takes tasks back from workers that fell silent or are known to be dead.
package struct Watchdog: Service {
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
                do { _ = try await patrol() } catch {
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
        let dead = try await database.read { connection in
            try WorkerTable(connection).all().filter { process.knowsDead($0.process) }.map(\.id)
        }
        let waiting = try await database.read { connection in
            try !TaskTable(connection).lapsed(at: moment, workers: dead, limit: 1).isEmpty
        }
        guard waiting || !dead.isEmpty else { return 0 }
        let count = try await database.write { connection in
            let lapsed = try TaskTable(connection).lapsed(at: moment, workers: dead, limit: 500)
            try TaskRecorder(connection, retries: .standard).lapse(lapsed, at: moment)
            // More than one batch of a dead worker's tasks: its entry stays until they are all taken back.
            if lapsed.count < 500 { for worker in dead { try WorkerTable(connection).remove(worker) } }
            return lapsed.count
        }
        guard count > 0 else { return 0 }
        logger.warning("tasks taken back from silent workers", metadata: ["count": "\(count)"])
        signals.work.notify()
        signals.events.notify()
        return count
    }
}
