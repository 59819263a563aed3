package import Contract

extension ApprovalTable {
    /// What a run waits or waited for; nil where that is nothing.
    package func find(_ run: RunID) throws(StoreError) -> RunApproval? { try all(of: [run])[run] }

    /// The same of those among the rows of runs that wait or waited.
    func all(of rows: [Row]) throws(StoreError) -> [RunID: RunApproval] {
        var runs: [RunID] = []
        for row in rows where row.optionalText("approval") != nil { runs.append(try row.identifier("id")) }
        return try all(of: runs)
    }

    private func all(of runs: [RunID]) throws(StoreError) -> [RunID: RunApproval] {
        var found: [RunID: RunApproval] = [:]
        for group in runs.statementGroups(for: connection.dialect) {
            for row in try connection.run(
                """
                SELECT a.*, r.approval AS state, r.finished_at FROM run_approvals AS a
                JOIN install_runs AS r ON r.id = a.run_id WHERE a.run_id \(among: group)
                """
            ) {
                found[try row.identifier("run_id")] = try RunApproval(row: row)
            }
        }
        return found
    }
}

extension RunApproval {
    fileprivate init(row: Row) throws(StoreError) {
        let state: State = try row.word("state")
        // A program that knows nothing of approvals may have canceled the run.
        let isOver = row.optionalTime("finished_at") != nil
        self.init(
            state: state == .pending && isOver ? .canceled : state,
            reasons: try row.json("reasons"),
            providers: try row.json("providers"),
            targets: try row.int("targets"),
            fourEyes: try row.flag("four_eyes"),
            requestedBy: try row.json("requested_by"),
            requestedAt: try row.time("requested_at"),
            expiresAt: try row.time("expires_at"),
            decidedBy: row.optionalText("decided_by"),
            decidedAt: row.optionalTime("decided_at"),
            comment: row.optionalText("comment")
        )
    }
}
