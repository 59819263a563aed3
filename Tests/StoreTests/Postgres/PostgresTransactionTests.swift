import Dispatch
import PostgresFixture
import Store
import StorePostgres
import Synchronization
import Testing

/// What a transaction promises when it meets others, fails or takes too long.
@Suite(.timeLimit(.minutes(5))) struct PostgresTransactionTests {
    private func withCounters(
        _ count: Int = 2,
        connections: Int = 4,
        limits: PostgresLimits = PostgresLimits(),
        _ body: (PostgresDatabase, TestDatabase) async throws -> Void
    ) async throws {
        try await withPostgres(connections: connections, limits: limits) { database, place in
            try await database.write { connection in
                try connection.run("CREATE TABLE n (id BIGINT PRIMARY KEY, value BIGINT NOT NULL)")
                try connection.insert("INSERT INTO n VALUES", rows: (0..<count).map { "(\($0), 0)" })
            }
            try await body(database, place)
        }
    }

    @Test func tenThousandTransactionsOfManyCallersAllCount() async throws {
        try await withCounters(16, connections: 8) { database, place in
            let before = database.counts.transactions
            try await withThrowingTaskGroup(of: Void.self) { group in
                for caller in 0..<200 {
                    group.addTask {
                        for _ in 0..<50 {
                            try await database.write { connection in
                                let id = caller % 16
                                let row = try connection.run(
                                    "SELECT value FROM n WHERE id = \(id) \(.forUpdate)"
                                )[0]
                                try connection.run(
                                    "UPDATE n SET value = \(try row.integer("value") + 1) WHERE id = \(id)"
                                )
                            }
                        }
                    }
                }
                while (try await group.next()) != nil {
                    let counts = database.counts
                    #expect(counts.idle + counts.inUse + counts.opening <= 8)
                }
            }
            let sum = try await database.read { try $0.run("SELECT SUM(value) AS s FROM n")[0].integer("s") }
            #expect(sum == 10_000)
            #expect(try await place.connections() <= 8)
            let counts = database.counts
            #expect(counts.transactions - before >= 10_000)
            #expect(counts.waits > 0)
            #expect(counts.waited > .zero)
            #expect((counts.waiting, counts.reconnects) == (0, 0))
        }
    }

    @Test func theLoserOfADeadlockIsRunAgain() async throws {
        try await withCounters { database, _ in
            let bothHoldOne = Rendezvous()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (first, second) in [(0, 1), (1, 0)] {
                    let tries = Mutex(0)
                    group.addTask {
                        try await database.write { connection in
                            try connection.run("UPDATE n SET value = value + 1 WHERE id = \(first)")
                            if tries.withLock({
                                $0 += 1
                                return $0 == 1
                            }) {
                                bothHoldOne.meet()
                            }
                            try connection.run("UPDATE n SET value = value + 1 WHERE id = \(second)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            let values = try await database.read { connection in
                try connection.run("SELECT value FROM n").map { try $0.integer("value") }
            }
            #expect(values == [2, 2])
            #expect(database.counts.retries >= 1)
        }
    }

    @Test func aTransactionThatAlwaysLosesIsUnavailableInTheEnd() async throws {
        try await withPostgres { database, _ in
            let tries = Mutex(0)
            await #expect(
                throws: StoreError.unavailable("others changed the same rows at the same moment")
            ) {
                try await database.write { connection in
                    tries.withLock { $0 += 1 }
                    try connection.runScript(raise("40001"))
                }
            }
            #expect(tries.withLock { $0 } == 8)
        }
    }

    @Test func aCaughtFailureEndsTheTransactionWithThatFailure() async throws {
        try await withCounters { database, _ in
            await #expect(throws: StoreError.conflict) {
                try await database.write { connection in
                    try connection.run("UPDATE n SET value = 5")
                    #expect(throws: StoreError.conflict) { try connection.run("INSERT INTO n VALUES (1, 1)") }
                    #expect(throws: StoreError.rejected("an earlier statement of the transaction failed")) {
                        try connection.run("SELECT 1")
                    }
                }
            }
            let sum = try await database.read { try $0.run("SELECT SUM(value) AS s FROM n")[0].integer("s") }
            #expect(sum == 0)
        }
    }

    @Test func aBodyThatEndsItsTransactionItselfIsNotTakenForDone() async throws {
        try await withCounters { database, _ in
            await #expect(throws: StoreError.self) {
                try await database.write { connection in
                    try connection.run("UPDATE n SET value = 5")
                    try connection.runScript("ROLLBACK")
                }
            }
            try await database.ping()
        }
    }

    @Test(arguments: [
        ("23505", StoreError.conflict), ("55P03", .unavailable("a row is locked")),
        ("57014", .unavailable("the statement took too long")), ("53100", .unavailable("the disk is full")),
        ("53200", .unavailable("memory ran out")), ("25006", .unavailable("the database is read-only")),
        ("53400", .unavailable("PostgreSQL has too little of something")),
        ("58030", .unavailable("the disk failed")),
        ("57P03", .unavailable("PostgreSQL is starting or stopping")),
        ("XX001", .corrupt("the database is damaged")), ("XX002", .corrupt("the database is damaged")),
        ("22P05", .rejected("22P05 no words of ours")), ("23514", .rejected("23514 no words of ours")),
    ])
    func whatTheServerReportsIsTranslated(_ code: String, _ error: StoreError) async throws {
        try await withPostgres { database, _ in
            await #expect(throws: error) { try await database.write { try $0.runScript(raise(code)) } }
            try await database.ping()
        }
    }

    @Test func aSlowStatementIsStoppedAndTheConnectionKept() async throws {
        var limits = PostgresLimits()
        limits.statement = .seconds(2)
        try await withPostgres(connections: 1, limits: limits) { database, _ in
            let process = try await serverProcess(database)
            await #expect(throws: StoreError.unavailable("the statement took too long")) {
                try await database.read { try $0.run("SELECT CAST(pg_sleep(30) AS TEXT) AS s") }
            }
            #expect(try await serverProcess(database) == process)
        }
    }

    @Test func aTransactionHasATimeLimitOfItsOwn() async throws {
        var limits = PostgresLimits()
        limits.transaction = .milliseconds(200)
        try await withCounters { [limits] database, place in
            let limited = try PostgresDatabase(url: place.url(), connections: 1, limits: limits)
            await #expect(throws: StoreError.unavailable("the transaction took too long")) {
                try await limited.write { connection in
                    try connection.run("UPDATE n SET value = 5")
                    while true { try connection.run("SELECT CAST(pg_sleep(0.01) AS TEXT) AS s") }
                }
            }
            await limited.close()
            let sum = try await database.read { try $0.run("SELECT SUM(value) AS s FROM n")[0].integer("s") }
            #expect(sum == 0)
        }
    }

    private func serverProcess(_ database: PostgresDatabase) async throws -> Int64 {
        try await database.read { try $0.run("SELECT pg_backend_pid() AS pid")[0].integer("pid") }
    }
}

/// A script that fails with this code.
func raise(_ code: String) -> String {
    "DO $$ BEGIN RAISE EXCEPTION 'no words of ours' USING ERRCODE = '\(code)'; END $$"
}

/// Lets two threads go on when both have come.
final class Rendezvous: Sendable {
    private let arrived = Mutex(0)
    private let both = DispatchSemaphore(value: 0)

    func meet() {
        if arrived.withLock({
            $0 += 1
            return $0 == 2
        }) {
            both.signal()
            both.signal()
        }
        both.wait()
    }
}
