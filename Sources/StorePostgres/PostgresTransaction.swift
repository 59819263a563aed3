import Store

/// One transaction on a connection, begun with its first statement.
///
/// When a statement fails, PostgreSQL gives up the whole transaction. A body that catches the error can go on, but
/// every further statement is refused, and in the end the transaction fails with the first error.
final class PostgresTransaction: Connection {
    enum Kind {
        case read
        case write

        /// Statements lock what they decide upon, so each has to see what is committed by then.
        var opening: String {
            switch self {
            case .read: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            case .write: "BEGIN ISOLATION LEVEL READ COMMITTED"
            }
        }
    }

    private let session: ServerSession
    private let kind: Kind
    private let limits: PostgresLimits
    private let end: ContinuousClock.Instant
    private var isBegun = false
    private var queue = StatementQueue()
    /// Why the first statement that failed did so.
    private(set) var failure: PostgresFailure?

    init(
        _ kind: Kind,
        on session: ServerSession,
        until end: ContinuousClock.Instant,
        limits: PostgresLimits
    ) {
        self.kind = kind
        self.session = session
        self.end = end
        self.limits = limits
    }

    var dialect: Dialect { .postgres }

    func run(_ query: Query) throws(StoreError) -> [Row] {
        let statement = try bound(query)
        let result = try noting { () throws(PostgresFailure) in try carryOut(with: statement) }
        return try result.rows()
    }

    func send(_ query: Query) throws(StoreError) {
        let statement = try bound(query)
        try noting { () throws(PostgresFailure) in
            try requireTime()
            queue.add(statement)
            if queue.isFull { try carryOut() }
        }
    }

    func runScript(_ text: String) throws(StoreError) {
        try noting { () throws(PostgresFailure) in
            if !queue.isEmpty { try carryOut() }
            let opening = isBegun ? "" : "\(kind.opening);\n"
            isBegun = true
            try session.script(opening + text, until: try deadline())
        }
    }

    /// Makes the changes durable; what waits travels with COMMIT.
    ///
    /// - Throws: ``PostgresFailure``; nothing was changed then, except where it says that this is unknown.
    func commit() throws(PostgresFailure) {
        if let failure { throw failure }
        guard isBegun || !queue.isEmpty else { return }
        guard !isBegun || session.link.isInTransaction else { throw .undone }
        // What was read is right whatever becomes of the end of its transaction.
        if kind == .read {
            if !queue.isEmpty { try carryOut() }
            return session.commitWithoutWaiting()
        }
        let batch = queue.takeAll()
        let latest = max(.now, end) + limits.statement + limits.grace
        let result = try session.commit(
            after: batch,
            opening: isBegun ? nil : kind.opening,
            until: min(ownDeadline(for: batch.count + 1), latest)
        )
        guard result.command == "COMMIT" else { throw .undone }
    }

    /// Ends the transaction without keeping anything.
    func rollBack() {
        guard session.link.isUsable, session.link.isInTransaction else { return }
        // What fails here makes the connection unusable, and the server rolls back when it closes.
        try? session.rollBack(until: ownDeadline())
    }

    private func bound(_ query: Query) throws(StoreError) -> BoundStatement {
        let (text, values) = query.rendered(for: .postgres)
        // The server never hears of these, so the transaction can go on.
        if let refusal = BinaryParameters.refusal(of: values) { throw refusal }
        return BoundStatement(text, values, keepsPlan: !query.isPlannedByValues)
    }

    /// Runs what waits, and `last` if there is one, in one round trip.
    ///
    /// - Returns: What the last statement returned.
    @discardableResult
    private func carryOut(with last: BoundStatement? = nil) throws(PostgresFailure) -> ServerResult {
        if let last { queue.add(last) }
        let batch = queue.takeAll()
        let opening = isBegun ? nil : kind.opening
        let result = try session.run(batch, opening: opening, until: try deadline(for: batch.count))
        isBegun = true
        return result
    }

    /// Each of several statements has the whole time for itself, and none is answered before all are done.
    private func ownDeadline(for count: Int = 1) -> ContinuousClock.Instant {
        .now + limits.statement * count + limits.grace
    }

    private func deadline(for count: Int = 1) throws(PostgresFailure) -> ContinuousClock.Instant {
        try requireTime()
        return min(ownDeadline(for: count), end + limits.grace)
    }

    private func requireTime() throws(PostgresFailure) {
        guard .now < end else { throw PostgresFailure(.unavailable("the transaction took too long")) }
    }

    private func noting<Result>(
        _ body: () throws(PostgresFailure) -> Result
    ) throws(StoreError) -> Result {
        guard failure == nil else { throw .rejected("an earlier statement of the transaction failed") }
        do throws(PostgresFailure) {
            // A statement outside of the transaction would be a transaction of its own.
            if isBegun, !session.link.isInTransaction { throw .undone }
            return try body()
        } catch {
            failure = error
            throw error.error
        }
    }
}
