package import Contract
package import Logging
import ServiceLifecycle
package import Store

/// Removes what nobody needs any more: old idempotency keys, old events and workers long gone.
package struct Janitor: Service {
    private static let keysKept = Duration.seconds(24 * 3600)
    /// Events removed in one transaction, so that nobody waits long for it.
    private static let batch: Int64 = 5000
    private static let workersKept = Duration.seconds(24 * 3600)

    private let database: any Database
    private let eventsKept: Int64
    private let interval: Duration
    private let logger: Logger
    private let now: @Sendable () -> Timestamp

    package init(
        database: any Database,
        eventsKept: Int64 = 200_000,
        interval: Duration = .seconds(300),
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.database = database
        self.eventsKept = eventsKept
        self.interval = interval
        self.logger = logger
        self.now = now
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do { try await tidy() } catch {
                    logger.warning("tidying up failed", metadata: ["error": "\(error)"])
                }
                do { try await Task.sleep(for: interval) } catch { return }
            }
        }
    }

    package func tidy() async throws {
        let (moment, eventsKept) = (now(), eventsKept)
        let (oldest, limit) = try await database.write { connection in
            try IdempotencyTable(connection).prune(before: moment - Self.keysKept)
            try WorkerTable(connection).prune(before: moment - Self.workersKept)
            let events = EventTable(connection)
            let latest = try events.latestPosition()
            return (try events.oldestPosition() ?? latest, latest - eventsKept)
        }
        for reached in stride(from: oldest, to: limit, by: Int(Self.batch)) {
            try await database.write { connection in
                try EventTable(connection).prune(before: min(reached + Self.batch, limit))
            }
        }
    }
}
