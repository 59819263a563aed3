import CLibPQ
import Store

extension ServerSession {
    /// Puts statements into the buffer of what is to be sent, without waiting for anything.
    ///
    /// - Returns: What will be answered, in order.
    /// - Throws: ``PostgresFailure``, after which the connection is of no more use.
    func send(_ batch: [BoundStatement], opening: String?) throws(PostgresFailure) -> [Step] {
        var steps: [Step] = []
        if let opening { try send(BoundStatement(opening), &steps, .other) }
        for statement in batch {
            if statement.keepsPlan, statement.text.utf8.count <= PreparedStatements.longestText {
                try sendPrepared(statement, &steps)
            } else {
                try send(statement, &steps, .run)
            }
        }
        return steps
    }

    /// The same for a statement that, whatever the server has forgotten, needs nothing to be prepared.
    func send(_ text: String, _ steps: inout [Step]) throws(PostgresFailure) {
        try send(BoundStatement(text), &steps, .run)
    }

    private func sendPrepared(_ bound: BoundStatement, _ steps: inout [Step]) throws(PostgresFailure) {
        let known = statements.find(bound.text, for: bound.values)
        let statement = known ?? statements.make(bound.text, for: bound.values)
        if known == nil { try prepare(statement, bound.text, &steps) }
        let sent = BinaryParameters(bound.values).withPointers { parameters in
            PQsendQueryPrepared(
                link.handle,
                statement.name,
                Int32(bound.values.count),
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
        steps += [.other, .describe(statement, text: text)]
    }

    private func send(
        _ statement: BoundStatement,
        _ steps: inout [Step],
        _ step: Step
    ) throws(PostgresFailure) {
        let sent = BinaryParameters(statement.values).withPointers { parameters in
            PQsendQueryParams(
                link.handle,
                statement.text,
                Int32(statement.values.count),
                statement.values.map(\.parameterType),
                parameters.values,
                parameters.lengths,
                parameters.formats,
                1
            )
        }
        guard sent == 1 else { throw link.lose() }
        steps.append(step)
    }
}
