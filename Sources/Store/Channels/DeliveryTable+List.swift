package import Contract

extension DeliveryTable {
    /// Newest first; without those that this program cannot read.
    ///
    /// - Parameter query: Which.
    /// - Returns: A page of them.
    /// - Throws: ``StoreError``
    package func list(_ query: DeliveryQuery) throws -> Page<DeliveryView> {
        let limit = query.page.boundedLimit
        var conditions: [Query] = ["1 = 1"]
        if let place = try query.page.place(in: Self.order, keys: 1) {
            conditions.append("position < \(try place.integer(at: 0))")
        }
        if let channel = query.channel { conditions.append("channel_id = \(channel)") }
        if let alert = query.alert { conditions.append("alert_id = \(alert)") }
        if let state = query.state { conditions.append("state = \(state.rawValue)") }
        let rows = try connection.run(
            """
            SELECT * FROM deliveries WHERE \(Query.joined(conditions, by: " AND "))
            ORDER BY position DESC LIMIT \(limit + 1)
            """
        )
        let last = try rows.prefix(limit).last?.integer("position")
        return Page(
            items: rows.prefix(limit).compactMap { try? StoredDelivery(row: $0).view },
            nextCursor: rows.count > limit ? last.map { Cursor(Self.order, [String($0)]).text } : nil
        )
    }

    package func find(_ id: DeliveryID) throws(StoreError) -> StoredDelivery? {
        let row = try connection.run("SELECT * FROM deliveries WHERE id = \(id)").first
        return try row.map { row throws(StoreError) in try StoredDelivery(row: row) }
    }

    /// The same, which nobody else changes until the transaction ends.
    package func lock(_ id: DeliveryID) throws(StoreError) -> StoredDelivery? {
        let row = try connection.run("SELECT * FROM deliveries WHERE id = \(id) \(.forUpdate)").first
        return try row.map { row throws(StoreError) in try StoredDelivery(row: row) }
    }

    /// The newest of a channel; nil if this program cannot read it.
    package func newest(on channel: ChannelID) throws(StoreError) -> DeliveryView? {
        let row = try connection.run(
            "SELECT * FROM deliveries WHERE channel_id = \(channel) ORDER BY position DESC LIMIT 1"
        ).first
        return row.flatMap { try? StoredDelivery(row: $0).view }
    }

    private static let order = "deliveries"
}
