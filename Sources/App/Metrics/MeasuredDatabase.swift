import CoreMetrics
import Store
import Synchronization

/// A database that tells how long its transactions take and how many are under way.
final class MeasuredDatabase: Database {
    private let database: any Database
    private let writes: CoreMetrics.Timer
    private let open: [Meter]
    private let counts = Mutex([0, 0])

    /// - Parameters:
    ///   - database: That does the work.
    ///   - factory: Where to count.
    init(_ database: any Database, in factory: any MetricsFactory) {
        self.database = database
        writes = CoreMetrics.Timer(
            label: "skillyard_database_write_duration_seconds",
            dimensions: [],
            factory: factory
        )
        open = ["read", "write"].map { kind in
            Meter(
                label: "skillyard_database_transactions_open",
                dimensions: [("kind", kind)],
                factory: factory
            )
        }
    }

    var hints: (any HintChannel)? { database.hints }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws -> Result {
        count(0, 1)
        defer { count(0, -1) }
        return try await database.read(body)
    }

    @discardableResult
    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws -> Result {
        count(1, 1)
        let start = ContinuousClock.now
        defer {
            count(1, -1)
            writes.recordNanoseconds(Int64((ContinuousClock.now - start) / .nanoseconds(1)))
        }
        return try await database.write(body)
    }

    private func count(_ kind: Int, _ change: Int) { counts.withLock { $0[kind] += change } }

    /// Brings the metrics up to date that say how things stand.
    func record() {
        for (meter, count) in zip(open, counts.withLock(\.self)) { meter.set(count) }
    }
}
