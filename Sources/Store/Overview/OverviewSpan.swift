package import Contract

/// A span of time in equal parts: after its beginning, up to and with its end.
package struct OverviewSpan: Equatable, Sendable {
    package let from: Timestamp
    package let until: Timestamp
    package let partCount: Int

    package init(from: Timestamp, until: Timestamp, partCount: Int = 1) {
        self.from = from
        self.until = until
        self.partCount = partCount
    }

    /// Where each part begins, oldest first.
    package var beginnings: [Timestamp] {
        (0..<partCount).map { from + .microseconds(Int64($0) * partMicroseconds) }
    }

    var partMicroseconds: Int64 {
        max(1, (until - from).wholeMicroseconds / Int64(partCount))
    }

    /// The parts as spans of their own; what division leaves over belongs to the last.
    var parts: [OverviewSpan] {
        zip(beginnings, beginnings.dropFirst() + [until]).map { OverviewSpan(from: $0, until: $1) }
    }

    /// In which part a moment lies, which the column of that name holds.
    func part(of column: Query) -> Query {
        "(\(column) - \(from) - 1) / \(partMicroseconds)"
    }

    /// At which beginning of a part, counted from 0, the moment that a column holds was first past.
    func firstBeginning(since column: Query) -> Query {
        """
        CASE WHEN \(column) <= \(from) THEN 0
            ELSE (\(column) - \(from) + \(partMicroseconds - 1)) / \(partMicroseconds) END
        """
    }
}
