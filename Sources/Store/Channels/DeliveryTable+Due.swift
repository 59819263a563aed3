package import Contract
import Domain

extension DeliveryTable {
    /// What a channel has to tell now.
    package struct Due: Sendable {
        /// In order.
        package var deliveries: [StoredDelivery] = []
        /// Those that this program cannot read, which a later one may have written.
        package var unreadable: [DeliveryID] = []
    }

    /// For so long nobody looks at what could not be read.
    private static let aside = Duration.seconds(3600)
    /// What ended is forgotten once so many came after it, however new it is.
    private static let most: Int64 = 500_000

    /// Channels that have something to tell now, those first that have waited longest.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - busy: Channels that are left out.
    ///   - limit: How many at most.
    /// - Returns: Channels for which ``due(on:at:limit:)`` finds something.
    /// - Throws: ``StoreError``
    package func channelsDue(at now: Timestamp, besides busy: [ChannelID], limit: Int) throws(StoreError)
        -> [ChannelID]
    {
        let others: Query = busy.isEmpty ? "1 = 1" : "d.channel_id NOT IN (\(list: busy))"
        return try connection.run(
            """
            SELECT d.channel_id FROM deliveries AS d
            WHERE d.state = 'pending' AND d.next_at <= \(now) AND \(others) AND \(Self.isFirst)
            GROUP BY d.channel_id ORDER BY MIN(d.next_at), d.channel_id LIMIT \(limit)
            """
        ).map { row throws(StoreError) in try row.identifier("channel_id") }
    }

    /// What a channel has to tell now, in order.
    ///
    /// Of one alert nothing is told before what came earlier has ended: nobody is to hear of a recovery first.
    package func due(on channel: ChannelID, at now: Timestamp, limit: Int) throws(StoreError) -> Due {
        var due = Due()
        for row in try connection.run(
            """
            SELECT d.* FROM deliveries AS d
            WHERE d.channel_id = \(channel) AND d.state = 'pending' AND d.next_at <= \(now) AND \(Self.isFirst)
            ORDER BY d.position LIMIT \(limit)
            """
        ) {
            do throws(StoreError) { due.deliveries.append(try StoredDelivery(row: row)) } catch {
                due.unreadable.append(try row.identifier("id"))
            }
        }
        return due
    }

    /// Leaves what cannot be read alone for a while, and for good once it is old, so that it holds up nothing else.
    package func setAside(_ ids: [DeliveryID], at now: Timestamp) throws(StoreError) {
        guard !ids.isEmpty else { return }
        try connection.run(
            """
            UPDATE deliveries SET state = 'given_up', next_at = NULL, finished_at = \(now),
                error = 'This server cannot read it.'
            WHERE id IN (\(list: ids)) AND state = 'pending' AND since <= \(now - DeliveryCourse.longest)
            """
        )
        try connection.run(
            """
            UPDATE deliveries SET next_at = \(now + Self.aside)
            WHERE id IN (\(list: ids)) AND state = 'pending'
            """
        )
    }

    /// Has everything that a channel has still to tell wait: whoever receives it asked for that.
    package func postpone(_ channel: ChannelID, until time: Timestamp) throws(StoreError) {
        try connection.run(
            """
            UPDATE deliveries SET next_at = \(time)
            WHERE channel_id = \(channel) AND state = 'pending' AND next_at < \(time)
            """
        )
    }

    /// Forgets the oldest of those that ended before a time, and what ended and is not among the newest.
    ///
    /// That an alert escalated is kept as long as it lasts: it does so once.
    ///
    /// - Returns: How many are gone.
    /// - Throws: ``StoreError``
    package func prune(finishedBefore time: Timestamp, limit: Int) throws(StoreError) -> Int {
        let isOver: Query = """
            NOT (d.kind = 'escalated' AND EXISTS (SELECT 1 FROM alerts AS a
                WHERE a.id = d.alert_id AND a.recovered_at IS NULL))
            """
        let old = try connection.run(
            """
            DELETE FROM deliveries WHERE position IN (
                SELECT d.position FROM deliveries AS d
                WHERE d.finished_at IS NOT NULL AND d.finished_at < \(time) AND \(isOver)
                ORDER BY d.finished_at LIMIT \(limit)) RETURNING position
            """
        ).count
        let last = try connection.run("SELECT MAX(position) AS position FROM deliveries").first?
            .optionalInteger("position")
        guard let last, last > Self.most else { return old }
        let many = try connection.run(
            """
            DELETE FROM deliveries WHERE position IN (
                SELECT d.position FROM deliveries AS d
                WHERE d.position <= \(last - Self.most) AND d.finished_at IS NOT NULL AND \(isOver)
                ORDER BY d.position LIMIT \(limit)) RETURNING position
            """
        ).count
        return max(old, many)
    }

    /// That nothing of the same alert is waiting from before.
    private static let isFirst: Query = """
        NOT EXISTS (SELECT 1 FROM deliveries AS e
            WHERE e.alert_id = d.alert_id AND e.channel_id = d.channel_id AND e.position < d.position
              AND e.state = 'pending')
        """
}
