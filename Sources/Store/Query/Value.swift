package import Contract

/// What a column can hold: the types both databases round-trip exactly.
package enum Value: Equatable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
    /// One column of many rows, which PostgreSQL takes as a single parameter; no column holds one, and SQLite is never
    /// given any.
    case list(ListElement, [Value])

    /// What a list holds beside nulls.
    package enum ListElement: Equatable, Sendable {
        case text
        case integer
    }
}

package protocol ValueConvertible {
    var sqlValue: Value { get }
}

extension Int: ValueConvertible {
    package var sqlValue: Value { .integer(Int64(self)) }
}

extension Int64: ValueConvertible {
    package var sqlValue: Value { .integer(self) }
}

extension Bool: ValueConvertible {
    package var sqlValue: Value { .integer(self ? 1 : 0) }
}

extension String: ValueConvertible {
    package var sqlValue: Value { .text(self) }
}

extension [UInt8]: ValueConvertible {
    package var sqlValue: Value { .bytes(self) }
}

extension Timestamp: ValueConvertible {
    package var sqlValue: Value { .integer(microseconds) }
}

extension Identifier: ValueConvertible {
    package var sqlValue: Value { .text(rawValue) }
}

extension ValueConvertible where Self: RawRepresentable, RawValue == String {
    package var sqlValue: Value { .text(rawValue) }
}

extension RunStatus: ValueConvertible {}
extension TaskStatus: ValueConvertible {}
extension RunKind: ValueConvertible {}
extension RunApproval.State: ValueConvertible {}
extension CommandSource: ValueConvertible {}
extension SkillState: ValueConvertible {}
extension ScanReport.Verdict: ValueConvertible {}
extension FailureCode: ValueConvertible {}
extension Role: ValueConvertible {}
extension EventView.Kind: ValueConvertible {}
extension AlertState: ValueConvertible {}
extension AlertSeverity: ValueConvertible {}
