package import Contract

/// How far the order of events is settled: up to its position nothing new will ever appear.
///
/// Writers of PostgreSQL take places in the order one after the other, but commit in any order, so a reader that
/// simply went on from the newest event it saw would pass over those of slower writers for good. A place that is
/// missing belongs either to a transaction that is still under way, or to one that was rolled back. Which of the
/// two, the transactions' own numbers tell: every place below one that is visible was taken by a transaction with
/// a number, so whoever notices the gap takes a number, too, and once all transactions with lower ones are over,
/// nobody can fill it any more. (What a snapshot calls its end will not do: numbers above it may be given away
/// already.) Nothing is locked for this, and without a gap nothing is waited for.
///
/// Numbers are given to the transactions of every database of a server, and somebody else's may run for hours. Ours
/// do not, so a gap is passed after ``longestTransaction`` at the latest.
///
/// SQLite has one writer, so what is visible is settled.
package struct EventHorizon: Equatable, Sendable {
    /// Longer than any transaction of a node at work can last: its connection's limits end it before.
    ///
    /// Those of a migration or a copy may last longer; neither adds events that somebody follows meanwhile.
    private static let longestTransaction = Duration.seconds(60)

    /// Everything up to here is settled as soon as every transaction below a number is over.
    fileprivate struct Waiting: Equatable {
        let position: Int64
        let transaction: Int64
        let noticed: Timestamp

        func isOver(_ snapshot: Snapshot) -> Bool {
            snapshot.oldest >= transaction || snapshot.taken > noticed + EventHorizon.longestTransaction
        }
    }

    package private(set) var position: Int64
    private var waiting: Waiting?

    /// A horizon some way back, which then advances to the newest event.
    ///
    /// - Parameters:
    ///   - lookback: How many places to start before the newest one visible.
    ///   - connection: In a transaction that sees one snapshot throughout.
    /// - Throws: ``StoreError``
    package init(before lookback: Int64, of connection: any Connection) throws(StoreError) {
        let events = EventTable(connection)
        let latest = try events.latestPosition()
        position = max(0, latest - lookback)
        waiting = try Waiting(latest, Snapshot(connection), connection)
    }

    /// A horizon where one stood before.
    package init(resuming position: Int64) {
        self.position = position
    }

    /// Moves on as far as the order is settled by now.
    ///
    /// - Parameters:
    ///   - connection: In a transaction that sees one snapshot throughout.
    ///   - limit: How many events at the most.
    /// - Returns: The events passed, in order, and whether there may be more at once.
    /// - Throws: ``StoreError``
    package mutating func advance(
        on connection: any Connection,
        limit: Int
    ) throws(StoreError) -> (events: [EventView], more: Bool) {
        let snapshot = try Snapshot(connection)
        let found = try EventTable(connection).entries(after: position, limit: limit)
        var settled = position
        if let waiting, waiting.isOver(snapshot) {
            settled = waiting.position
            self.waiting = nil
        }
        var passed = 0
        for event in found {
            guard snapshot.isSettled || event.position == position + 1 || event.position <= settled else {
                break
            }
            position = event.position
            passed += 1
        }
        if let waiting, waiting.position <= position { self.waiting = nil }
        if let last = found.last, passed < found.count, waiting == nil {
            waiting = try Waiting(last.position, snapshot, connection)
        }
        return (Array(found.prefix(passed)), passed == limit)
    }

    /// Which transactions are over.
    fileprivate struct Snapshot {
        /// Whether all that is visible is settled anyway.
        let isSettled: Bool
        /// All with lower numbers are over.
        let oldest: Int64
        let taken: Timestamp

        init(_ connection: any Connection) throws(StoreError) {
            isSettled = connection.dialect == .sqlite
            guard !isSettled else {
                (oldest, taken) = (0, Timestamp(microseconds: 0))
                return
            }
            let row = try connection.run(
                """
                SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS BIGINT) AS oldest,
                       CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT) AS taken
                """
            ).first
            guard let row else { throw .corrupt("no snapshot") }
            oldest = try row.integer("oldest")
            taken = try row.time("taken")
        }
    }
}

extension EventHorizon.Waiting {
    fileprivate init(
        _ position: Int64,
        _ snapshot: EventHorizon.Snapshot,
        _ connection: any Connection
    ) throws(StoreError) {
        var transaction: Int64 = 0
        if connection.dialect == .postgres {
            let taken = try connection.run(
                "SELECT CAST(CAST(pg_current_xact_id() AS text) AS BIGINT) AS number"
            ).first
            guard let taken else { throw .corrupt("no transaction number") }
            transaction = try taken.integer("number")
        }
        self.init(position: position, transaction: transaction, noticed: snapshot.taken)
    }
}
