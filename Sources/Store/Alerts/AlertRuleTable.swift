package import Contract

/// What is looked for all the time.
package struct AlertRuleTable {
    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// By id, and apart from them those that this program cannot read: a later one may know of more to look for, and
    /// the others still hold.
    package func readable() throws(StoreError) -> (rules: [AlertRuleView], unreadable: [AlertRuleID]) {
        var found: (rules: [AlertRuleView], unreadable: [AlertRuleID]) = ([], [])
        for row in try connection.run("SELECT \(Self.columns) FROM alert_rules ORDER BY id") {
            do { found.rules.append(try AlertRuleView(row: row)) } catch {
                found.unreadable.append(try row.identifier("id"))
            }
        }
        return found
    }

    package func find(_ id: AlertRuleID) throws -> AlertRuleView? {
        try connection.run("SELECT \(Self.columns) FROM alert_rules WHERE id = \(id)").first.map(
            AlertRuleView.init(row:)
        )
    }

    /// Saves a rule in place of an earlier one.
    package func put(_ rule: AlertRuleView) throws {
        try connection.run(
            """
            INSERT INTO alert_rules (id, settings, revision, updated_at, updated_by)
            VALUES (\(rule.id), \(JSON.text(rule.settings)), \(rule.revisionNumber), \(rule.updatedAt),
                    \(rule.updatedBy))
            ON CONFLICT (id) DO UPDATE SET settings = excluded.settings, revision = excluded.revision,
                updated_at = excluded.updated_at, updated_by = excluded.updated_by
            """
        )
    }

    package func remove(_ id: AlertRuleID) throws(StoreError) {
        try connection.run("DELETE FROM alert_rules WHERE id = \(id)")
    }

    private static let columns: Query = "id, settings, revision, updated_at, updated_by"
}

extension AlertRuleView {
    fileprivate init(row: Row) throws(StoreError) {
        self.init(
            id: try row.identifier("id"),
            settings: try row.json("settings"),
            revisionNumber: try row.int("revision"),
            updatedAt: try row.time("updated_at"),
            updatedBy: try row.text("updated_by")
        )
    }
}
