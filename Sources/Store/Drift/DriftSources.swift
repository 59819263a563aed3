package import Contract
package import Domain

/// What comparing a provider with the ledger has to know of everything else.
package struct DriftSources {
    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// The ledger of a provider, and where somebody is at work or was since a time.
    package func mark(of provider: ProviderID, since begun: Timestamp) throws(StoreError) -> LedgerMark {
        var entries: [SkillID: LedgerEntry] = [:]
        for row in try connection.run(
            """
            SELECT skill_id, skill, version, digest, remote_id, remote_version FROM installations
            WHERE provider_id = \(provider)
            """
        ) {
            let id: SkillID = try row.identifier("skill_id")
            let remote = RemoteReference(
                id: try row.text("remote_id"),
                version: row.optionalText("remote_version")
            )
            entries[id] = LedgerEntry(
                skillID: id,
                skill: try row.text("skill"),
                installed: .init(
                    version: try row.int("version"),
                    digest: try row.text("digest"),
                    remote: remote
                )
            )
        }
        return LedgerMark(entries: entries, busy: try busy(on: provider, since: begun))
    }

    private func busy(on provider: ProviderID, since begun: Timestamp) throws(StoreError) -> Set<SkillID> {
        var busy: Set<SkillID> = []
        for row in try connection.run(
            """
            SELECT skill_id FROM install_tasks
            WHERE provider_id = \(provider) AND status IN ('queued', 'running', 'retry_wait')
            UNION
            SELECT skill_id FROM install_tasks
            WHERE provider_id = \(provider) AND status IN ('success', 'failed', 'canceled', 'skipped')
              AND finished_at IS NOT NULL AND finished_at >= \(begun)
            """
        ) {
            busy.insert(try row.identifier("skill_id"))
        }
        return busy
    }

    /// Skills that tasks of ours put to a provider once, by what it calls them.
    ///
    /// Only for providers that never give the same id again: else what others put there later would be taken for ours.
    ///
    /// - Parameters:
    ///   - skills: What the provider holds and the ledger does not know.
    ///   - provider: Which.
    /// - Returns: By the id there; nothing for what others put there.
    /// - Throws: ``StoreError``
    package func owners(of skills: [RemoteSkill], on provider: ProviderID) throws(StoreError)
        -> [String: (id: SkillID, name: String)]
    {
        var owners: [String: (id: SkillID, name: String)] = [:]
        let marked = Dictionary(skills.compactMap { skill in skill.task.map { ($0, skill.reference.id) } }) {
            first,
            _ in first
        }
        for part in marked.keys.sorted().statementGroups(for: connection.dialect) {
            for row in try connection.run(
                """
                SELECT id, skill_id, skill FROM install_tasks
                WHERE id \(among: part) AND provider_id = \(provider)
                """
            ) {
                guard let remote = marked[try row.identifier("id")] else { continue }
                owners[remote] = (try row.identifier("skill_id"), try row.text("skill"))
            }
        }
        let left = skills.map(\.reference.id).filter { owners[$0] == nil }
        for part in left.statementGroups(for: connection.dialect) {
            for row in try connection.run(
                """
                SELECT DISTINCT remote_id, skill_id, skill FROM install_tasks
                WHERE provider_id = \(provider) AND remote_id \(among: part)
                """
            ) {
                owners[try row.text("remote_id")] = (try row.identifier("skill_id"), try row.text("skill"))
            }
        }
        return owners
    }

    /// The versions of a skill with their digests, newest first.
    package func versions(of skill: SkillID, limit: Int) throws(StoreError) -> [(
        version: Int, digest: String
    )] {
        try connection.run(
            """
            SELECT version, digest FROM skill_versions WHERE skill_id = \(skill) ORDER BY version DESC LIMIT \(limit)
            """
        ).map { row throws(StoreError) in (try row.int("version"), try row.text("digest")) }
    }
}
