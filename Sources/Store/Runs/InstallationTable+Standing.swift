package import Contract
package import Domain

extension InstallationTable {
    /// What stands in one place.
    package struct Standing: Sendable {
        package let place: Convergence.Place
        package let content: Convergence.Content
        /// Whether a look found something else there, and nobody has dealt with it.
        package let isDrifted: Bool
    }

    /// All that stands, or all of some skills; by skill and provider.
    package func standing(of skills: [SkillID]?) throws(StoreError) -> [Standing] {
        guard let skills else { return try rows("TRUE") }
        var found: [Standing] = []
        for part in skills.sorted().statementGroups(for: connection.dialect) {
            found += try rows("skill_id \(among: part)")
        }
        return found
    }

    private func rows(_ condition: Query) throws(StoreError) -> [Standing] {
        let query: Query = """
            SELECT skill, provider_id, version, digest, CASE WHEN (
                SELECT d.id FROM drift_findings AS d
                WHERE d.provider_id = i.provider_id AND d.skill_id = i.skill_id AND d.resolved_at IS NULL
                LIMIT 1) IS NULL THEN 0 ELSE 1 END AS drifted
            FROM installations AS i WHERE \(condition)
            ORDER BY skill, provider_id
            """
        var found: [Standing] = []
        for row in try connection.run(query.plannedByValues) {
            found.append(
                Standing(
                    place: Convergence.Place(
                        try row.text("skill"),
                        on: try row.identifier("provider_id")
                    ),
                    content: Convergence.Content(
                        version: try row.int("version"),
                        digest: try row.text("digest")
                    ),
                    isDrifted: try row.flag("drifted")
                )
            )
        }
        return found
    }
}
