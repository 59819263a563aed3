package import Contract

extension RunTable {
    /// A place in the order of runs, oldest first.
    package struct Place: Equatable, Sendable {
        package let created: Timestamp
        package let id: RunID
    }

    /// An old run and all that began from it: they go together, or what is kept would forget that it was rolled back.
    package struct Family: Equatable, Sendable {
        /// The one that the others began from comes first.
        package fileprivate(set) var runs: [RunID]
        /// Of all of them.
        package fileprivate(set) var targets: Int
    }

    /// Old runs that may go, with what began from them: not those that put there what still stands, and not those with a
    /// failure that nobody has dealt with.
    ///
    /// It only looks: what it finds is looked at again when it is removed.
    ///
    /// - Parameters:
    ///   - time: Runs that ended before it are old.
    ///   - place: Where the last call stopped; nil to begin with the oldest.
    ///   - limit: How many runs to look at.
    ///   - targets: How many there may be in a piece, so that nobody waits long for its removal; one family is one
    ///     piece whatever its size.
    /// - Returns: What to remove in one transaction each, and where to go on; nil when all have been looked at.
    /// - Throws: ``StoreError``
    package func removable(
        endedBefore time: Timestamp,
        after place: Place?,
        limit: Int,
        targets: Int = 5000
    ) throws(StoreError) -> (pieces: [[Family]], next: Place?) {
        let old = try old(time, after: place, limit: limit)
        var pieces: [[Family]] = []
        var rows = 0
        for family in try whole(old.compactMap(\.removable), endedBefore: time) {
            if pieces.isEmpty || rows + family.targets > targets {
                pieces.append([])
                rows = 0
            }
            pieces[pieces.count - 1].append(family)
            rows += family.targets
        }
        return (pieces, old.count < limit ? nil : old.last?.place)
    }

    /// Failed targets of other runs whose place changed well after that in one of these: once they are gone, nobody could
    /// tell that those failures are settled.
    ///
    /// - Returns: When each of them failed.
    /// - Throws: ``StoreError``
    package func failures(before families: [Family]) throws(StoreError) -> [TaskID: Timestamp] {
        var found: [TaskID: Timestamp] = [:]
        for (provider, last) in try lastChanges(by: families) {
            for group in last.keys.sorted().statementGroups(for: connection.dialect, upTo: 256) {
                // IS TRUE keeps databases from reading all that failed at the provider instead.
                for row in try connection.run(
                    """
                    SELECT id, skill_id, finished_at FROM install_tasks
                    WHERE provider_id = \(provider) AND skill_id \(among: group) AND finished_at IS NOT NULL
                      AND (status = 'failed') IS TRUE
                    """
                ) {
                    let failed = try row.time("finished_at")
                    let changed = last[try row.identifier("skill_id")] ?? failed
                    guard failed < changed else { continue }
                    found[try row.identifier("id")] = failed
                }
            }
        }
        return found
    }

    /// When the last target of these ended well in each place.
    private func lastChanges(by families: [Family]) throws(StoreError) -> [ProviderID: [SkillID: Timestamp]] {
        guard !families.isEmpty else { return [:] }
        var last: [ProviderID: [SkillID: Timestamp]] = [:]
        for row in try connection.run(
            """
            SELECT provider_id, skill_id, max(finished_at) AS finished_at FROM install_tasks
            WHERE run_id \(among: families.flatMap(\.runs)) AND (status IN ('success', 'skipped')) IS TRUE
              AND finished_at IS NOT NULL
            GROUP BY provider_id, skill_id
            """
        ) {
            let (provider, skill): (ProviderID, SkillID) = (
                try row.identifier("provider_id"), try row.identifier("skill_id")
            )
            last[provider, default: [:]][skill] = try row.time("finished_at")
        }
        return last
    }

    /// Removes runs with everything of theirs, unless something keeps them by now.
    ///
    /// Somebody may just have had one tried again, or rolled one back. Failures of others that are open without them
    /// count as acknowledged by the system. It locks as everybody does: tasks, then runs.
    ///
    /// - Parameters:
    ///   - families: As found.
    ///   - time: Runs that ended before it are old.
    ///   - failures: That they may have settled.
    ///   - now: When.
    /// - Returns: How many runs were removed.
    /// - Throws: ``StoreError``
    package func remove(
        _ families: [Family],
        endedBefore time: Timestamp,
        settling failures: [TaskID: Timestamp],
        at now: Timestamp
    ) throws -> Int {
        let found = families.flatMap(\.runs).sorted()
        guard !found.isEmpty else { return 0 }
        try connection.run(
            "SELECT id FROM install_tasks WHERE run_id \(among: found) ORDER BY id \(.forUpdate)"
        )
        try connection.run("SELECT id FROM install_runs WHERE id \(among: found) ORDER BY id \(.forUpdate)")
        let known = Dictionary(families.map { ($0.runs[0], Set($0.runs)) }) { first, _ in first }
        let heads = try removable(among: families.map { $0.runs[0] }, endedBefore: time)
        let runs = try whole(heads, endedBefore: time).filter { known[$0.runs[0]] == Set($0.runs) }
            .flatMap(\.runs)
        guard !runs.isEmpty else { return 0 }
        try connection.run(
            """
            DELETE FROM task_attempts
            WHERE task_id IN (SELECT id FROM install_tasks WHERE run_id \(among: runs))
            """
        )
        try connection.run("DELETE FROM install_tasks WHERE run_id \(among: runs)")
        try connection.run("DELETE FROM install_runs WHERE id \(among: runs)")
        let table = FailureTable(connection)
        let reason = "A later run settled it, and was removed for its age."
        try table.acknowledge(table.stillOpen(failures), by: "system", reason: reason, at: now)
        return runs.count
    }

    private struct Old {
        let place: Place
        /// Nil where something keeps it.
        let removable: Family?
    }

    /// Of those that began from no other.
    private func old(_ time: Timestamp, after place: Place?, limit: Int) throws(StoreError) -> [Old] {
        let from: Query = place.map { "AND (created_at, id) > (\($0.created), \($0.id))" } ?? ""
        var found: [Old] = []
        for row in try connection.run(
            """
            SELECT id, created_at, \(Self.isRemovable(endedBefore: time)) AS removable, \(Self.targets) AS targets
            FROM install_runs AS r WHERE created_at < \(time) AND parent_run_id IS NULL \(from)
            ORDER BY created_at, id LIMIT \(limit)
            """
        ) {
            let family = Family(runs: [try row.identifier("id")], targets: try row.int("targets"))
            let place = Place(created: try row.time("created_at"), id: family.runs[0])
            found.append(Old(place: place, removable: try row.flag("removable") ? family : nil))
        }
        return found
    }

    private func removable(among runs: [RunID], endedBefore time: Timestamp) throws(StoreError) -> [Family] {
        var found: [Family] = []
        for row in try connection.run(
            """
            SELECT id, \(Self.isRemovable(endedBefore: time)) AS removable, \(Self.targets) AS targets
            FROM install_runs AS r WHERE id \(among: runs) ORDER BY id
            """
        ) where try row.flag("removable") {
            found.append(Family(runs: [try row.identifier("id")], targets: try row.int("targets")))
        }
        return found
    }

    /// Those of which nothing that began from them is to be kept, with all of that.
    private func whole(_ heads: [Family], endedBefore time: Timestamp) throws(StoreError) -> [Family] {
        var families = Dictionary(heads.map { ($0.runs[0], $0) }) { first, _ in first }
        var last = Dictionary(heads.map { ($0.runs[0], $0.runs[0]) }) { first, _ in first }
        while !last.isEmpty {
            var next: [RunID: RunID] = [:]
            for row in try connection.run(
                """
                SELECT id, parent_run_id, \(Self.isRemovable(endedBefore: time)) AS removable,
                    \(Self.targets) AS targets
                FROM install_runs AS r WHERE parent_run_id \(among: last.keys.sorted())
                """
            ) {
                let id: RunID = try row.identifier("id")
                guard let head = last[try row.identifier("parent_run_id")] else { continue }
                next[id] = head
                if try row.flag("removable") {
                    families[head]?.runs.append(id)
                    families[head]?.targets += try row.int("targets")
                } else {
                    families[head] = nil
                }
            }
            last = next
        }
        return heads.compactMap { families[$0.runs[0]] }
    }

    /// Of a run `r`: it is old, and nothing of its own keeps it.
    ///
    /// For NOT EXISTS PostgreSQL would read all installations to look up few runs among them.
    private static func isRemovable(endedBefore time: Timestamp) -> Query {
        """
        CASE WHEN finished_at < \(time)
            AND (SELECT i.run_id FROM installations AS i WHERE i.run_id = r.id LIMIT 1) IS NULL
            AND (failed = 0 OR (SELECT f.id FROM install_tasks AS f
                WHERE f.run_id = r.id AND f.status = 'failed' AND \(FailureTable.isOpen) LIMIT 1) IS NULL)
            THEN 1 ELSE 0 END
        """
    }
}
