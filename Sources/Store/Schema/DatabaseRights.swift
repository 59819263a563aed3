/// What the role of a running server may do on PostgreSQL, when it is not the one that owns the tables.
///
/// A role that only adds to the audit log cannot undo what was written there, whatever becomes of the server:
/// neither change nor remove an entry, nor empty the table, nor take the triggers off.
package enum DatabaseRights {
    package enum Refusal: Error, Equatable, Sendable {
        /// Only PostgreSQL has roles.
        case noRoles
        case noSuchRole
        /// It is a superuser, or has the owner's rights: nothing could be kept from it.
        case tooMighty
    }

    private static let addedTo = ["audit_entries", "audit_checkpoints", "signing_keys"]

    /// Gives a role what a server needs and nothing more, and takes back what it had beyond that.
    ///
    /// - Parameters:
    ///   - role: Its name.
    ///   - connection: As the owner of the tables.
    /// - Throws: ``Refusal``, ``StoreError``
    package static func grant(to role: String, _ connection: any Connection) throws {
        guard connection.dialect == .postgres else { throw Refusal.noRoles }
        guard try !connection.run("SELECT 1 AS one FROM pg_roles WHERE rolname = \(role)").isEmpty else {
            throw Refusal.noSuchRole
        }
        let mighty = try connection.run(
            """
            SELECT 1 AS one FROM pg_roles AS r, pg_class AS c
            WHERE r.rolname = \(role) AND c.oid = to_regclass('audit_entries')
                AND (r.rolsuper OR pg_has_role(r.oid, c.relowner, 'MEMBER'))
            """
        )
        guard mighty.isEmpty else { throw Refusal.tooMighty }
        let schema = try connection.run("SELECT CAST(current_schema() AS TEXT) AS name").first?.text("name")
        try connection.runScript(script(quoted(role), schema: quoted(schema ?? "public")))
    }

    private static func script(_ role: String, schema: String) -> String {
        let added = addedTo.map { "\(schema).\(quoted($0))" }.joined(separator: ", ")
        return """
            REVOKE CREATE ON SCHEMA \(schema) FROM \(role), PUBLIC;
            GRANT USAGE ON SCHEMA \(schema) TO \(role);
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA \(schema) TO \(role);
            GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA \(schema) TO \(role);
            REVOKE ALL ON \(added), \(schema).schema_versions FROM \(role);
            GRANT SELECT, INSERT ON \(added) TO \(role);
            GRANT SELECT ON \(schema).schema_versions TO \(role);
            """
    }

    private static func quoted(_ name: String) -> String { "\"\(name.replacing("\"", with: "\"\""))\"" }
}
