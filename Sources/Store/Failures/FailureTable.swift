package import Contract

/// Failed targets that nobody has dealt with yet.
package struct FailureTable {
    package struct Failure: Equatable, Sendable {
        package let task: TaskID
        package let run: RunID
        package let skillID: SkillID
        package let skill: String
        package let provider: ProviderID
        package let error: TaskError?
        package let at: Timestamp
    }

    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// How many of the failed targets are looked at: most of an old history was settled long ago, and stays failed.
    package static let lookedAt = 20_000

    /// The newest first.
    ///
    /// - Parameters:
    ///   - provider: Only there.
    ///   - last: Only those that failed then or before.
    ///   - most: How many of those that failed are looked at, the newest first.
    /// - Returns: Those without a later success in the same place, whose run was not rolled back.
    /// - Throws: ``StoreError``
    package func open(
        on provider: ProviderID? = nil,
        upTo last: Timestamp? = nil,
        among most: Int = lookedAt
    ) throws -> [Failure] {
        let failed = failed(on: provider, upTo: last)
        return try open(
            """
            SELECT \(Self.columns) FROM install_tasks WHERE \(failed)
            ORDER BY finished_at DESC, id DESC LIMIT \(most)
            """
        )
    }

    /// A place in the order of the failed targets, the newest first.
    package struct Place: Equatable, Sendable {
        fileprivate let at: Timestamp
        fileprivate let task: TaskID
    }

    /// A part of all that failed at a provider, so that however much that is, all of it is looked at.
    ///
    /// - Parameters:
    ///   - provider: Where.
    ///   - place: Where the part before ended; nil for the newest.
    ///   - most: How many of those that failed are looked at.
    /// - Returns: Those of them that are open, the newest first, and where this part ended; nil when it was the last.
    /// - Throws: ``StoreError``
    package func part(
        on provider: ProviderID,
        after place: Place?,
        among most: Int = lookedAt
    ) throws -> (open: [Failure], end: Place?) {
        var failed = failed(on: provider, upTo: nil)
        if let place { failed = "\(failed) AND (finished_at, id) < (\(place.at), \(place.task))" }
        let end = try connection.run(
            """
            SELECT finished_at, id FROM install_tasks WHERE \(failed)
            ORDER BY finished_at DESC, id DESC LIMIT 1 OFFSET \(most - 1)
            """
        ).first.map { Place(at: try $0.time("finished_at"), task: try $0.identifier("id")) }
        let found = try open(
            """
            SELECT \(Self.columns) FROM install_tasks WHERE \(failed)
            ORDER BY finished_at DESC, id DESC LIMIT \(most)
            """
        )
        return (found, end)
    }

    /// How many of the newest failed targets nobody has dealt with.
    ///
    /// - Parameter most: How many are looked at.
    /// - Returns: Their number, no more than `most`.
    /// - Throws: ``StoreError``
    package func openCount(among most: Int) throws -> Int {
        let failed = failed(on: nil, upTo: nil)
        return try connection.run(
            """
            SELECT count(*) AS n FROM (
                SELECT id, run_id, skill_id, provider_id, finished_at FROM install_tasks WHERE \(failed)
                ORDER BY finished_at DESC, id DESC LIMIT \(most)) AS f
            WHERE \(Self.isOpen)
            """
        ).first?.int("n") ?? 0
    }

    /// Whether there are more than are looked at.
    package func hasMore(than most: Int = lookedAt) throws(StoreError) -> Bool {
        let failed = failed(on: nil, upTo: nil)
        return try !connection.run(
            """
            SELECT 1 AS one FROM install_tasks WHERE \(failed)
            ORDER BY finished_at DESC, id DESC LIMIT 1 OFFSET \(most)
            """
        ).isEmpty
    }

    /// Those among some that still are as they were found.
    package func stillOpen(_ found: [Failure]) throws -> [Failure] {
        try stillOpen(Dictionary(found.map { ($0.task, $0.at) }) { first, _ in first })
    }

    /// The same of targets by when they failed.
    package func stillOpen(_ found: [TaskID: Timestamp]) throws -> [Failure] {
        var left: [Failure] = []
        for group in found.keys.sorted().statementGroups(for: connection.dialect, upTo: 256) {
            left += try open(
                """
                SELECT \(Self.columns) FROM install_tasks
                WHERE id \(among: group) AND status = 'failed' AND finished_at IS NOT NULL
                """
            )
        }
        return left.filter { found[$0.task] == $0.at }
    }

    private static let columns: Query =
        "id, run_id, skill_id, skill, provider_id, error, finished_at"

    private func failed(on provider: ProviderID?, upTo last: Timestamp?) -> Query {
        var failed: Query = "status = 'failed' AND finished_at IS NOT NULL"
        if let provider { failed = "\(failed) AND provider_id = \(provider)" }
        if let last { failed = "\(failed) AND finished_at <= \(last)" }
        return failed
    }

    /// Of a failed target `f`: nobody has dealt with it.
    ///
    /// Each is asked about by itself, so that no database reads all successes instead, nor all rollbacks: `IS TRUE` keeps
    /// it from looking them up by their kind.
    static var isOpen: Query {
        """
        COALESCE((SELECT k.failed_at FROM failure_acknowledgements AS k WHERE k.task_id = f.id), -1) <> f.finished_at
          AND COALESCE((SELECT b.finished_at FROM install_tasks AS b
            WHERE b.provider_id = f.provider_id AND b.skill_id = f.skill_id
              AND b.status IN ('success', 'skipped') AND b.finished_at IS NOT NULL
            ORDER BY b.finished_at DESC LIMIT 1), -1) <= f.finished_at
          AND (SELECT c.id FROM install_runs AS c
            WHERE c.parent_run_id = f.run_id AND (c.kind = 'rollback') IS TRUE AND c.status = 'success'
            LIMIT 1) IS NULL
        """
    }

    private func open(_ failed: Query) throws -> [Failure] {
        try connection.run(
            """
            SELECT f.id, f.run_id, f.skill_id, f.skill, f.provider_id, f.error, f.finished_at FROM (\(failed)) AS f
            WHERE \(Self.isOpen)
            ORDER BY f.finished_at DESC, f.id DESC
            """
        ).map { row in
            Failure(
                task: try row.identifier("id"),
                run: try row.identifier("run_id"),
                skillID: try row.identifier("skill_id"),
                skill: try row.text("skill"),
                provider: try row.identifier("provider_id"),
                error: try row.optionalJSON("error"),
                at: try row.time("finished_at")
            )
        }
    }

    /// Notes that nothing is to be done about these any more.
    package func acknowledge(
        _ failures: [Failure],
        by person: String,
        reason: String,
        at now: Timestamp
    ) throws(StoreError) {
        try connection.insert(
            failures.map { [Value](row: $0.task, $0.at, reason, person, now) },
            into: "failure_acknowledgements",
            [
                .text("task_id"), .integer("failed_at"), .text("reason"), .text("acknowledged_by"),
                .integer("acknowledged_at"),
            ],
            tail: """
                ON CONFLICT (task_id) DO UPDATE SET failed_at = excluded.failed_at, reason = excluded.reason,
                    acknowledged_by = excluded.acknowledged_by, acknowledged_at = excluded.acknowledged_at
                """
        )
    }
}
