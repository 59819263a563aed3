package import Contract
package import Logging
import ServiceLifecycle
package import Store

/// Removes what nobody needs any more: old idempotency keys and old events.
package struct Janitor: Service {
    private static let keysKept = Duration.seconds(24 * 3600)
    private static let eventsKept: Int64 = 200_000

    private let database: any Database
    private let interval: Duration
    private let logger: Logger
    private let now: @Sendable () -> Timestamp

    package init(
        database: any Database,
        interval: Duration = .seconds(300),
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.database = database
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
        let moment = now()
        try await database.write { connection in
            try IdempotencyTable(connection).prune(before: moment - Self.keysKept)
            let events = EventTable(connection)
            try events.prune(before: try events.latestPosition() - Self.eventsKept)
        }
    }
}
