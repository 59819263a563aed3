package import Contract
package import Domain

/// The ledger: what stands on each provider, as far as Skillyard put it there.
package struct InstallationTable {
    let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    package func current(_ skill: SkillID, on provider: ProviderID) throws(StoreError) -> InstallTask
        .Installed?
    {
        try current(of: [skill], on: provider)[skill]
    }

    /// What stands of these skills on a provider.
    package func current(
        of skills: [SkillID],
        on provider: ProviderID
    ) throws(StoreError) -> [SkillID: InstallTask.Installed] {
        var current: [SkillID: InstallTask.Installed] = [:]
        for part in skills.statementGroups(for: connection.dialect) {
            // A plan that was made while hardly anything was installed reads the whole ledger.
            let found: Query =
                """
                SELECT skill_id, version, digest, remote_id, remote_version FROM installations
                WHERE skill_id \(among: part) AND provider_id = \(provider)
                """
            for row in try connection.run(found.plannedByValues) {
                current[try row.identifier("skill_id")] = InstallTask.Installed(
                    version: try row.int("version"),
                    digest: try row.text("digest"),
                    remote: RemoteReference(
                        id: try row.text("remote_id"),
                        version: row.optionalText("remote_version")
                    )
                )
            }
        }
        return current
    }

    package func put(_ installed: InstallTask.Installed, by task: InstallTask, at now: Timestamp)
        throws(StoreError)
    {
        try put([(installed, task)], at: now)
    }

    /// Notes what tasks have just installed, each at another place.
    package func put(
        _ entries: [(installed: InstallTask.Installed, task: InstallTask)],
        at now: Timestamp
    ) throws(StoreError) {
        try connection.insert(
            entries.map { installed, task in
                [Value](
                    row: task.skillID,
                    task.provider,
                    task.skill,
                    installed.version,
                    installed.digest,
                    installed.remote.id,
                    installed.remote.version,
                    task.runID,
                    now
                )
            },
            into: "installations",
            [
                .text("skill_id"), .text("provider_id"), .text("skill"), .integer("version"), .text("digest"),
                .text("remote_id"), .text("remote_version"), .text("run_id"), .integer("installed_at"),
            ],
            tail: """
                ON CONFLICT (skill_id, provider_id) DO UPDATE SET version = excluded.version,
                    digest = excluded.digest, remote_id = excluded.remote_id,
                    remote_version = excluded.remote_version, run_id = excluded.run_id,
                    installed_at = excluded.installed_at
                """
        )
    }

    /// Notes that the skills of these tasks do not stand on their providers any more.
    package func remove(_ tasks: [InstallTask]) throws(StoreError) {
        for group in tasks.statementGroups(for: connection.dialect) {
            let rows = group.map { [$0.skillID.sqlValue, $0.provider.sqlValue] }
            try connection.send(
                """
                \(.with("v", [.text("skill_id"), .text("provider_id")], rows))
                DELETE FROM installations WHERE (skill_id, provider_id) IN (SELECT skill_id, provider_id FROM v)
                """
            )
        }
    }

    /// Notes that a skill does not stand on a provider any more, without a run that removed it.
    package func forget(_ skill: SkillID, on provider: ProviderID) throws(StoreError) {
        try connection.run(
            "DELETE FROM installations WHERE skill_id = \(skill) AND provider_id = \(provider)"
        )
    }

    /// Notes what stands in a place now, though no run put it there; the run before it stays named.
    ///
    /// - Returns: Whether a run could be named.
    package func takeOver(
        _ installed: InstallTask.Installed,
        of skill: SkillID,
        _ name: String,
        on provider: ProviderID,
        at now: Timestamp
    ) throws(StoreError) -> Bool {
        let (id, version) = (installed.remote.id, installed.remote.version)
        return try !connection.run(
            """
            INSERT INTO installations (skill_id, provider_id, skill, version, digest, remote_id, remote_version, run_id,
                installed_at)
            SELECT t.skill_id, t.provider_id, \(name), \(installed.version), \(installed.digest), \(id), \(version),
                t.run_id, \(now)
            FROM install_tasks AS t WHERE t.provider_id = \(provider) AND t.skill_id = \(skill)
            ORDER BY t.id DESC LIMIT 1
            ON CONFLICT (skill_id, provider_id) DO UPDATE SET version = excluded.version,
                digest = excluded.digest, remote_id = excluded.remote_id,
                remote_version = excluded.remote_version, installed_at = excluded.installed_at
            RETURNING skill_id
            """
        ).isEmpty
    }

    /// What is installed where, by skill name and provider.
    ///
    /// - Throws: ``StoreError/invalidCursor`` for a cursor that this list did not make.
    package func list(_ query: InstallationQuery) throws(StoreError) -> Page<InstallationView> {
        let limit = query.page.boundedLimit
        var conditions: [Query] = []
        if let place = try query.page.place(in: "installations", keys: 2) {
            conditions.append("(skill, provider_id) > (\(place.text(at: 0)), \(place.text(at: 1)))")
        }
        if let skill = query.skill { conditions.append("skill = \(skill)") }
        if let provider = query.provider { conditions.append("provider_id = \(provider)") }
        let found: Query =
            """
            SELECT * FROM installations WHERE \(.all(conditions))
            ORDER BY skill, provider_id LIMIT \(limit + 1)
            """
        let rows = try connection.run(found.plannedByValues)
        var items: [InstallationView] = []
        for row in rows { items.append(try InstallationView(row: row)) }
        return Page(items, limit: limit) { Cursor("installations", [$0.skill, $0.provider.rawValue]) }
    }
}

extension InstallationView {
    fileprivate init(row: Row) throws(StoreError) {
        self.init(
            skill: try row.text("skill"),
            version: try row.int("version"),
            digest: try row.text("digest"),
            provider: try row.identifier("provider_id"),
            remote: RemoteReference(
                id: try row.text("remote_id"),
                version: row.optionalText("remote_version")
            ),
            runID: try row.identifier("run_id"),
            installedAt: try row.time("installed_at")
        )
    }
}
