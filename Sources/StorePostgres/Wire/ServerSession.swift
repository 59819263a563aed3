import CLibPQ
import Store

/// A connection and the statements prepared on it.
///
/// Every exchange is one round trip, made in libpq's pipeline mode.
final class ServerSession {
    typealias Instant = ContinuousClock.Instant

    let link: ServerLink
    private var statements: PreparedStatements

    private static let mostParameters = 65_535

    init(_ link: ServerLink, statements: PreparedStatements = PreparedStatements()) {
        self.link = link
        self.statements = statements
    }

    private enum Step {
        case other
        case describe(PreparedStatements.Statement)
        case run
    }

    /// Runs a statement, after `opening` if there is one.
    ///
    /// - Parameters:
    ///   - text: The statement.
    ///   - values: Its parameters, such as ``refusal(of:)`` has nothing against.
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
        return try receive(steps, text, until: deadline)
    }

    /// Frees what the server keeps for statements nobody uses any more; call it outside of transactions.
    ///
    /// - Throws: ``PostgresFailure``
    func tidy(until deadline: Instant) throws(PostgresFailure) {
        guard !statements.surplus.isEmpty else { return }
        let names = statements.surplus
        statements.forgetSurplus()
        try link.script(names.map { "DEALLOCATE \($0)" }.joined(separator: "; "), until: deadline)
    }

    /// Has every statement prepared anew; call it outside of transactions.
    ///
    /// - Throws: ``PostgresFailure``
    func prepareAgain(until deadline: Instant) throws(PostgresFailure) {
        statements.forgetAll()
        try link.script("DEALLOCATE ALL", until: deadline)
    }

    /// Why neither libpq nor the server would take these values; nil when they do.
    static func refusal(of values: [Value]) -> StoreError? {
        if values.count > mostParameters {
            return .rejected("a statement has more than \(mostParameters) parameters")
        }
        for case .text(let text) in values where text.utf8.contains(0) {
            return .rejected("PostgreSQL cannot keep text that holds a NUL character")
        }
        return nil
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
