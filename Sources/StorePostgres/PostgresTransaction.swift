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
        let (text, values) = query.rendered(for: .postgres)
        // The server never hears of these, so the transaction can go on.
        if let refusal = BinaryParameters.refusal(of: values) { throw refusal }
        let result = try noting { () throws(PostgresFailure) in
            let opening = isBegun ? nil : kind.opening
            let result = try session.run(text, values, opening: opening, until: try deadline())
            isBegun = true
            return result
        }
        return try result.rows()
    }

    func runScript(_ text: String) throws(StoreError) {
        try noting { () throws(PostgresFailure) in
            let opening = isBegun ? "" : "\(kind.opening);\n"
            isBegun = true
            try session.script(opening + text, until: try deadline())
        }
    }

    /// Makes the changes durable.
    ///
    /// - Throws: ``PostgresFailure``; nothing was changed then, except where it says that this is unknown.
    func commit() throws(PostgresFailure) {
        if let failure { throw failure }
        guard isBegun else { return }
        guard session.link.isInTransaction else { throw .undone }
        // What was read is right whatever becomes of the end of its transaction.
        if kind == .read { return session.commitWithoutWaiting() }
        let result: ServerResult
        do {
            result = try session.end("COMMIT", until: ownDeadline)
        } catch {
            throw session.link.isUsable ? error : .outcomeUnknown
        }
        guard result.command == "COMMIT" else { throw .undone }
    }

    /// Ends the transaction without keeping anything.
    func rollBack() {
        guard session.link.isUsable, session.link.isInTransaction else { return }
        // What fails here makes the connection unusable, and the server rolls back when it closes.
        _ = try? session.end("ROLLBACK", until: ownDeadline)
    }

    private var ownDeadline: ContinuousClock.Instant { .now + limits.statement + limits.grace }

    private func deadline() throws(PostgresFailure) -> ContinuousClock.Instant {
        guard .now < end else { throw PostgresFailure(.unavailable("the transaction took too long")) }
        return min(ownDeadline, end + limits.grace)
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
