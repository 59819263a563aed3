package import Contract
package import Domain

/// How far runs have come that begin later or in waves.
///
/// Whoever changes one locks the tasks of its run first, as everybody does who changes tasks of a run.
package struct WaveTable {
    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    package func insert(_ rollout: RunRollout, for run: RunID) throws(StoreError) {
        try connection.send(
            """
            INSERT INTO run_rollouts (run_id, plan, start_at, asked_at, state, stopped)
            VALUES (\(run), \(try rollout.plan?.columnText()), \(rollout.startAt), \(rollout.askedAt), \(rollout.state),
                    \(try rollout.stopped?.columnText()))
            """
        )
        try connection.insert(rollout.waves.map { $0.row(of: run) }, into: "run_waves", Self.columns)
        try mark(rollout, of: run)
    }

    /// Saves all of it that may have changed.
    package func save(_ rollout: RunRollout, of run: RunID) throws(StoreError) {
        try connection.send(
            """
            UPDATE run_rollouts SET state = \(rollout.state), asked_at = \(rollout.askedAt),
                stopped = \(try rollout.stopped?.columnText())
            WHERE run_id = \(run)
            """
        )
        for group in rollout.waves.statementGroups(for: connection.dialect) {
            try connection.send(
                """
                \(.with("v", Self.columns, group.map { $0.row(of: run) }))
                UPDATE run_waves SET state = v.state, released_at = v.released_at, ended_at = v.ended_at,
                    soak_until = v.soak_until
                FROM v WHERE run_waves.run_id = v.run_id AND run_waves.wave = v.wave
                """
            )
        }
        try mark(rollout, of: run)
    }

    /// Notes in the run's row what lists and the overview ask for.
    private func mark(_ rollout: RunRollout, of run: RunID) throws(StoreError) {
        try connection.send(
            """
            UPDATE install_runs SET waves = \(rollout.waves.count),
                released_at = \(rollout.waves.first?.releasedAt)
            WHERE id = \(run)
            """
        )
    }

    private static let columns: [Query.ValuesColumn] = [
        .text("run_id"), .integer("wave"), .integer("targets"), .text("state"), .integer("released_at"),
        .integer("ended_at"), .integer("soak_until"),
    ]

    /// How far a run has come; nil where it began at once and all at a time.
    package func find(_ run: RunID) throws(StoreError) -> RunRollout? {
        guard
            let row = try connection.run(
                "SELECT plan, start_at, asked_at, state, stopped FROM run_rollouts WHERE run_id = \(run)"
            ).first
        else { return nil }
        var waves: [RunRollout.Wave] = []
        for wave in try connection.run("SELECT * FROM run_waves WHERE run_id = \(run) ORDER BY wave") {
            waves.append(try RunRollout.Wave(row: wave))
        }
        return RunRollout(
            plan: try row.optionalJSON("plan"),
            startAt: row.optionalTime("start_at"),
            askedAt: try row.time("asked_at"),
            state: try row.word("state"),
            waves: waves,
            stopped: try row.optionalJSON("stopped")
        )
    }

    /// A run of which something may follow.
    package struct Open: Equatable, Sendable {
        package let run: RunID
        /// When it was asked for, or asked for again.
        package let askedAt: Timestamp
        /// Of all its targets.
        package let counts: TaskCounts
    }

    /// Runs of which something may follow, the oldest first; without those whose time to begin has not come.
    package func open(at now: Timestamp) throws(StoreError) -> [Open] {
        var runs: [Open] = []
        for row in try connection.run(
            """
            SELECT r.*, w.asked_at FROM run_rollouts AS w JOIN install_runs AS r ON r.id = w.run_id
            WHERE w.state <> 'ended' AND (w.start_at IS NULL OR w.start_at <= \(now) OR r.released_at IS NOT NULL
              OR r.finished_at IS NOT NULL)
            ORDER BY w.run_id
            """
        ) {
            var counts = TaskCounts()
            for status in TaskStatus.allCases { counts[status] = try row.int(status.rawValue) }
            runs.append(
                Open(run: try row.identifier("id"), askedAt: try row.time("asked_at"), counts: counts)
            )
        }
        return runs
    }

    /// How many targets of each wave are in each state.
    package func counts(of run: RunID) throws(StoreError) -> [Int: TaskCounts] {
        var counts: [Int: TaskCounts] = [:]
        for row in try connection.run(
            """
            SELECT wave, status, count(*) AS n FROM install_tasks WHERE run_id = \(run) GROUP BY wave, status
            """
        ) {
            let wave = row.optionalInteger("wave").map { Int($0) } ?? 1
            counts[wave, default: TaskCounts()][try row.word("status")] = try row.int("n")
        }
        return counts
    }
}

extension RunRollout.State: ValueConvertible {}
extension RunWavesView.Wave.State: ValueConvertible {}

extension RunRollout.Wave {
    fileprivate init(row: Row) throws(StoreError) {
        self.init(
            try row.int("wave"),
            targets: try row.int("targets"),
            state: try row.word("state"),
            releasedAt: row.optionalTime("released_at"),
            endedAt: row.optionalTime("ended_at"),
            soakUntil: row.optionalTime("soak_until")
        )
    }

    fileprivate func row(of run: RunID) -> [Value] {
        [Value](row: run, number, targets, state, releasedAt, endedAt, soakUntil)
    }
}
