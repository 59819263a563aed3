package import Contract

extension RunTable {
    /// Runs without their tasks, newest first.
    ///
    /// - Throws: ``StoreError/invalidCursor`` for a cursor that this list did not make.
    package func list(_ query: RunQuery) throws(StoreError) -> Page<RunView> {
        let limit = query.page.boundedLimit
        let found: Query =
            """
            SELECT * FROM install_runs WHERE \(try conditions(query))
            ORDER BY created_at DESC, id DESC LIMIT \(limit + 1)
            """
        let rows = try connection.run(found.plannedByValues)
        var runs: [RunView] = []
        let approvals = try ApprovalTable(connection).all(of: rows)
        for row in rows {
            runs.append(try RunView(row: row, approval: approvals[row.identifier("id")]))
        }
        return Page(runs, limit: limit) {
            Cursor("runs", [String($0.createdAt.microseconds), $0.id.rawValue])
        }
    }

    private func conditions(_ query: RunQuery) throws(StoreError) -> Query {
        var conditions: [Query] = []
        if let place = try query.page.place(in: "runs", keys: 2) {
            conditions.append("(created_at, id) < (\(try place.integer(at: 0)), \(place.text(at: 1)))")
        }
        if let status = query.status { conditions.append("status = \(status)") }
        if let kind = query.kind { conditions.append("kind = \(kind)") }
        if let person = query.requestedBy { conditions.append("requested_by = \(person)") }
        if let source = query.source { conditions.append("source = \(source)") }
        if let parent = query.parent { conditions.append("parent_run_id = \(parent)") }
        if let approval = query.approval {
            conditions.append("approval = \(approval)")
            // A program that knows nothing of approvals may have canceled it.
            if approval == .pending { conditions.append("status IN ('queued', 'running')") }
        }
        if let after = query.createdAfter { conditions.append("created_at >= \(after)") }
        if let before = query.createdBefore { conditions.append("created_at < \(before)") }
        if let provider = query.provider {
            conditions.append(
                "EXISTS (SELECT 1 FROM install_tasks t WHERE t.provider_id = \(provider) AND t.run_id = install_runs.id)"
            )
        }
        if let skill = query.skill { conditions.append(try includes(skill)) }
        return .all(conditions)
    }

    /// By the skill's id: the database knows which ids are frequent, and looks for those among the newest runs.
    private func includes(_ skill: String) throws(StoreError) -> Query {
        let id = try connection.run("SELECT id FROM skills WHERE name = \(skill)").first?.text("id")
        guard let id else { return "1 = 0" }
        return """
            EXISTS (SELECT 1 FROM install_tasks t WHERE t.skill_id = \(id) AND t.run_id = install_runs.id)
            """
    }
}
