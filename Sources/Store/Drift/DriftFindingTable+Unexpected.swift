package import Contract
package import Domain

extension DriftFindingTable {
    /// Where something stands that the ledger says nothing of, as far as looks found it and nobody has dealt with it.
    ///
    /// - Parameter skills: Only of these; nil for all.
    /// - Returns: The places, in no order.
    /// - Throws: ``StoreError``
    package func unexpected(of skills: [SkillID]?) throws(StoreError) -> [Convergence.Place] {
        guard let skills else { return try places("TRUE") }
        var found: [Convergence.Place] = []
        for part in skills.statementGroups(for: connection.dialect) {
            found += try places("skill_id \(among: part)")
        }
        return found
    }

    private func places(_ condition: Query) throws(StoreError) -> [Convergence.Place] {
        // A provider that is gone can be asked for nothing.
        let query: Query = """
            SELECT d.skill, d.provider_id FROM drift_findings AS d JOIN providers AS p ON p.id = d.provider_id
            WHERE d.resolved_at IS NULL AND d.kind = 'unexpected' AND \(condition)
            """
        var found: [Convergence.Place] = []
        for row in try connection.run(query.plannedByValues) {
            found.append(.init(try row.text("skill"), on: try row.identifier("provider_id")))
        }
        return found
    }
}
