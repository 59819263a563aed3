import Foundation
import PostgresFixture
import Store
import StorePostgres
import Synchronization
import Testing

/// Servers that stop and networks that break, on a server of their own.
@Suite(.serialized, .timeLimit(.minutes(10))) struct PostgresFaultTests {
    private static let starting = Task.detached { try await PostgresCluster.start(fsync: true) }

    private func withTable(
        connections: Int = 4,
        limits: PostgresLimits = PostgresLimits(),
        _ body: (PostgresDatabase, TestDatabase) async throws -> Void
    ) async throws {
        let cluster = try await Self.starting.value
        try await withPostgres(connections: connections, limits: limits, in: cluster) { database, place in
            try await database.write { try $0.run("CREATE TABLE n (number BIGINT)") }
            try await body(database, place)
        }
    }

    private func insert(_ number: Int, into database: PostgresDatabase) async throws {
        try await database.write { try $0.run("INSERT INTO n VALUES (\(number))") }
    }

    private func numbers(_ database: PostgresDatabase) async throws -> [Int64] {
        try await database.read { connection in
            try connection.run("SELECT number FROM n ORDER BY number").map { try $0.integer("number") }
        }
    }

    @Test(arguments: [PostgresCluster.Restart.fast, .immediate])
    func aRestartOfTheServerIsGoneThroughWithoutAnError(_ mode: PostgresCluster.Restart) async throws {
        try await withTable { database, place in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<16 {
                    group.addTask { try await insert(number, into: database) }
                }
                try await group.waitForAll()
            }
            try await place.cluster.restart(mode)
            #expect(try await numbers(database) == Array(0..<16))
            try await database.write { try $0.run("INSERT INTO n VALUES (16)") }
            #expect(database.counts.reconnects > 0)
        }
    }

    @Test func whileTheServerIsAwayEverybodyIsToldAtOnce() async throws {
        try await withTable { database, place in
            try await place.cluster.stopServer(.fast)
            let start = ContinuousClock.now
            let errors = await withTaskGroup(of: StoreError?.self) { group in
                for _ in 0..<500 {
                    group.addTask {
                        do {
                            try await database.ping()
                            return nil
                        } catch {
                            return error as? StoreError
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            // Nobody waited for a connection in vain.
            #expect(ContinuousClock.now - start < .seconds(9))
            #expect(Set(errors.map { $0?.isUnavailable }) == [true])
            try await place.cluster.startServer()
            // Nobody says when the driver tries again: it does by itself, at the latest after its back-off.
            while !(await isAvailable(database)) { await Task.yield() }
            let kept = try await numbers(database)
            #expect(kept.isEmpty)
        }
    }

    private func isAvailable(_ database: PostgresDatabase) async -> Bool {
        do {
            try await database.ping()
            return true
        } catch {
            return false
        }
    }

    @Test func aConnectionEndedUnderATransactionIsReplacedAndTheTransactionRunAgain() async throws {
        try await withTable { database, _ in
            let tries = Mutex(0)
            try await database.write { connection in
                let attempt = tries.withLock {
                    $0 += 1
                    return $0
                }
                try connection.run("INSERT INTO n VALUES (\(attempt))")
                if attempt == 1 {
                    try connection.run(
                        "SELECT CAST(pg_terminate_backend(pg_backend_pid()) AS TEXT) AS done"
                    )
                }
                try connection.run("SELECT 1")
            }
            #expect(try await numbers(database) == [2])
        }
    }

    @Test func aConnectionThatIsAlwaysEndedIsUnavailableInTheEnd() async throws {
        try await withTable { database, _ in
            let error = await #expect(throws: StoreError.self) {
                try await database.write { connection in
                    try connection.run(
                        "SELECT CAST(pg_terminate_backend(pg_backend_pid()) AS TEXT) AS done"
                    )
                    try connection.run("SELECT 1")
                }
            }
            #expect(error?.isUnavailable == true)
            let kept = try await numbers(database)
            #expect(kept.isEmpty)
        }
    }

    @Test func aServerProcessThatStopsIsGivenUpAtTheDeadline() async throws {
        var limits = PostgresLimits()
        limits.statement = .seconds(2)
        limits.grace = .milliseconds(500)
        try await withTable(connections: 2, limits: limits) { database, _ in
            let stopped = Mutex<Int32?>(nil)
            let start = ContinuousClock.now
            await #expect(throws: StoreError.unavailable("PostgreSQL did not answer in time")) {
                try await database.write { connection in
                    try connection.run("INSERT INTO n VALUES (1)")
                    let process = try connection.run("SELECT pg_backend_pid() AS pid")[0].int("pid")
                    stopped.withLock { $0 = Int32(process) }
                    kill(Int32(process), SIGSTOP)
                    try connection.run("INSERT INTO n VALUES (2)")
                }
            }
            #expect(ContinuousClock.now - start < .seconds(30))
            let kept = try await numbers(database)
            #expect(kept.isEmpty)
            if let process = stopped.withLock({ $0 }) { kill(process, SIGCONT) }
            try await database.ping()
        }
    }

    @Test(arguments: [false, true])
    func whenTheAnswerToCommitIsLostTheOutcomeIsUnknownAndNothingIsRepeated(
        _ serverHears: Bool
    ) async throws {
        try await withTable { database, place in
            let proxy = try Proxy(to: place.cluster.port)
            let far = try PostgresDatabase(url: place.url(throughPort: proxy.port), connections: 1)
            proxy.set(.hangUp(on: "COMMIT\u{0}", serverHears: serverHears))
            let tries = Mutex(0)
            let error = await #expect(throws: StoreError.self) {
                try await far.write { connection in
                    tries.withLock { $0 += 1 }
                    try connection.run("INSERT INTO n VALUES (1)")
                }
            }
            #expect(
                error
                    == .unavailable(
                        "the connection broke during COMMIT: whether the change was made is unknown"
                    )
            )
            #expect(tries.withLock { $0 } == 1)
            #expect(try await numbers(database) == (serverHears ? [1] : []))
            proxy.set(nil)
            try await far.write { try $0.run("INSERT INTO n VALUES (2)") }
            #expect(try await numbers(database).last == 2)
            await far.close()
            proxy.close()
        }
    }

    @Test func aNetworkThatSwallowsEverythingIsGivenUpAtTheDeadline() async throws {
        var limits = PostgresLimits()
        limits.waiting = .seconds(20)
        limits.connecting = .milliseconds(300)
        limits.statement = .milliseconds(300)
        limits.grace = .milliseconds(100)
        try await withTable { _, place in
            let proxy = try Proxy(to: place.cluster.port)
            let far = try PostgresDatabase(
                url: place.url(throughPort: proxy.port),
                connections: 2,
                limits: limits
            )
            // A machine that is busy may need more than one try.
            while !(await isAvailable(far)) { await Task.yield() }
            proxy.set(.silence)
            let start = ContinuousClock.now
            for _ in 0..<3 {
                let error = await #expect(throws: StoreError.self) { try await far.ping() }
                #expect(error == .unavailable("PostgreSQL did not answer in time"))
            }
            #expect(ContinuousClock.now - start < .seconds(30))
            await far.close()
            proxy.close()
        }
    }

    @Test func theFirstHostThatAnswersIsUsed() async throws {
        try await withTable { _, place in
            let silent = try Proxy(to: place.cluster.port)
            silent.set(.silence)
            let refused = try Proxy(to: place.cluster.port)
            refused.close()
            let ports = [refused.port, silent.port, place.cluster.port].map { "127.0.0.1:\($0)" }
            let database = try PostgresDatabase(
                url: place.url(throughHosts: ports.joined(separator: ",")) + "?connect_timeout=3",
                connections: 1
            )
            try await database.ping()
            #expect(silent.count == 1)
            await database.close()
            silent.close()
        }
    }

    @Test func noErrorRepeatsWhatTheConnectionStringHolds() async throws {
        let cluster = try await Self.starting.value
        let refused = try Proxy(to: cluster.port)
        refused.close()
        let secret = "swordfish-0815"
        var limits = PostgresLimits()
        // Some machines ask long for a name that nobody knows.
        (limits.connecting, limits.waiting) = (.seconds(60), .seconds(120))
        let cases = [
            ("127.0.0.1:\(cluster.port)/postgres", "PostgreSQL refused the user or the password"),
            ("127.0.0.1:\(refused.port)/postgres", "PostgreSQL cannot be reached"),
            ("no-such-host.invalid/postgres", "PostgreSQL cannot be reached"),
            (
                "127.0.0.1:\(cluster.port)/postgres?sslmode=require",
                "PostgreSQL offers no TLS, and sslmode asks for it: set ssl = on at the server"
            ),
            (
                "127.0.0.1:\(cluster.port)/postgres?nonsense=%",
                "the connection string of PostgreSQL cannot be read"
            ),
        ]
        for (place, expected) in cases {
            let error = await #expect(throws: StoreError.self, "\(place)") {
                let url = "postgres://skillyard:\(secret)@\(place)"
                let database = try PostgresDatabase(url: url, connections: 1, limits: limits)
                try await database.ping()
            }
            #expect(error == .unavailable(expected), "\(place)")
            #expect(!String(reflecting: error).contains(secret))
        }
    }

    @Test func whatIsWrongWithTheDatabaseIsSaid() async throws {
        let cluster = try await Self.starting.value
        try await cluster.ask("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
        for (name, words) in [
            ("missing", "there is no such database"), ("latin", "the database's encoding must be UTF8"),
        ] {
            let database = try PostgresDatabase(url: cluster.url(name, over: .tcp), connections: 1)
            await #expect(throws: StoreError.unavailable(words)) { try await database.ping() }
        }
        let database = try PostgresDatabase(url: cluster.url("postgres", over: .tcp), connections: 1)
        let version = try await database.serverVersion()
        #expect(version.split(separator: ".").first.flatMap { Int($0) } ?? 0 >= 15)
        await database.close()
    }

    @Test func nothingIsLeftWhenTheClusterIsRemoved() async throws {
        let cluster = try await PostgresCluster.start()
        #expect(try await cluster.ask("SELECT 1") == "1")
        try await cluster.remove()
        #expect(!FileManager.default.fileExists(atPath: cluster.folder))
        await #expect(throws: FixtureError.self) { try await cluster.ask("SELECT 1") }
    }
}

extension StoreError {
    fileprivate var isUnavailable: Bool {
        if case .unavailable = self { true } else { false }
    }
}
