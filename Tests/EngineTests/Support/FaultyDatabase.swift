import Store
import Synchronization

/// A database whose statements fail when a test says so.
final class FaultyDatabase: Database {
    /// What may go wrong once.
    enum Fault: CaseIterable, Sendable {
        /// A statement of a write, which is then rolled back.
        case statement
        /// The answer to a write that was carried out: whoever asked cannot know that it was.
        case answer
        /// A read.
        case read
    }

    private struct State {
        var counts: [Fault: Int] = [:]
        var reads = 0
        var failing: (fault: Fault, number: Int)?
        var failsWrites = false
        var failsReads = false
    }

    private let database: any Database
    private let state = Mutex(State())
    private let held = Mutex<Gate?>(nil)
    private let heldReads = Mutex<Gate?>(nil)

    init(_ database: any Database) {
        self.database = database
    }

    /// Fails the nth statement of writes from now on, counted from 1.
    func failStatement(_ number: Int) {
        fail(.statement, number)
    }

    /// Lets the nth access of a kind from now on go wrong, counted from 1.
    func fail(_ fault: Fault, _ number: Int) {
        state.withLock { state in
            state.counts = [:]
            state.failing = (fault, number)
        }
    }

    /// Refuses every write, as a full disk would.
    func failWrites(_ fails: Bool) {
        state.withLock { $0.failsWrites = fails }
    }

    /// Refuses every read, as a database that is away would.
    func failReads(_ fails: Bool) {
        state.withLock { $0.failsReads = fails }
    }

    /// Lets every write wait, as a disk that hangs would.
    func holdWrites(_ gate: Gate?) {
        held.withLock { $0 = gate }
    }

    /// Lets every read wait.
    func holdReads(_ gate: Gate?) {
        heldReads.withLock { $0 = gate }
    }

    /// How many reads were asked for.
    var reads: Int { state.withLock(\.reads) }

    /// How many accesses of a kind there were since ``fail(_:_:)``.
    func accesses(_ fault: Fault) -> Int { state.withLock { $0.counts[fault] ?? 0 } }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws -> Result {
        state.withLock { $0.reads += 1 }
        if let gate = heldReads.withLock(\.self) { await gate.pass() }
        if state.withLock(\.failsReads) { throw StoreError.unavailable("the database is away") }
        try count(.read)
        return try await database.read(body)
    }

    @discardableResult
    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws -> Result {
        if let gate = held.withLock(\.self) { await gate.pass() }
        if state.withLock(\.failsWrites) { throw StoreError.unavailable("the disk is full") }
        let result = try await database.write { connection in
            try body(FaultyConnection(connection: connection, database: self))
        }
        try count(.answer)
        return result
    }

    fileprivate func count(_ fault: Fault) throws(StoreError) {
        let fails = state.withLock { state in
            state.counts[fault, default: 0] += 1
            return state.failing.map { $0 == (fault, state.counts[fault]) } ?? false
        }
        if fails { throw .unavailable("the disk is full") }
    }
}

private struct FaultyConnection: Connection {
    let connection: any Connection
    let database: FaultyDatabase

    var dialect: Dialect { connection.dialect }

    func run(_ query: Query) throws(StoreError) -> [Row] {
        try database.count(.statement)
        return try connection.run(query)
    }

    func send(_ query: Query) throws(StoreError) {
        try database.count(.statement)
        try connection.send(query)
    }

    func runScript(_ text: String) throws(StoreError) { try connection.runScript(text) }
}
