import CLibPQ
import Store

/// The statements prepared on one connection, by their text; those unused for longest make room for new ones.
struct PreparedStatements {
    struct Statement {
        let name: String
        /// As the server understands them, the types of what was null when it was prepared included.
        var types: [Oid]
    }

    private struct Entry {
        let statement: Statement
        var lastUse: Int
    }

    /// What is longer is a list of values whose length hardly comes again.
    static let longestText = 16_384

    private let capacity: Int
    private var entries: [String: Entry] = [:]
    private var uses = 0
    private var made = 0
    /// Names the server still knows and nobody uses any more.
    private(set) var surplus: [String] = []

    init(capacity: Int = 256) {
        self.capacity = capacity
    }

    var count: Int { entries.count }

    /// The statement for this text, if these values can be sent to it.
    mutating func find(_ text: String, for values: [Value]) -> Statement? {
        guard let statement = entries[text]?.statement,
            zip(values, statement.types).allSatisfy({ $0.fits($1) })
        else { return nil }
        uses += 1
        entries[text]?.lastUse = uses
        return statement
    }

    /// A statement to prepare for these values.
    ///
    /// What is null now may have had a value before: its type then is kept, so that a column that is sometimes
    /// null does not make its statement be prepared over and over.
    mutating func make(_ text: String, for values: [Value]) -> Statement {
        made += 1
        let known = entries[text]?.statement.types
        let types = values.indices.map { index in
            if values[index] == .null, let known { return known[index] }
            return values[index].parameterType
        }
        return Statement(name: "s\(made)", types: types)
    }

    /// Keeps a statement that the server has prepared.
    mutating func keep(_ statement: Statement, for text: String) {
        uses += 1
        if let old = entries.updateValue(Entry(statement: statement, lastUse: uses), forKey: text) {
            surplus.append(old.statement.name)
        }
        guard entries.count > capacity, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse })
        else { return }
        entries[oldest.key] = nil
        surplus.append(oldest.value.statement.name)
    }

    mutating func forgetSurplus() {
        surplus = []
    }

    /// Forgets all, as the server has; names are never given twice.
    mutating func forgetAll() {
        entries = [:]
        surplus = []
    }
}
