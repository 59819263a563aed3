package import Contract

extension RunTable {
    /// A place in the order of runs, oldest first.
    package struct Place: Equatable, Sendable {
        package let created: Timestamp
        package let id: RunID
    }

    /// An old run and all that began from it: they go together, or what is kept would forget that it was rolled back.
    package struct Family: Equatable, Sendable {
        /// The head, from which the others began, comes first.
        package fileprivate(set) var runs: [RunID]
        /// Of all of them.
        package fileprivate(set) var targets: Int
        var head: RunID { runs[0] }
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

    /// Removes runs with everything of theirs, unless something keeps them by now.
    ///
    /// Somebody may just have had one tried again, or rolled one back. Failures of others that are open without them
    /// count as acknowledged by the system. It locks as everybody does: tasks, then runs.
    ///
    /// - Parameters:
    ///   - removal: As found.
    ///   - time: Runs that ended before it are old.
    ///   - now: When.
    /// - Returns: How many runs were removed, and how many failures count as acknowledged by that.
    /// - Throws: ``StoreError``
    package func remove(_ removal: Removal, endedBefore time: Timestamp, at now: Timestamp) throws
        -> (runs: Int, acknowledged: Int)
    {
        let families = removal.families
        let found = families.flatMap(\.runs).sorted()
        guard !found.isEmpty else { return (0, 0) }
        try connection.run(
            "SELECT id FROM install_tasks WHERE run_id \(among: found) ORDER BY id \(.forUpdate)"
        )
        try connection.run("SELECT id FROM install_runs WHERE id \(among: found) ORDER BY id \(.forUpdate)")
        let known = Dictionary(families.map { ($0.head, Set($0.runs)) }) { first, _ in first }
        let heads = try removable(among: families.map(\.head), endedBefore: time)
        let runs = try whole(heads, endedBefore: time).filter { known[$0.head] == Set($0.runs) }
            .flatMap(\.runs)
        guard !runs.isEmpty else { return (0, 0) }
        try connection.run(
            """
            DELETE FROM task_attempts
            WHERE task_id IN (SELECT id FROM install_tasks WHERE run_id \(among: runs))
            """
        )
        try connection.run("DELETE FROM install_tasks WHERE run_id \(among: runs)")
        try connection.run("DELETE FROM install_runs WHERE id \(among: runs)")
        let table = FailureTable(connection)
        let open = try table.stillOpen(removal.settled)
        try table.acknowledge(open, by: "system", reason: Self.settledBefore, at: now)
        return (runs.count, open.count)
    }

    /// Why a failure counts as acknowledged.
    package static let settledBefore = "A later run settled it, and was removed for its age."

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
            let place = Place(created: try row.time("created_at"), id: family.head)
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

    /// Adds what began from each, and drops those where something of that has to be kept.
    private func whole(_ heads: [Family], endedBefore time: Timestamp) throws(StoreError) -> [Family] {
        var families = Dictionary(heads.map { ($0.head, $0) }) { first, _ in first }
        var last = Dictionary(heads.map { ($0.head, $0.head) }) { first, _ in first }
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
        return heads.compactMap { families[$0.head] }
    }

    /// Of a run `r`: it is old, and nothing of its own keeps it.
    ///
    /// Rather than NOT EXISTS, which PostgreSQL joins, reading all installations for the sake of few runs.
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
