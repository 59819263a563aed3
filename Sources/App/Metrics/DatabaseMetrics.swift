import CoreMetrics
import Store
import StorePostgres
import Synchronization

/// What the connections to PostgreSQL are doing, as metrics.
final class DatabaseMetrics: Sendable {
    private let database: PostgresDatabase
    private let factory: any MetricsFactory
    private let seen: Mutex<PostgresCounts>

    /// - Returns: nil for a database without connections to tell about.
    init?(_ database: any Database, in factory: any MetricsFactory) {
        guard let database = database as? PostgresDatabase else { return nil }
        self.database = database
        self.factory = factory
        seen = Mutex(database.counts)
    }

    /// Brings the metrics up to date.
    func record() {
        // Read under the lock: of two that are read at once, the older must not be taken for the newer.
        let (now, before) = seen.withLock { seen in
            let now = database.counts
            defer { seen = now }
            return (now, seen)
        }
        for (state, count) in [("idle", now.idle), ("in_use", now.inUse), ("opening", now.opening)] {
            gauge("connections", count, [("state", state)])
        }
        gauge("connections_limit", now.size)
        gauge("waiting", now.waiting)
        counter("transactions_total", now.transactions - before.transactions)
        counter("waits_total", now.waits - before.waits)
        counter("reconnects_total", now.reconnects - before.reconnects)
        counter("retries_total", now.retries - before.retries)
        counter("round_trips_total", now.roundTrips - before.roundTrips)
        FloatingPointCounter(label: Self.name("wait_seconds_total"), dimensions: [], factory: factory)
            .increment(by: (now.waited - before.waited) / .seconds(1))
    }

    private static func name(_ what: String) -> String { "skillyard_database_" + what }

    private func gauge(_ what: String, _ value: Int, _ dimensions: [(String, String)] = []) {
        Meter(label: Self.name(what), dimensions: dimensions, factory: factory).set(value)
    }

    private func counter(_ what: String, _ more: Int) {
        Counter(label: Self.name(what), dimensions: [], factory: factory).increment(by: more)
    }
}
