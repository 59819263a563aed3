package import Store

/// The shared database: PostgreSQL 15 or newer, used by any number of nodes.
///
/// A write that meets another one (a deadlock, a serialization failure) or loses its connection before COMMIT was
/// sent is run again by itself, so a body must do nothing but use its connection. Once COMMIT was sent nothing is
/// repeated: when its answer does not come, the error says that the outcome is unknown.
package final class PostgresDatabase: Store.Database {
    private let pool: ConnectionPool
    private let limits: PostgresLimits
    private let channel: PostgresHints

    /// Opens nothing yet: connections are made when they are needed.
    ///
    /// - Parameters:
    ///   - url: A connection string as libpq takes it. Across a network use
    ///     `postgres://user@host/name?sslmode=verify-full&sslrootcert=/path/ca.pem`: without `verify-full` anybody
    ///     on the way can pretend to be the server. A password is best kept out of it, in `PGPASSFILE`.
    ///   - connections: How many transactions can run at once.
    ///   - limits: How long anything may take.
    /// - Throws: ``StoreError/unavailable(_:)`` if the connection string cannot be read.
    package init(
        url: String,
        connections: Int,
        limits: PostgresLimits = PostgresLimits()
    ) throws(StoreError) {
        let parameters = try ConnectionParameters(url)
        pool = ConnectionPool(parameters, size: max(1, connections), limits: limits)
        channel = PostgresHints(parameters, limits: limits)
        self.limits = limits
    }

    package func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            pool.submit(PendingTransaction(.read, waiting: limits.waiting, body, continuation))
        }
    }

    @discardableResult
    package func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            pool.submit(PendingTransaction(.write, waiting: limits.waiting, body, continuation))
        }
    }

    /// The way to the other nodes, over one connection more, which is opened when it is first needed.
    package var hints: (any HintChannel)? { channel }

    /// What the connections are doing and have done.
    package var counts: PostgresCounts { pool.counts }

    /// Carries out the transactions already handed in, refuses new ones and closes every connection.
    package func close() async {
        await channel.close()
        await pool.close()
    }
}
