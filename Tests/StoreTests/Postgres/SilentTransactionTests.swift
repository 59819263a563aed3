import Foundation
import PostgresFixture
import Store
import StorePostgres
import Testing

/// A node that is halted, or cut off, in the middle of a transaction.
@Suite struct PostgresSilentTransactionTests {
    /// Everybody else would wait behind its locks for as long as it is silent.
    @Test(.timeLimit(.minutes(5)))
    func itLosesItsLocksAndRunsAgainWhenItWakesUp() async throws {
        var limits = PostgresLimits()
        limits.silence = .milliseconds(200)
        try await withPostgres(limits: limits) { database, place in
            let other = try PostgresDatabase(url: place.url(), connections: 1)
            try await database.write { connection in
                try connection.runScript("CREATE TABLE t (n BIGINT); INSERT INTO t VALUES (0)")
            }
            let (locked, awake) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            async let silent: Void = database.write { connection in
                try connection.run("UPDATE t SET n = n + 1")
                locked.signal()
                awake.wait()
                awake.signal()  // the next try goes on at once
                try connection.run("UPDATE t SET n = n + 10")
            }
            try await other.write { connection in
                locked.wait()
                locked.signal()  // so would a next try of this one
                try connection.run("UPDATE t SET n = n + 100")
                awake.signal()
            }
            try await silent
            await other.close()
            #expect(try await database.read { try $0.run("SELECT n FROM t").first?.int("n") } == 111)
        }
    }
}
