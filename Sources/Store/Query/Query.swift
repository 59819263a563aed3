/// A statement written once and rendered for whichever database runs it.
///
/// ```swift
/// let due: Query = "SELECT id FROM installs WHERE run_at <= \(now) \(.skipLocked)"
/// ```
///
/// Interpolated values become bound parameters, never text.
package struct Query: ExpressibleByStringInterpolation, Sendable {
    enum Fragment: Sendable {
        case text(String)
        case value(Value)
        case dialect(Dialect.Word)
        /// Rows with one value for every column.
        case table([ValuesColumn], [[Value]])
        /// What follows a column that is to be one of these.
        case among([Value])
    }

    var fragments: [Fragment]
    /// Whether how to find the rows is decided anew each time, by the very values.
    package private(set) var isPlannedByValues = false

    package init(stringLiteral text: String) {
        fragments = [.text(text)]
    }

    package init(stringInterpolation: Interpolation) {
        fragments = stringInterpolation.fragments
    }

    package struct Interpolation: StringInterpolationProtocol {
        var fragments: [Fragment] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            fragments.reserveCapacity(2 * interpolationCount + 1)
        }

        package mutating func appendLiteral(_ literal: String) {
            fragments.append(.text(literal))
        }

        package mutating func appendInterpolation(_ value: (some ValueConvertible)?) {
            fragments.append(.value(value?.sqlValue ?? .null))
        }

        package mutating func appendInterpolation(_ word: Dialect.Word) {
            fragments.append(.dialect(word))
        }

        /// A part of a statement, with its own values.
        package mutating func appendInterpolation(_ part: Query) {
            fragments += part.fragments
        }

        /// What follows a column whose value is to be one of these texts; must not be empty.
        package mutating func appendInterpolation(among values: some Sequence<some ValueConvertible>) {
            fragments.append(.among(values.map(\.sqlValue)))
        }

        /// The values of an IN list, comma-separated; must not be empty.
        package mutating func appendInterpolation(list values: [some ValueConvertible]) {
            for (index, value) in values.enumerated() {
                if index > 0 { fragments.append(.text(", ")) }
                fragments.append(.value(value.sqlValue))
            }
        }
    }

    /// The same statement, for which the database is to look at the values each time before it decides how to find
    /// the rows.
    ///
    /// For lists that people narrow down: the way that is quick for what is common takes seconds for what is rare.
    /// SQLite decides by the text alone.
    package var plannedByValues: Query {
        var query = self
        query.isPlannedByValues = true
        return query
    }

    /// Joins conditions with AND; `1 = 1` for none.
    package static func all(_ conditions: [Query]) -> Query {
        conditions.isEmpty ? "1 = 1" : joined(conditions, by: " AND ")
    }

    /// The values of an IN list; must not be empty.
    package static func listed(_ values: some Collection<some ValueConvertible>) -> Query {
        joined(values.map { "\($0)" }, by: ", ")
    }

    /// Parts one after the other, such as the rows of an INSERT.
    package static func joined(_ parts: [Query], by separator: String) -> Query {
        var whole = Query(stringLiteral: "")
        for (index, part) in parts.enumerated() {
            if index > 0 { whole.fragments.append(.text(separator)) }
            whole.fragments += part.fragments
        }
        return whole
    }

    /// The statement's text and its parameters, in order.
    package func rendered(for dialect: Dialect) -> (text: String, values: [Value]) {
        var rendering = Rendering(for: dialect, fragments: fragments.count)
        for fragment in fragments { rendering.add(fragment) }
        return (rendering.text, rendering.values)
    }
}
