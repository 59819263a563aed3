package import Contract

extension RunTable {
    /// These runs without their tasks, by id; those that are gone are absent.
    package func all(of ids: some Sequence<RunID>) throws(StoreError) -> [RunID: RunView] {
        var found: [RunID: RunView] = [:]
        for group in Array(Set(ids)).sorted().statementGroups(for: connection.dialect) {
            let rows = try connection.run("SELECT * FROM install_runs WHERE id \(among: group)")
            let approvals = try ApprovalTable(connection).all(of: rows)
            for row in rows {
                let run = try RunView(row: row, approval: approvals[row.identifier("id")])
                found[run.id] = run
            }
        }
        return found
    }
}
