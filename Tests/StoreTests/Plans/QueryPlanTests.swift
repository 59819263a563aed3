import PostgresFixture
import Store
import StorePostgres
import Testing

/// Every statement that runs often, or on behalf of somebody who waits, finds its rows by an index.
///
/// The statements are the program's own, taken down while it runs them on a large history.
@Suite(.serialized) struct QueryPlanTests {
    @Test("API-09: 300,000 runs on PostgreSQL are nowhere read from end to end")
    func postgres() async throws {
        var limits = PostgresLimits()
        limits.statement = .seconds(300)
        limits.transaction = .seconds(600)
        // A server of its own: while the history is loaded in one transaction, no other's events settle.
        let cluster = try await PostgresCluster.start()
        try await withPostgres(migrated: true, limits: limits, in: cluster) { database, _ in
            try await check(database, LargeHistory(runs: 300_000))
        }
        try await cluster.remove()
    }

    /// SQLite keeps no statistics here and so decides by the schema alone, whatever the size.
    @Test("API-09: SQLite finds everything by an index")
    func sqlite() async throws {
        try await Backend.sqlite.withDatabase { try await check($0, LargeHistory(runs: 30_000)) }
    }

    private func check(_ database: any Database, _ history: LargeHistory) async throws {
        try await history.fill(database)
        for example in PlanCase.all {
            let plans: [QueryPlan] = try await self.plans(of: example, on: database, history)
            let text = plans.map(\.description).joined(separator: "\n")
            for plan in plans {
                #expect(plan.scannedTables.filter(Self.large.contains).isEmpty, "\(example.name): \(plan)")
            }
            for index in example.indexes { #expect(text.contains(index), "\(example.name): \(text)") }
        }
    }

    /// The others stay small, however long the program runs.
    private static let large: Set = [
        "install_runs", "install_tasks", "task_attempts", "installations", "events", "audit_entries",
        "skills",
        "skill_texts", "skill_versions", "r", "t", "e", "b", "i", "c", "a", "w",
    ]

    private struct Undo: Error {
        let plans: [QueryPlan]
    }

    /// Runs a case, looks at the plans of its statements, and takes back what it did.
    private func plans(
        of example: PlanCase,
        on database: any Database,
        _ history: LargeHistory
    ) async throws -> [QueryPlan] {
        do {
            try await database.write { connection in
                let recording = RecordingConnection(connection)
                try example.body(.init(connection: recording, history: history))
                throw Undo(plans: try recording.queries.flatMap { try connection.plans(of: $0) })
            }
            return []
        } catch let undo as Undo {
            return undo.plans
        }
    }
}
