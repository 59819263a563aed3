package import Contract

extension RunTable {
    /// Runs without their tasks, newest first.
    ///
    /// - Throws: ``StoreError/invalidCursor`` for a cursor that this list did not make.
    package func list(_ query: RunQuery) throws(StoreError) -> Page<RunView> {
        let limit = min(max(query.page.limit, 1), PageRequest.maximumLimit)
        let rows = try connection.run(
            """
            SELECT * FROM install_runs WHERE \(try conditions(query))
            ORDER BY created_at DESC, id DESC LIMIT \(limit + 1)
            """
        )
        var runs: [RunView] = []
        for row in rows.prefix(limit) { runs.append(try RunView(row: row)) }
        guard rows.count > limit, let last = runs.last else { return Page(items: runs, nextCursor: nil) }
        return Page(items: runs, nextCursor: RunCursor(createdAt: last.createdAt, id: last.id).text)
    }

    private func conditions(_ query: RunQuery) throws(StoreError) -> Query {
        var conditions: [Query] = []
        if let text = query.page.cursor {
            guard let cursor = RunCursor(text) else { throw .invalidCursor }
            conditions.append("(created_at, id) < (\(cursor.createdAt), \(cursor.id))")
        }
        if let status = query.status { conditions.append("status = \(status)") }
        if let kind = query.kind { conditions.append("kind = \(kind)") }
        if let person = query.requestedBy { conditions.append("requested_by = \(person)") }
        if let source = query.source { conditions.append("source = \(source)") }
        if let after = query.createdAfter { conditions.append("created_at >= \(after)") }
        if let before = query.createdBefore { conditions.append("created_at < \(before)") }
        if let provider = query.provider {
            conditions.append(
                "EXISTS (SELECT 1 FROM install_tasks t WHERE t.provider_id = \(provider) AND t.run_id = install_runs.id)"
            )
        }
        if let skill = query.skill {
            conditions.append(
                """
                EXISTS (SELECT 1 FROM install_tasks t JOIN skills s ON s.id = t.skill_id
                        WHERE s.name = \(skill) AND t.run_id = install_runs.id)
                """
            )
        }
        return .all(conditions)
    }
}

/// A place in the list of runs: `<created_at in µs>.<id>`, which only this list reads.
private struct RunCursor {
    let createdAt: Timestamp
    let id: RunID

    init(createdAt: Timestamp, id: RunID) {
        self.createdAt = createdAt
        self.id = id
    }

    init?(_ text: String) {
        let parts = text.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let microseconds = Int64(parts[0]) else { return nil }
        self.init(createdAt: Timestamp(microseconds: microseconds), id: RunID(rawValue: String(parts[1])))
    }

    var text: String { "\(createdAt.microseconds).\(id)" }
}
