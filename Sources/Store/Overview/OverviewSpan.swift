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

    /// The parts as spans of their own.
    var parts: [OverviewSpan] {
        beginnings.map { OverviewSpan(from: $0, until: $0 + .microseconds(partMicroseconds)) }
    }
}
