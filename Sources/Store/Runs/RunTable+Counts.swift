package import Contract
import Domain

extension RunTable {
    /// A run whose counts were changed.
    package struct Adjusted: Equatable, Sendable {
        package let run: RunView
        /// Whether its own state changed with them.
        package let statusChanged: Bool
    }

    /// Moves tasks between states in the counts of runs and brings the runs' own states in line.
    ///
    /// - Parameters:
    ///   - changes: How many tasks more, or fewer, each state has.
    ///   - now: When it happened.
    /// - Returns: The runs as they now are, by id.
    /// - Throws: ``StoreError``; `corrupt` when there is no such run.
    package func adjust(
        _ changes: [RunID: TaskCounts],
        at now: Timestamp
    ) throws(StoreError) -> [Adjusted] {
        var adjusted: [Adjusted] = []
        // Locked in one order by everybody, so two transactions never wait for each other's rows.
        for part in changes.keys.sorted().statementGroups(for: connection.dialect) {
            let rows = try connection.run(
                "SELECT * FROM install_runs WHERE id \(among: part) ORDER BY id \(.forUpdate)"
            )
            guard rows.count == part.count else { throw .corrupt("install_runs: a task's run is missing") }
            for row in rows {
                let run = try RunView(row: row)
                let next = run.adding(changes[run.id] ?? TaskCounts(), at: now)
                adjusted.append(Adjusted(run: next, statusChanged: next.status != run.status))
            }
        }
        try save(adjusted.map(\.run))
        return adjusted
    }

    private func save(_ runs: [RunView]) throws(StoreError) {
        for group in runs.statementGroups(for: connection.dialect) {
            try connection.send(
                """
                \(.with("v", Self.countColumns, group.map(\.countValues)))
                UPDATE install_runs SET status = v.status, started_at = v.started_at, finished_at = v.finished_at,
                    queued = v.queued, running = v.running, retry_wait = v.retry_wait, success = v.success,
                    failed = v.failed, canceled = v.canceled, skipped = v.skipped
                FROM v WHERE install_runs.id = v.id
                """
            )
        }
    }

    private static let countColumns: [Query.ValuesColumn] =
        [.text("id"), .text("status"), .integer("started_at"), .integer("finished_at")]
        + TaskStatus.allCases.map { .integer($0.rawValue) }
}

extension RunView {
    fileprivate var countValues: [Value] {
        let cells: [(any ValueConvertible)?] = [id, status, startedAt, finishedAt]
        return cells.map { $0?.sqlValue ?? .null } + TaskStatus.allCases.map { counts[$0].sqlValue }
    }

    /// This run with more or fewer tasks in each state, and the state that follows.
    fileprivate func adding(_ change: TaskCounts, at now: Timestamp) -> RunView {
        var counts = counts
        for status in TaskStatus.allCases { counts[status] += change[status] }
        let status = RunStatus(aggregating: counts)
        let changed = status != self.status
        return with(
            status: status,
            counts: counts,
            startedAt: changed ? startedAt ?? (status == .queued ? nil : now) : startedAt,
            finishedAt: changed ? (status.isFinal ? now : nil) : finishedAt
        )
    }
}
