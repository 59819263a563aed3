import CoreMetrics
import Store
import StorePostgres
import Synchronization

/// What the connections to PostgreSQL are doing, as metrics.
final class DatabaseMetrics: Sendable {
    private let database: PostgresDatabase
    private let seen: Mutex<PostgresCounts>

    /// - Returns: nil for a database without connections to tell about.
    init?(_ database: any Database) {
        guard let database = database as? PostgresDatabase else { return nil }
        self.database = database
        seen = Mutex(database.counts)
    }

    /// Brings the metrics up to date.
    func record() {
        let now = database.counts
        let before = seen.withLock { seen in
            defer { seen = now }
            return seen
        }
        for (state, count) in [("idle", now.idle), ("in_use", now.inUse), ("opening", now.opening)] {
            Gauge(label: "skillyard_database_connections", dimensions: [("state", state)]).record(count)
        }
        Gauge(label: "skillyard_database_connections_limit").record(now.size)
        Gauge(label: "skillyard_database_waiting").record(now.waiting)
        Counter(label: "skillyard_database_transactions_total").increment(
            by: now.transactions - before.transactions
        )
        Counter(label: "skillyard_database_waits_total").increment(by: now.waits - before.waits)
        Counter(label: "skillyard_database_reconnects_total").increment(
            by: now.reconnects - before.reconnects
        )
        Counter(label: "skillyard_database_retries_total").increment(by: now.retries - before.retries)
        Counter(label: "skillyard_database_round_trips_total").increment(
            by: now.roundTrips - before.roundTrips
        )
        FloatingPointCounter(label: "skillyard_database_wait_seconds_total")
            .increment(by: (now.waited - before.waited) / .seconds(1))
    }
}
