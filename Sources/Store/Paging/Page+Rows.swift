package import Contract

extension PageRequest {
    /// The limit within its bounds.
    package var boundedLimit: Int { min(max(limit, 1), Self.maximumLimit) }

    /// The place to go on from, or nil for the beginning.
    ///
    /// - Throws: ``StoreError/invalidCursor``
    package func place(in order: String, keys count: Int) throws(StoreError) -> Cursor? {
        guard let cursor else { return nil }
        return try Cursor(cursor, order: order, keys: count)
    }
}

extension Page {
    /// A page made of the rows found, of which there is one more than wanted if the list goes on.
    package init(_ found: [Item], limit: Int, cursor: (Item) -> Cursor) {
        let items = Array(found.prefix(limit))
        self.init(items: items, nextCursor: found.count > limit ? items.last.map { cursor($0).text } : nil)
    }
}
