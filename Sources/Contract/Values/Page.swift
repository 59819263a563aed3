/// One page of a list.
///
/// Pages follow a position in the order, not a row count: rows inserted meanwhile never make an item come
/// twice or get lost.
package struct Page<Item: Codable & Sendable>: Codable, Sendable {
    package let items: [Item]
    /// Send as `cursor` to get the next page; absent on the last one.
    package let nextCursor: String?

    package init(items: [Item], nextCursor: String?) {
        self.items = items
        self.nextCursor = nextCursor
    }

    enum CodingKeys: String, CodingKey {
        case items
        case nextCursor = "next_cursor"
    }
}

extension Page: Equatable where Item: Equatable {}

/// Which page of a list is wanted.
package struct PageRequest: Equatable, Sendable {
    /// 1 to 200.
    package var limit: Int
    package var cursor: String?

    package static let maximumLimit = 200

    package init(limit: Int = 50, cursor: String? = nil) {
        self.limit = limit
        self.cursor = cursor
    }
}
