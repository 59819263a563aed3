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

    /// How many targets each of these runs has, whatever became of them; those that are gone are absent.
    package func sizes(of ids: [RunID]) throws(StoreError) -> [RunID: Int] {
        var sizes: [RunID: Int] = [:]
        for group in ids.sorted().statementGroups(for: connection.dialect, upTo: 256) {
            for row in try connection.run(
                "SELECT id, \(Self.targets) AS targets FROM install_runs WHERE id \(among: group)"
            ) {
                sizes[try row.identifier("id")] = try row.int("targets")
            }
        }
        return sizes
    }

    /// All of a run's.
    static let targets: Query = "queued + running + retry_wait + success + failed + canceled + skipped"
}
