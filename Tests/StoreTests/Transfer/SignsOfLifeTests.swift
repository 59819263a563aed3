import Contract
import PostgresFixture
import Store
import StorePostgres
import Testing

@Suite struct SignsOfLifeTests {
    @Test(arguments: Backend.available)
    func workersCountWhileTheyAreSeenOrHoldALease(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: ["a"], providers: [.alpha])
            try await database.addRun(["a"], on: [.alpha])
            try await database.write { connection in
                try WorkerTable(connection).see("seen", process: "p1", at: start + .seconds(300))
                try WorkerTable(connection).see("dead", process: "p2", at: start + .seconds(300))
                try WorkerTable(connection).see("w1", process: "p3", at: start)
                try WorkerTable(connection).see("gone", process: "p4", at: start)
            }
            _ = try await database.claim(1, from: .alpha, by: "w1", at: start + .seconds(299))
            let alive = try await database.read { connection in
                try connection.workersAlive(at: start + .seconds(301)) { $0 == "p2" }
            }
            #expect(alive == ["seen", "w1"])
            let later = try await database.read { connection in
                try connection.workersAlive(at: start + .seconds(900)) { _ in false }
            }
            #expect(later.isEmpty)
        }
    }

    @Test func otherConnectionsOfThisProgramCount() async throws {
        try await withPostgres { database, place in
            let other = try PostgresDatabase(url: place.url(), connections: 1)
            _ = try await other.read { try $0.run("SELECT 1 AS one") }
            #expect(try await database.read { try $0.otherSessions() } == 1)
            await other.close()
        }
    }
}
