import Contract
import Foundation
import PostgresFixture
import Proofs
import Store
import StorePostgres
import Testing

/// SEC-11: a server on PostgreSQL can run as a role to which the database itself refuses to touch the audit log.
@Suite struct DatabaseRightsTests {
    private let role = "app_" + UUID().uuidString.lowercased().replacing("-", with: "")

    /// Runs `body` with the database as its owner has it and as the role has it.
    private func withRole(_ body: (PostgresDatabase, PostgresDatabase) async throws -> Void) async throws {
        let cluster = try await PostgresCluster.shared
        try await cluster.ask("CREATE ROLE \(role) LOGIN")
        try await withPostgres(migrated: true) { owner, place in
            try await owner.write { try DatabaseRights.grant(to: role, $0) }
            let url = place.url().replacing("user=\(PostgresCluster.user)", with: "user=\(role)")
            let restricted = try PostgresDatabase(url: url, connections: 2)
            try await body(owner, restricted)
            await restricted.close()
        }
        try await cluster.ask("DROP ROLE \(role)")
    }

    private func entry(_ number: Int) -> NewAuditEntry {
        NewAuditEntry(actor: "ann", action: "a", subject: "s:\(number)", outcome: "accepted", source: "api")
    }

    @Test func theRoleCanDoAServersWork() async throws {
        try await withRole { _, restricted in
            // Nothing is left to do, and nothing is tried that the role may not.
            try await Migrator().run(on: restricted)
            let key = try SigningKey.make()
            try await restricted.write { connection in
                try AuditTable(connection).append([entry(1)], at: start)
                _ = try CheckpointTable(connection).sign(with: key, at: start)
                _ = try LeadershipTable(connection).take(
                    "janitor",
                    .init(holder: "h", process: "p", expires: start),
                    from: nil
                )
                try EventTable(connection).append([NewEvent(.runQueued, runID: "r1")], at: start)
            }
            try await restricted.write { try EventTable($0).prune(before: 10) }
            let found = try await restricted.verifyAudit()
            #expect(found.intact)
            #expect(found.checkpoints == 1)
        }
    }

    @Test(arguments: [
        "UPDATE audit_entries SET actor = 'eve'", "DELETE FROM audit_entries", "TRUNCATE audit_entries",
        "DROP TRIGGER audit_entries_kept ON audit_entries", "DROP TABLE audit_entries",
        "ALTER TABLE audit_entries DISABLE TRIGGER ALL", "ALTER TABLE audit_entries RENAME TO other",
        "SET session_replication_role = replica", "UPDATE audit_checkpoints SET at = 0",
        "DELETE FROM audit_checkpoints", "TRUNCATE audit_checkpoints CASCADE", "DELETE FROM signing_keys",
        "UPDATE schema_versions SET version = 9", "CREATE TABLE audit_entries_2 (a BIGINT)",
        "CREATE OR REPLACE FUNCTION audit_entries_only_grow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    ])
    func theDatabaseRefusesWhatChangesTheLog(_ statement: String) async throws {
        try await withRole { owner, restricted in
            try await owner.write { try AuditTable($0).append([entry(1), entry(2)], at: start) }
            await #expect(throws: StoreError.self) {
                try await restricted.write { try $0.runScript(statement) }
            }
            let found = try await owner.verifyAudit()
            #expect(found.intact)
            #expect(found.entries == 2)
        }
    }

    @Test func aRoleWithTheOwnersRightsIsRefused() async throws {
        let cluster = try await PostgresCluster.shared
        try await withPostgres(migrated: true) { owner, _ in
            await #expect(throws: DatabaseRights.Refusal.noSuchRole) {
                try await owner.write { try DatabaseRights.grant(to: "nobody", $0) }
            }
            await #expect(throws: DatabaseRights.Refusal.tooMighty) {
                try await owner.write { try DatabaseRights.grant(to: PostgresCluster.user, $0) }
            }
            try await cluster.ask("CREATE ROLE \(role) LOGIN IN ROLE \(PostgresCluster.user)")
            await #expect(throws: DatabaseRights.Refusal.tooMighty) {
                try await owner.write { try DatabaseRights.grant(to: role, $0) }
            }
            try await cluster.ask("DROP ROLE \(role)")
        }
    }

    @Test func sqliteHasNoRoles() async throws {
        try await Backend.sqlite.withDatabase { database in
            await #expect(throws: DatabaseRights.Refusal.noRoles) {
                try await database.write { try DatabaseRights.grant(to: "app", $0) }
            }
        }
    }
}
