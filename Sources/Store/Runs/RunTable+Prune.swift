package import Contract

extension RunTable {
    /// A place in the order of runs, oldest first.
    package struct Place: Equatable, Sendable {
        package let created: Timestamp
        package let id: RunID
    }

    /// Removes old runs with everything of theirs, but keeps those that put there what still stands, and those that
    /// a kept run refers to.
    ///
    /// - Parameters:
    ///   - time: Runs that ended before it are old.
    ///   - place: Where the last call stopped; nil to begin with the oldest.
    ///   - limit: How many runs to look at, and
    ///   - targets: how many of their targets to remove, so that nobody waits long; one run goes whatever its size.
    /// - Returns: Where to go on, nil when all have been looked at, and how many were removed.
    /// - Throws: ``StoreError``
    package func prune(
        endedBefore time: Timestamp,
        after place: Place?,
        limit: Int,
        targets: Int = 5000
    ) throws(StoreError) -> (next: Place?, removed: Int) {
        var (last, chosen, rows) = (place, [RunID](), 0)
        let looked = try old(time, after: place, limit: limit)
        var isWhole = looked.count < limit
        for run in looked {
            guard !run.isRemovable || chosen.isEmpty || rows + run.targets <= targets else {
                isWhole = false
                break
            }
            last = run.place
            guard run.isRemovable else { continue }
            chosen.append(run.place.id)
            rows += run.targets
        }
        return (isWhole ? nil : last, try remove(chosen, endedBefore: time))
    }

    /// Removes runs unless somebody has just had one tried again, and locks as everybody does: tasks, then runs.
    private func remove(_ chosen: [RunID], endedBefore time: Timestamp) throws(StoreError) -> Int {
        var count = 0
        for part in chosen.sorted().statementGroups() {
            try connection.run(
                "SELECT id FROM install_tasks WHERE run_id IN (\(list: Array(part))) ORDER BY id \(.forUpdate)"
            )
            var ended: [RunID] = []
            for row in try connection.run(
                """
                SELECT id FROM install_runs WHERE id IN (\(list: Array(part))) AND finished_at < \(time)
                ORDER BY id \(.forUpdate)
                """
            ) {
                ended.append(try row.identifier("id"))
            }
            guard !ended.isEmpty else { continue }
            let runs = Query.listed(ended)
            try connection.run(
                """
                DELETE FROM task_attempts WHERE task_id IN (SELECT id FROM install_tasks WHERE run_id IN (\(runs)))
                """
            )
            try connection.run("DELETE FROM install_tasks WHERE run_id IN (\(runs))")
            try connection.run("DELETE FROM install_runs WHERE id IN (\(runs))")
            count += ended.count
        }
        return count
    }

    private struct Old {
        let place: Place
        let isRemovable: Bool
        let targets: Int
    }

    private func old(_ time: Timestamp, after place: Place?, limit: Int) throws(StoreError) -> [Old] {
        let from: Query = place.map { "AND (created_at, id) > (\($0.created), \($0.id))" } ?? ""
        var found: [Old] = []
        // For NOT EXISTS PostgreSQL would read all installations to look up few runs among them.
        for row in try connection.run(
            """
            SELECT id, created_at, CASE WHEN finished_at < \(time)
                AND (SELECT i.run_id FROM installations AS i WHERE i.run_id = r.id LIMIT 1) IS NULL
                AND (SELECT c.id FROM install_runs AS c WHERE c.parent_run_id = r.id LIMIT 1) IS NULL
                AND (failed = 0 OR (SELECT f.id FROM install_tasks AS f
                    WHERE f.run_id = r.id AND f.status = 'failed' AND \(FailureTable.isOpen) LIMIT 1) IS NULL)
                THEN 1 ELSE 0 END AS removable,
                queued + running + retry_wait + success + failed + canceled + skipped AS targets
            FROM install_runs AS r WHERE created_at < \(time) \(from)
            ORDER BY created_at, id LIMIT \(limit)
            """
        ) {
            let place = Place(created: try row.time("created_at"), id: try row.identifier("id"))
            let isRemovable = try row.flag("removable")
            found.append(Old(place: place, isRemovable: isRemovable, targets: try row.int("targets")))
        }
        return found
    }
}
