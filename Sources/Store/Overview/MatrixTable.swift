package import Contract
import Domain

/// Where skills stand on providers.
package struct MatrixTable {
    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// A row for each skill of the page, in the list's order, with a cell for each enabled provider.
    ///
    /// - Throws: ``StoreError/invalidCursor`` for a cursor of another order.
    package func list(_ query: SkillQuery) throws -> Page<MatrixRow> {
        let skills = try SkillTable(connection).list(query)
        let ids = skills.items.map(\.id)
        let providers = try enabledProviders()
        let installed = try installedVersions(of: ids)
        let last = try lastTargets(of: ids)
        let rows = skills.items.map { skill in
            MatrixRow(
                skill: skill.name,
                latestVersion: skill.latestVersion,
                cells: providers.map { provider in
                    let place = Place(skill: skill.id, provider: provider)
                    return MatrixCell(
                        provider: provider,
                        latestVersion: skill.latestVersion,
                        installedVersion: installed[place],
                        last: last[place]
                    )
                }
            )
        }
        return Page(items: rows, nextCursor: skills.nextCursor)
    }

    private struct Place: Hashable {
        let skill: SkillID
        let provider: ProviderID

        init(skill: SkillID, provider: ProviderID) {
            self.skill = skill
            self.provider = provider
        }

        init(row: Row) throws(StoreError) {
            skill = try row.identifier("skill_id")
            provider = try row.identifier("provider_id")
        }
    }

    private func enabledProviders() throws(StoreError) -> [ProviderID] {
        var providers: [ProviderID] = []
        for row in try connection.run("SELECT id FROM providers WHERE enabled = 1 ORDER BY id") {
            providers.append(try row.identifier("id"))
        }
        return providers
    }

    private func installedVersions(of skills: [SkillID]) throws(StoreError) -> [Place: Int] {
        var versions: [Place: Int] = [:]
        for part in skills.statementGroups() {
            for row in try connection.run(
                """
                SELECT skill_id, provider_id, version FROM installations
                WHERE skill_id IN (\(list: Array(part)))
                """
            ) {
                versions[try Place(row: row)] = try row.int("version")
            }
        }
        return versions
    }

    /// The target at work in each place, else the newest that waits there, else the newest of all: three looks into
    /// an index for each place, however long its history.
    private func lastTargets(of skills: [SkillID]) throws(StoreError) -> [Place: LastTarget] {
        var targets: [Place: LastTarget] = [:]
        for part in skills.statementGroups() {
            for row in try connection.run(
                """
                SELECT t.skill_id, t.provider_id, t.run_id, t.status, t.error,
                    CASE t.status WHEN 'queued' THEN CASE WHEN t.due_at < \(TaskColumns.never) THEN t.due_at
                            ELSE (SELECT r.created_at FROM install_runs AS r WHERE r.id = t.run_id) END WHEN 'running' THEN t.claimed_at
                        WHEN 'retry_wait' THEN coalesce((
                            SELECT max(a.finished_at) FROM task_attempts AS a WHERE a.task_id = t.id), t.due_at)
                        ELSE t.finished_at END AS changed_at
                FROM skills AS s CROSS JOIN providers AS p JOIN install_tasks AS t ON t.id = coalesce((
                    SELECT r.id FROM install_tasks AS r
                    WHERE r.provider_id = p.id AND r.skill_id = s.id AND r.status = 'running'), (
                    SELECT max(o.id) FROM install_tasks AS o
                    WHERE o.provider_id = p.id AND o.skill_id = s.id
                      AND o.status IN ('queued', 'running', 'retry_wait')), (
                    SELECT max(e.id) FROM install_tasks AS e
                    WHERE e.provider_id = p.id AND e.skill_id = s.id AND e.finished_at IS NOT NULL))
                WHERE s.id IN (\(list: Array(part))) AND p.enabled = 1
                """
            ) {
                targets[try Place(row: row)] = try LastTarget(row: row)
            }
        }
        return targets
    }
}

extension LastTarget {
    fileprivate init(row: Row) throws(StoreError) {
        let error: TaskError? = try row.optionalJSON("error")
        self.init(
            runID: try row.identifier("run_id"),
            status: try row.word("status"),
            at: try row.time("changed_at"),
            code: error?.code
        )
    }
}
