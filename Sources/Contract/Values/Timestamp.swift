/// A point in time as whole microseconds since 1970-01-01T00:00:00Z.
///
/// Databases store this integer unchanged, so a value read back always equals the value saved.
/// Arithmetic stops at the first and the last moment there is: times and durations come from strangers too,
/// and no number of theirs may end the process.
package struct Timestamp: Hashable, Comparable, Sendable {
    package let microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    package static func + (left: Timestamp, right: Duration) -> Timestamp {
        Timestamp(microseconds: sum(left.microseconds, right.wholeMicroseconds))
    }

    package static func - (left: Timestamp, right: Duration) -> Timestamp {
        Timestamp(microseconds: difference(left.microseconds, right.wholeMicroseconds))
    }

    package static func - (left: Timestamp, right: Timestamp) -> Duration {
        .microseconds(difference(left.microseconds, right.microseconds))
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }
}

extension Duration {
    /// Rounded towards zero; a duration too long for the number gives the nearest one.
    package var wholeMicroseconds: Int64 {
        Int64(clamping: attoseconds / 1_000_000_000_000)
    }
}

private func sum(_ left: Int64, _ right: Int64) -> Int64 {
    let (value, overflow) = left.addingReportingOverflow(right)
    return overflow ? (right < 0 ? .min : .max) : value
}

private func difference(_ left: Int64, _ right: Int64) -> Int64 {
    let (value, overflow) = left.subtractingReportingOverflow(right)
    return overflow ? (right < 0 ? .max : .min) : value
}
