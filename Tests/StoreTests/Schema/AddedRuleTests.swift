import Contract
import Testing

@testable import Store

/// Databases that got the rules of the program before there was one of them get it with a step of the schema.
@Suite struct AddedRuleTests {
    @Test(arguments: Backend.available)
    func theRuleOfCredentialsComesWithItsStep(on backend: Backend) async throws {
        try await backend.withEmptyDatabase { database in
            try await Migrator(Array(Migration.all.prefix { $0.version < 20 })).run(on: database)
            try await database.write { connection in
                try connection.run(
                    """
                    INSERT INTO alert_progress (id, event_position, turn, measured_at, audit_checked_at)
                    VALUES (1, 0, 0, 7, 0)
                    """
                )
            }
            try await Migrator().run(on: database)
            let found = try await database.read { try AlertRuleTable($0).find("credential-expiring") }
            let rule = try #require(found)
            #expect(
                rule.settings
                    == AlertRuleSettings(
                        title: "A credential is about to expire",
                        condition: .credentialExpiring(),
                        repeatMinutes: 10_080
                    )
            )
            #expect(rule.updatedAt == Timestamp(microseconds: 7))
        }
    }
}
