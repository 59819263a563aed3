package import Contract
package import Domain

extension InstallationTable {
    /// What stands in one place.
    package struct Standing: Sendable {
        package let place: Convergence.Place
        package let content: Convergence.Content
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
            SELECT skill, provider_id, version, digest FROM installations WHERE \(condition)
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
                    )
                )
            )
        }
        return found
    }
}
