package import Contract
package import Logging
import ServiceLifecycle
package import Store
import Synchronization

/// The time all nodes agree on: that of the database's machine, carried on by this machine's steady clock.
///
/// Leases are given and ended by different machines, so a clock that is wrong, or set, on one of them must not end
/// what another holds. Where the database is this machine's own file, the time is simply this machine's.
package final class SharedClock: Service {
    private struct Anchor {
        let there: Timestamp
        let here: ContinuousClock.Instant
    }

    /// A look that took longer says too little about when the database read its clock.
    private static let slowest = Duration.milliseconds(500)
    private static let tries = 5

    private let database: any Database
    private let local: @Sendable () -> Timestamp
    private let interval: Duration
    private let logger: Logger
    private let anchor = Mutex<Anchor?>(nil)

    package init(
        _ database: any Database,
        interval: Duration = .seconds(30),
        logger: Logger,
        local: @escaping @Sendable () -> Timestamp
    ) {
        self.database = database
        self.interval = interval
        self.logger = logger
        self.local = local
    }

    package func now() -> Timestamp {
        guard let anchor = anchor.withLock(\.self) else { return local() }
        return anchor.there + (.now - anchor.here)
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            while !Task.isCancelled {
                do { try await Task.sleep(for: interval) } catch { return }
                do { try await compare() } catch {
                    logger.warning("the database's clock could not be read", metadata: ["error": "\(error)"])
                }
            }
        }
    }

    /// Looks at the database's clock; again, when a look took too long to say anything.
    ///
    /// - Throws: ``StoreError``
    package func compare() async throws {
        for _ in 0..<Self.tries {
            let begun = ContinuousClock.now
            guard let there = try await database.read({ try $0.serverTime() }) else { return }
            let took = ContinuousClock.now - begun
            guard took < Self.slowest else { continue }
            anchor.withLock { $0 = Anchor(there: there, here: begun + took / 2) }
            return warn(of: now() - local())
        }
        logger.warning("the database answers too slowly to compare clocks")
    }

    private func warn(of difference: Duration) {
        guard abs(difference.wholeMicroseconds) > 1_000_000 else { return }
        logger.warning(
            "this machine's clock differs from the database's",
            metadata: ["milliseconds": "\(difference.wholeMicroseconds / 1000)"]
        )
    }
}
