/// What a pool of connections is doing and has done.
package struct PostgresCounts: Sendable, Equatable {
    /// How many connections there may be.
    package var size = 0
    package var idle = 0
    package var inUse = 0
    package var opening = 0
    /// Transactions that wait for a connection now.
    package var waiting = 0

    /// How many transactions had to wait, and how long together.
    package var waits = 0
    package var waited = Duration.zero
    /// Connections opened in place of lost ones.
    package var reconnects = 0
    /// Transactions that were carried out, whatever came of them.
    package var transactions = 0
    /// How often one was run again.
    package var retries = 0
    /// How often an answer of the server was waited for, each time to all that was sent since the last.
    package var roundTrips = 0
}
