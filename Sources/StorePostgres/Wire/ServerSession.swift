import CLibPQ
import Store

/// A connection and the statements prepared on it.
///
/// Every exchange is one round trip, made in libpq's pipeline mode.
final class ServerSession {
    typealias Instant = ContinuousClock.Instant

    let link: ServerLink
    private var statements: PreparedStatements

    init(_ link: ServerLink, statements: PreparedStatements = PreparedStatements()) {
        self.link = link
        self.statements = statements
    }

    /// Statements that were sent and whose answers nobody waited for.
    private var unanswered: [[Step]] = []

    private enum Step {
        case other
        case describe(PreparedStatements.Statement)
        case run
    }

    /// Runs a statement, after `opening` if there is one.
    ///
    /// - Parameters:
    ///   - text: The statement.
    ///   - values: Its parameters, such as ``BinaryParameters/refusal(of:)`` has nothing against.
    ///   - opening: What begins the transaction.
    ///   - deadline: When the connection is given up.
    /// - Returns: What the statement returned.
    /// - Throws: ``PostgresFailure``
    func run(
        _ text: String,
        _ values: [Value] = [],
        opening: String? = nil,
        until deadline: Instant
    ) throws(PostgresFailure) -> ServerResult {
        var steps: [Step] = []
        if let opening { try send(opening, [], &steps, .other) }
        try send(text, values, &steps)
        guard PQpipelineSync(link.handle) == 1 else { throw link.lose() }
        try settle(until: deadline)
        return try receive(steps, text, until: deadline)
    }

    /// Ends a transaction; whatever the server has forgotten, this needs nothing to be prepared.
    ///
    /// - Returns: What became of it: a COMMIT may end as a ROLLBACK.
    /// - Throws: ``PostgresFailure``
    func end(_ text: String, until deadline: Instant) throws(PostgresFailure) -> ServerResult {
        var steps: [Step] = []
        try send(text, [], &steps, .run)
        guard PQpipelineSync(link.handle) == 1 else { throw link.lose() }
        return try receive(steps, text, until: deadline)
    }

    /// Runs several statements without parameters; what they return is dropped.
    ///
    /// - Throws: ``PostgresFailure``
    func script(_ text: String, until deadline: Instant) throws(PostgresFailure) {
        try settle(until: deadline)
        try link.script(text, until: deadline)
    }

    /// Ends a transaction that changed nothing; what becomes of that shows with the next statement.
    func commitWithoutWaiting() {
        var steps: [Step] = []
        do throws(PostgresFailure) {
            try send("COMMIT", [], &steps, .run)
            guard PQpipelineSync(link.handle) == 1, PQflush(link.handle) >= 0 else { throw link.lose() }
            unanswered.append(steps)
        } catch {
            // The connection is marked as lost, and its next user takes another one.
        }
    }

    /// Takes the answers nobody waited for.
    private func settle(until deadline: Instant) throws(PostgresFailure) {
        while let steps = unanswered.first {
            unanswered.removeFirst()
            do throws(PostgresFailure) {
                _ = try receive(steps, "", until: deadline)
            } catch {
                guard link.isUsable else { throw error }
            }
        }
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

    private func send(_ text: String, _ values: [Value], _ steps: inout [Step]) throws(PostgresFailure) {
        guard text.utf8.count <= PreparedStatements.longestText else {
            return try send(text, values, &steps, .run)
        }
        let known = statements.find(text, for: values)
        let statement = known ?? statements.make(text, for: values)
        if known == nil { try prepare(statement, text, &steps) }
        let sent = BinaryParameters(values).withPointers { parameters in
            PQsendQueryPrepared(
                link.handle,
                statement.name,
                Int32(values.count),
                parameters.values,
                parameters.lengths,
                parameters.formats,
                1
            )
        }
        guard sent == 1 else { throw link.lose() }
        steps.append(.run)
    }

    private func prepare(
        _ statement: PreparedStatements.Statement,
        _ text: String,
        _ steps: inout [Step]
    ) throws(PostgresFailure) {
        let types = statement.types
        guard PQsendPrepare(link.handle, statement.name, text, Int32(types.count), types) == 1,
            PQsendDescribePrepared(link.handle, statement.name) == 1
        else { throw link.lose() }
        steps += [.other, .describe(statement)]
    }

    private func send(
        _ text: String,
        _ values: [Value],
        _ steps: inout [Step],
        _ step: Step
    ) throws(PostgresFailure) {
        let sent = BinaryParameters(values).withPointers { parameters in
            PQsendQueryParams(
                link.handle,
                text,
                Int32(values.count),
                values.map(\.parameterType),
                parameters.values,
                parameters.lengths,
                parameters.formats,
                1
            )
        }
        guard sent == 1 else { throw link.lose() }
        steps.append(step)
    }

    private func receive(
        _ steps: [Step],
        _ text: String,
        until deadline: Instant
    ) throws(PostgresFailure) -> ServerResult {
        var failure: PostgresFailure?
        var result: ServerResult?
        for step in steps {
            let answer = try link.answer(until: deadline)
            if !answer.isSkipped { failure = failure ?? answer.failure }
            switch step {
            case .describe(var statement) where failure == nil:
                statement.types = answer.parameterTypes
                statements.keep(statement, for: text)
            case .run: result = answer
            case .describe, .other: break
            }
        }
        guard let end = try link.result(until: deadline), end.isSync else { throw link.lose() }
        if let failure { throw failure }
        guard let result else { throw link.lose() }
        return result
    }
}
