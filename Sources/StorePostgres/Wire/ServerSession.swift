import CLibPQ
import Store

/// A connection and the statements prepared on it.
///
/// Every exchange is one round trip, made in libpq's pipeline mode: any number of statements and an end. Once one of
/// them fails, the server leaves out the others up to the end.
final class ServerSession {
    typealias Instant = ContinuousClock.Instant

    let link: ServerLink
    var statements: PreparedStatements
    /// Statements that were sent and whose answers nobody waited for.
    private var unanswered: [[Step]] = []
    private var roundTrips = 0

    init(_ link: ServerLink, statements: PreparedStatements = PreparedStatements()) {
        self.link = link
        self.statements = statements
    }

    /// Something that was sent, and that is answered.
    enum Step {
        case other
        case describe(PreparedStatements.Statement, text: String)
        case run
    }

    /// Runs statements, after `opening` if there is one.
    ///
    /// - Parameters:
    ///   - batch: At least one.
    ///   - opening: What begins the transaction.
    ///   - deadline: When the connection is given up.
    /// - Returns: What the last one returned.
    /// - Throws: ``PostgresFailure``: that of the first one that failed.
    func run(
        _ batch: [BoundStatement],
        opening: String? = nil,
        until deadline: Instant
    ) throws(PostgresFailure) -> ServerResult {
        let steps = try send(batch, opening: opening)
        try endExchange()
        return try receive(steps, until: deadline)
    }

    /// Runs statements and commits, in one exchange: unless all of them are done there is no COMMIT.
    ///
    /// - Returns: What became of it: a COMMIT may end as a ROLLBACK.
    /// - Throws: ``PostgresFailure``; nothing was changed then, except where it says that this is unknown.
    func commit(
        after batch: [BoundStatement],
        opening: String?,
        until deadline: Instant
    ) throws(PostgresFailure) -> ServerResult {
        var steps = try send(batch, opening: opening)
        do throws(PostgresFailure) {
            try send("COMMIT", &steps)
            try endExchange()
        } catch {
            throw .outcomeUnknown
        }
        return try receive(steps, until: deadline, whenLost: .outcomeUnknown)
    }

    /// Ends a transaction without keeping anything.
    ///
    /// - Throws: ``PostgresFailure``
    func rollBack(until deadline: Instant) throws(PostgresFailure) {
        var steps: [Step] = []
        try send("ROLLBACK", &steps)
        try endExchange()
        _ = try receive(steps, until: deadline)
    }

    /// Ends a transaction that changed nothing; what becomes of that shows with the next statement.
    func commitWithoutWaiting() {
        var steps: [Step] = []
        do throws(PostgresFailure) {
            try send("COMMIT", &steps)
            try endExchange()
            guard PQflush(link.handle) >= 0 else { throw link.lose() }
            unanswered.append(steps)
        } catch {
            // The connection is marked as lost, and its next user takes another one.
        }
    }

    /// Runs several statements without parameters; what they return is dropped.
    ///
    /// - Throws: ``PostgresFailure``
    func script(_ text: String, until deadline: Instant) throws(PostgresFailure) {
        try settle(until: deadline)
        roundTrips += 1
        try link.script(text, until: deadline)
    }

    /// Frees what the server keeps for statements nobody uses any more; call it outside of transactions.
    ///
    /// - Throws: ``PostgresFailure``
    func tidy(until deadline: Instant) throws(PostgresFailure) {
        guard !statements.surplus.isEmpty else { return }
        let names = statements.surplus
        statements.forgetSurplus()
        try script(names.map { "DEALLOCATE \($0)" }.joined(separator: "; "), until: deadline)
    }

    /// Has every statement prepared anew; call it outside of transactions.
    ///
    /// - Throws: ``PostgresFailure``
    func prepareAgain(until deadline: Instant) throws(PostgresFailure) {
        statements.forgetAll()
        try script("DEALLOCATE ALL", until: deadline)
    }

    /// How many exchanges were waited for since this was last asked.
    func takeRoundTrips() -> Int {
        defer { roundTrips = 0 }
        return roundTrips
    }

    private func endExchange() throws(PostgresFailure) {
        guard PQpipelineSync(link.handle) == 1 else { throw link.lose() }
    }

    /// Waits for the answers to what was sent, and to what nobody waited for before.
    ///
    /// - Parameters:
    ///   - steps: What was sent.
    ///   - deadline: When the connection is given up.
    ///   - whenLost: What it means for the caller if not all answers come.
    /// - Returns: The result of the last statement.
    /// - Throws: ``PostgresFailure``
    private func receive(
        _ steps: [Step],
        until deadline: Instant,
        whenLost: PostgresFailure? = nil
    ) throws(PostgresFailure) -> ServerResult {
        roundTrips += 1
        try settle(until: deadline, whenLost: whenLost)
        return try answers(to: steps, until: deadline, whenLost: whenLost)
    }

    /// Takes the answers nobody waited for.
    private func settle(
        until deadline: Instant,
        whenLost: PostgresFailure? = nil
    ) throws(PostgresFailure) {
        while let steps = unanswered.first {
            unanswered.removeFirst()
            do throws(PostgresFailure) {
                _ = try answers(to: steps, until: deadline, whenLost: whenLost)
            } catch {
                guard link.isUsable else { throw error }
            }
        }
    }

    private func answers(
        to steps: [Step],
        until deadline: Instant,
        whenLost: PostgresFailure?
    ) throws(PostgresFailure) -> ServerResult {
        var failure: PostgresFailure?
        var result: ServerResult?
        for (index, step) in steps.enumerated() {
            let answer: ServerResult
            do { answer = try link.answer(until: deadline) } catch { throw failure ?? whenLost ?? error }
            // Nothing was begun after this one. The last may have been done all the same.
            if answer.endsConnection {
                let unknown = index == steps.count - 1 ? whenLost : nil
                throw failure ?? unknown ?? answer.failure ?? link.lose()
            }
            if !answer.isSkipped { failure = failure ?? answer.failure }
            switch step {
            case .describe(var statement, let text) where failure == nil:
                statement.types = answer.parameterTypes
                statements.keep(statement, for: text)
            case .run: result = answer
            case .describe, .other: break
            }
        }
        try takeEnd(until: deadline, failure ?? whenLost)
        if let failure { throw failure }
        guard let result else { throw link.lose() }
        return result
    }

    private func takeEnd(until deadline: Instant, _ whenLost: PostgresFailure?) throws(PostgresFailure) {
        do throws(PostgresFailure) {
            guard let end = try link.result(until: deadline), end.isSync else { throw link.lose() }
        } catch {
            throw whenLost ?? error
        }
    }
}
