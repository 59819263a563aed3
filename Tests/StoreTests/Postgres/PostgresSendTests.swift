import Dispatch
import PostgresFixture
import Store
import StorePostgres
import Synchronization
import Testing

/// Statements whose results nobody waits for.
@Suite(.timeLimit(.minutes(5))) struct PostgresSendTests {
    private func withTable(
        limits: PostgresLimits = PostgresLimits(),
        _ body: (PostgresDatabase, TestDatabase) async throws -> Void
    ) async throws {
        try await withPostgres(connections: 1, limits: limits) { database, place in
            try await database.write { connection in
                try connection.runScript("CREATE TABLE t (n BIGINT PRIMARY KEY, a BYTEA, s BIGSERIAL)")
            }
            try await body(database, place)
        }
    }

    private func numbers(_ database: PostgresDatabase) async throws -> [Int64] {
        try await database.read { connection in
            try connection.run("SELECT n FROM t ORDER BY s").map { try $0.integer("n") }
        }
    }

    @Test func everythingIsCarriedOutInItsOrder() async throws {
        try await withTable { database, _ in
            let seen = try await database.write { connection in
                try connection.send("INSERT INTO t (n) VALUES (1)")
                try connection.send("UPDATE t SET n = n + 10")
                let first = try connection.run("SELECT n FROM t")[0].int("n")
                try connection.send("INSERT INTO t (n) VALUES (\(2))")
                try connection.runScript("UPDATE t SET n = n * 2")
                try connection.send("INSERT INTO t (n) VALUES (\(3))")
                return first
            }
            #expect(seen == 11)
            #expect(try await numbers(database) == [22, 4, 3])
        }
    }

    @Test func aTransactionThatOnlySendsIsKept() async throws {
        try await withTable { database, _ in
            for group in 0..<3 {
                try await database.write { connection in
                    for number in 0..<100 {
                        try connection.send("INSERT INTO t (n) VALUES (\(group * 100 + number))")
                    }
                }
            }
            #expect(try await numbers(database) == Array(0..<300))
        }
    }

    @Test func aFailureIsThrownByTheNextStatementThatIsWaitedForAndUndoesEverything() async throws {
        try await withTable { database, _ in
            await #expect(throws: StoreError.conflict) {
                try await database.write { connection in
                    try connection.send("INSERT INTO t (n) VALUES (1)")
                    try connection.send("INSERT INTO t (n) VALUES (1)")
                    try connection.send("INSERT INTO nothing VALUES (1)")
                    #expect(throws: StoreError.conflict) { try connection.run("SELECT 1") }
                    #expect(throws: StoreError.rejected("an earlier statement of the transaction failed")) {
                        try connection.send("INSERT INTO t (n) VALUES (2)")
                    }
                }
            }
            let kept = try await numbers(database)
            #expect(kept.isEmpty)
        }
    }

    @Test(arguments: [false, true])
    func aFailureThatNothingFollowsIsThrownByTheEnd(_ isBegun: Bool) async throws {
        try await withTable { database, _ in
            for _ in 0..<2 {
                await #expect(throws: StoreError.conflict) {
                    try await database.write { connection in
                        if isBegun { try connection.run("SELECT 1") }
                        try connection.send("INSERT INTO t (n) VALUES (1)")
                        try connection.send("INSERT INTO t (n) VALUES (1)")
                    }
                }
            }
            let kept = try await numbers(database)
            #expect(kept.isEmpty)
            await #expect(throws: StoreError.unavailable("the database is read-only")) {
                try await database.read { try $0.send("INSERT INTO t (n) VALUES (1)") }
            }
            await #expect(throws: StoreError.conflict) {
                try await database.write { connection in
                    try connection.send("INSERT INTO t (n) VALUES (1)")
                    try connection.send("INSERT INTO t (n) VALUES (1)")
                    try connection.runScript("SELECT 1")
                }
            }
        }
    }

    @Test func whatABodySentBeforeItThrewIsNotKept() async throws {
        struct Refusal: Error {}
        try await withTable { database, _ in
            await #expect(throws: Refusal.self) {
                try await database.write { connection in
                    for number in 0..<100 { try connection.send("INSERT INTO t (n) VALUES (\(number))") }
                    throw Refusal()
                }
            }
            let kept = try await numbers(database)
            #expect(kept.isEmpty)
        }
    }

    @Test func theNulCharacterIsRefusedAtOnceAndTheTransactionGoesOn() async throws {
        try await withTable { database, _ in
            try await database.write { connection in
                #expect(throws: StoreError.rejected("PostgreSQL cannot keep text that holds a NUL character"))
                {
                    try connection.send("INSERT INTO t (n) VALUES (length(\("\u{0}")))")
                }
                try connection.send("INSERT INTO t (n) VALUES (1)")
            }
            #expect(try await numbers(database) == [1])
        }
    }

    /// More than the buffers of both sides' sockets hold, in both directions.
    @Test(arguments: [PostgresCluster.Transport.socket, .tcp])
    func thousandsOfStatementsWithLargeValuesPass(_ transport: PostgresCluster.Transport) async throws {
        try await withTable { database, place in
            let far = try PostgresDatabase(url: place.url(over: transport), connections: 1)
            let (small, large) = (
                [UInt8](repeating: 1, count: 4_000), [UInt8](repeating: 2, count: 4_000_000)
            )
            try await far.write { connection in
                for number in 0..<2_000 {
                    let bytes = number % 1_000 == 999 ? large : small
                    try connection.send("INSERT INTO t (n, a) VALUES (\(number), \(bytes)) RETURNING a, a, a")
                }
            }
            await far.close()
            let row = try await database.read { connection in
                try connection.run("SELECT COUNT(*) AS n, SUM(length(a)) AS size FROM t")[0]
            }
            #expect(try row.int("n") == 2_000)
            #expect(try row.int("size") == 1_998 * 4_000 + 2 * 4_000_000)
        }
    }

    @Test func fewRoundTripsAreMade() async throws {
        try await withTable { database, _ in
            func roundTrips(_ body: @escaping @Sendable (any Connection) throws -> Void) async throws -> Int {
                let before = database.counts.roundTrips
                try await database.write(body)
                return database.counts.roundTrips - before
            }
            let waiting = try await roundTrips { connection in
                for number in 0..<20 { try connection.run("INSERT INTO t (n) VALUES (\(number))") }
            }
            let sending = try await roundTrips { connection in
                for number in 20..<40 { try connection.send("INSERT INTO t (n) VALUES (\(number))") }
            }
            let mixed = try await roundTrips { connection in
                for number in 40..<60 { try connection.send("INSERT INTO t (n) VALUES (\(number))") }
                try connection.run("SELECT 1")
                for number in 60..<190 { try connection.send("INSERT INTO t (n) VALUES (\(number))") }
            }
            // The last: with SELECT, two full queues, and the rest with COMMIT.
            #expect((waiting, sending, mixed) == (21, 1, 4))
            #expect(try await numbers(database) == Array(0..<190))
        }
    }

    @Test(arguments: [false, true])
    func aConnectionLostWhileStatementsWaitIsReplacedAndTheTransactionRunAgain(
        _ waits: Bool
    ) async throws {
        try await withTable { database, place in
            let other = try PostgresDatabase(url: place.url(), connections: 1)
            try await other.ping()
            let tries = Mutex(0)
            let (processes, process) = AsyncStream<Int64>.makeStream()
            let gone = DispatchSemaphore(value: 0)
            async let written: Void = database.write { connection in
                let attempt = tries.withLock {
                    $0 += 1
                    return $0
                }
                let id = try connection.run("SELECT pg_backend_pid() AS id")[0].integer("id")
                try connection.send("INSERT INTO t (n) VALUES (\(attempt))")
                if attempt == 1 {
                    process.yield(id)
                    gone.wait()
                }
                if waits { try connection.run("SELECT 1") }
            }
            for await id in processes {
                _ = try await other.read { connection in
                    try connection.run(
                        "SELECT CAST(pg_terminate_backend(CAST(\(id) AS INT), 5000) AS TEXT) AS s"
                    )
                }
                break
            }
            gone.signal()
            try await written
            await other.close()
            #expect(tries.withLock { $0 } == 2)
            #expect(try await numbers(database) == [2])
        }
    }

    @Test func whatTheServerForgotIsPreparedAnew() async throws {
        try await withTable { database, _ in
            for number in 0..<2 {
                try await database.write { try $0.send("INSERT INTO t (n) VALUES (\(number))") }
                _ = try await database.read { try $0.runScript("DEALLOCATE ALL") }
            }
            #expect(database.counts.retries > 0)
            #expect(try await numbers(database) == [0, 1])
        }
    }

    @Test func theLoserOfADeadlockIsRunAgain() async throws {
        try await withPostgres { database, _ in
            try await database.write { connection in
                try connection.run("CREATE TABLE n (id BIGINT, value BIGINT)")
                try connection.send("INSERT INTO n VALUES (0, 0), (1, 0)")
            }
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
                            // With COMMIT, and its failure with it.
                            try connection.send("UPDATE n SET value = value + 1 WHERE id = \(second)")
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
}
