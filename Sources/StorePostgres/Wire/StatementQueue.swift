import Store

/// A statement's text and its parameters, such as ``BinaryParameters/refusal(of:)`` has nothing against.
struct BoundStatement {
    let text: String
    let values: [Value]
    /// Whether the server may decide once for all values how to find the rows.
    let keepsPlan: Bool

    init(_ text: String, _ values: [Value] = [], keepsPlan: Bool = true) {
        self.text = text
        self.values = values
        self.keepsPlan = keepsPlan
    }

    /// About how long it is on the wire.
    fileprivate var size: Int {
        values.reduce(text.utf8.count) { $0 + $1.size }
    }
}

extension Value {
    /// About how long it is on the wire.
    fileprivate var size: Int {
        switch self {
        case .null: 4
        case .integer: 12
        case .text(let text): 4 + text.utf8.count
        case .bytes(let bytes): 4 + bytes.count
        case .list(_, let values): values.reduce(24) { $0 + $1.size }
        }
    }
}

/// Statements of a transaction that travel with a later one.
///
/// They wait here and not in libpq's buffer, which sends on what it has too much of: a server that has been sent
/// half of an exchange takes itself for busy, and would keep its locks for a node that is halted or cut off.
struct StatementQueue {
    private static let mostStatements = 64
    private static let mostBytes = 262_144

    private var statements: [BoundStatement] = []
    private var size = 0

    var isEmpty: Bool { statements.isEmpty }

    /// Whether the next one should not wait any more.
    var isFull: Bool { statements.count >= Self.mostStatements || size >= Self.mostBytes }

    mutating func add(_ statement: BoundStatement) {
        statements.append(statement)
        size += statement.size
    }

    /// Empties the queue.
    mutating func takeAll() -> [BoundStatement] {
        defer { self = StatementQueue() }
        return statements
    }
}
