import Dispatch
import PostgresFixture
import Store
import StorePostgres
import Synchronization
import Testing

/// Waiting for a connection, and the end of all waiting.
@Suite(.timeLimit(.minutes(5))) struct PostgresPoolTests {
    @Test func whoWaitsTooLongForAConnectionIsToldSo() async throws {
        var limits = PostgresLimits()
        limits.waiting = .milliseconds(100)
        try await withPostgres(connections: 1, limits: limits) { database, _ in
            // However long opening takes, from now on there is a connection to be had.
            while (try? await database.ping()) == nil {}
            let gate = DispatchSemaphore(value: 0)
            let (isHeld, held) = AsyncStream<Void>.makeStream()
            let holder = Task {
                try await database.write { _ in
                    held.finish()
                    gate.wait()
                }
            }
            for await _ in isHeld {}
            let unavailable = StoreError.unavailable("no connection to PostgreSQL came free in time")
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        await #expect(throws: unavailable) { try await database.ping() }
                    }
                }
            }
            #expect(database.counts.waiting == 0)
            gate.signal()
            try await holder.value
            try await database.ping()
        }
    }

    private final class Order: Sendable {
        let numbers = Mutex<[Int]>([])
    }

    @Test func whoCameFirstIsServedFirst() async throws {
        try await withPostgres(connections: 1) { database, _ in
            let gate = DispatchSemaphore(value: 0)
            let order = Order()
            var tasks = [Task { try await database.write { _ in gate.wait() } }]
            for number in 0..<100 {
                while database.counts.inUse + database.counts.waiting < number + 1 { await Task.yield() }
                tasks.append(
                    Task { try await database.write { _ in order.numbers.withLock { $0.append(number) } } }
                )
            }
            while database.counts.waiting < 100 { await Task.yield() }
            gate.signal()
            for task in tasks { try await task.value }
            #expect(order.numbers.withLock { $0 } == Array(0..<100))
        }
    }

    @Test func aCanceledCallersTransactionIsCarriedOutOnce() async throws {
        try await withPostgres(connections: 2) { database, _ in
            try await database.write { try $0.run("CREATE TABLE n (number BIGINT)") }
            let tasks = (0..<100).map { number in
                Task { try await database.write { try $0.run("INSERT INTO n VALUES (\(number))") } }
            }
            for task in tasks { task.cancel() }
            for task in tasks { _ = try await task.value }
            let rows = try await database.read { try $0.run("SELECT DISTINCT number FROM n").count }
            #expect(rows == 100)
        }
    }

    @Test func closingCarriesOutWhatWasHandedInAndLeavesNoConnection() async throws {
        try await withPostgres(connections: 3) { database, place in
            try await database.write { try $0.run("CREATE TABLE n (number BIGINT)") }
            let gate = DispatchSemaphore(value: 0)
            let tasks = (0..<30).map { number in
                Task {
                    try await database.write { connection in
                        gate.wait()
                        gate.signal()
                        try connection.run("INSERT INTO n VALUES (\(number))")
                    }
                }
            }
            while database.counts.inUse + database.counts.waiting < 30 { await Task.yield() }
            let closing = Task { await database.close() }
            gate.signal()
            for task in tasks { _ = try await task.value }
            await closing.value
            await #expect(throws: StoreError.unavailable("the database is closed")) {
                try await database.ping()
            }
            await database.close()
            // The server takes a moment to notice.
            while try await place.connections() > 0 {}
            #expect(try await place.cluster.ask("SELECT 1") == "1")
            let counts = database.counts
            #expect((counts.idle, counts.inUse, counts.opening, counts.waiting) == (0, 0, 0, 0))
            let check = try PostgresDatabase(url: place.url(), connections: 1)
            #expect(try await check.read { try $0.run("SELECT number FROM n").count } == 30)
            await check.close()
        }
    }

    @Test func connectionsAreOpenedWhenTheyAreNeededOnly() async throws {
        try await withPostgres(connections: 8) { database, place in
            #expect(try await place.connections() == 0)
            for _ in 0..<20 { try await database.ping() }
            #expect(try await place.connections() == 1)
            #expect(database.counts.idle == 1)
        }
    }
}
