/// How long PostgreSQL may take, so that nobody waits for ever behind a cut network or a stopped server.
///
/// A migration that rewrites large tables needs longer ones: open a second ``PostgresDatabase`` for it.
package struct PostgresLimits: Sendable {
    /// Until a connection is free, or opened.
    package var waiting = Duration.seconds(10)
    /// Until one host has accepted a connection; `connect_timeout` in the connection string goes before it.
    package var connecting = Duration.seconds(5)
    /// For one statement, which PostgreSQL stops by itself then.
    package var statement = Duration.seconds(15)
    /// Between two statements of a transaction.
    ///
    /// A node that is halted or cut off loses its locks after that, before others lose their leases behind them; a
    /// transaction that was merely slow is run again.
    package var silence = Duration.seconds(3)
    /// For a transaction with all its tries, COMMIT not counted.
    package var transaction = Duration.seconds(30)
    /// How much longer than its limit a statement is waited for, so that PostgreSQL can say itself that it was late.
    package var grace = Duration.seconds(1)

    package init() {}
}
