package import Contract

/// What else is known only from old runs: that a place was changed after something was asked for, or had failed, there.
extension RunTable {
    /// What goes when old runs are removed, and what that settles.
    package struct Removal: Equatable, Sendable {
        package var families: [Family]
        /// Failed targets of other runs whose place changed well after that in one of these, by when they failed: nothing
        /// else may say that those failures are settled.
        package fileprivate(set) var settled: [TaskID: Timestamp] = [:]
    }

    /// Leaves out of a piece what a target of another run still goes by: one that waits and would else undo what was done
    /// since it was asked for, or one that failed and would else be tried again on an approval that was overtaken.
    ///
    /// What is asked for, or approved, later goes by none of them.
    ///
    /// - Parameter families: As found.
    /// - Returns: What may be removed in one transaction.
    /// - Throws: ``StoreError``
    package func removal(of families: [Family]) throws(StoreError) -> Removal {
        var removal = Removal(families: families)
        var kept: Set<RunID> = []
        let heads = Dictionary(
            families.flatMap { family in family.runs.map { ($0, family.head) } },
            uniquingKeysWith: { first, _ in first }
        )
        for (provider, changes) in try changes(by: families) {
            for group in changes.keys.sorted().statementGroups(for: connection.dialect, upTo: 256) {
                for waiting in try waiting(on: provider, for: group) {
                    let later = (changes[waiting.skill] ?? []).filter { change in
                        change.changed.map { $0 > waiting.since } ?? false
                    }
                    kept.formUnion(later.compactMap { heads[$0.run] }.filter { $0 != heads[waiting.run] })
                }
                var newest: [SkillID: Change] = [:]
                for failed in try failed(on: provider, for: group) {
                    let last = changes[failed.skill]?.map(\.ended).max() ?? failed.since
                    if failed.since < last { removal.settled[failed.task] = failed.since }
                    guard let approved = failed.approved, approved < last else { continue }
                    if newest[failed.skill] == nil {
                        newest[failed.skill] = try newestChange(of: failed.skill, on: provider)
                    }
                    guard let change = newest[failed.skill], change.ended > approved,
                        let head = heads[change.run], head != heads[failed.run]
                    else { continue }
                    kept.insert(head)
                }
            }
        }
        removal.families.removeAll { kept.contains($0.head) }
        return removal
    }

    private struct Change {
        let run: RunID
        /// When its last target there ended well, or there was nothing to do.
        let ended: Timestamp
        /// When it last did something there.
        let changed: Timestamp?
    }

    private func changes(by families: [Family]) throws(StoreError) -> [ProviderID: [SkillID: [Change]]] {
        guard !families.isEmpty else { return [:] }
        var changes: [ProviderID: [SkillID: [Change]]] = [:]
        for row in try connection.run(
            """
            SELECT provider_id, skill_id, run_id, max(finished_at) AS finished_at,
                max(CASE WHEN status = 'success' THEN finished_at END) AS changed_at
            FROM install_tasks
            WHERE run_id \(among: families.flatMap(\.runs)) AND (status IN ('success', 'skipped')) IS TRUE
              AND finished_at IS NOT NULL
            GROUP BY provider_id, skill_id, run_id
            """
        ) {
            let provider: ProviderID = try row.identifier("provider_id")
            let change = Change(
                run: try row.identifier("run_id"),
                ended: try row.time("finished_at"),
                changed: row.optionalTime("changed_at")
            )
            changes[provider, default: [:]][try row.identifier("skill_id"), default: []].append(change)
        }
        return changes
    }

    private struct Asker {
        let task: TaskID
        let run: RunID
        let skill: SkillID
        /// When it failed; of one that waits, when it was asked for.
        let since: Timestamp
        let approved: Timestamp?
    }

    private func waiting(on provider: ProviderID, for skills: some Collection<SkillID>) throws(StoreError)
        -> [Asker]
    {
        try askers(
            """
            SELECT t.id, t.run_id, t.skill_id, a.approved_at,
                CASE WHEN t.due_at >= \(TaskColumns.never) THEN r.created_at ELSE a.approved_at END AS since
            FROM install_tasks AS t JOIN install_runs AS r ON r.id = t.run_id
            LEFT JOIN run_approval_targets AS a ON a.task_id = t.id
            WHERE t.provider_id = \(provider) AND t.skill_id \(among: skills)
              AND t.status IN ('queued', 'running', 'retry_wait')
              AND (t.due_at >= \(TaskColumns.never) OR a.approved_at IS NOT NULL)
            """
        )
    }

    /// `IS TRUE` hides the status from the planner, which would else read all that failed at the provider.
    private func failed(on provider: ProviderID, for skills: some Collection<SkillID>) throws(StoreError)
        -> [Asker]
    {
        try askers(
            """
            SELECT t.id, t.run_id, t.skill_id, a.approved_at, t.finished_at AS since
            FROM install_tasks AS t LEFT JOIN run_approval_targets AS a ON a.task_id = t.id
            WHERE t.provider_id = \(provider) AND t.skill_id \(among: skills) AND t.finished_at IS NOT NULL
              AND (t.status = 'failed') IS TRUE
            """
        )
    }

    private func askers(_ query: Query) throws(StoreError) -> [Asker] {
        var askers: [Asker] = []
        for row in try connection.run(query) {
            askers.append(
                Asker(
                    task: try row.identifier("id"),
                    run: try row.identifier("run_id"),
                    skill: try row.identifier("skill_id"),
                    since: try row.time("since"),
                    approved: row.optionalTime("approved_at")
                )
            )
        }
        return askers
    }

    /// The last change of a place: one is enough to know by.
    private func newestChange(of skill: SkillID, on provider: ProviderID) throws(StoreError) -> Change? {
        guard
            let row = try connection.run(
                """
                SELECT run_id, finished_at FROM install_tasks
                WHERE provider_id = \(provider) AND skill_id = \(skill) AND status IN ('success', 'skipped')
                  AND finished_at IS NOT NULL AND (status = 'success') IS TRUE
                ORDER BY finished_at DESC LIMIT 1
                """
            ).first
        else { return nil }
        let ended = try row.time("finished_at")
        return Change(run: try row.identifier("run_id"), ended: ended, changed: ended)
    }
}
