import Contract
import Dispatch
import Store
import Testing

@Suite(.timeLimit(.minutes(5))) struct EventTableTests {
    @Test(arguments: Backend.available)
    func aFollowerSeesEveryEventOnceAndInOrder(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            let follower = Task { try await follow(database, until: 300) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<6 {
                    group.addTask {
                        for number in 0..<50 {
                            try await database.write { connection in
                                try EventTable(connection).append(
                                    [NewEvent(.taskChanged, skill: "\(writer)-\(number)")],
                                    at: start
                                )
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let events = try await follower.value
            #expect(events.count == 300)
            #expect(Set(events.map(\.skill)).count == 300)
            #expect(zip(events, events.dropFirst()).allSatisfy { $0.position < $1.position })
            for writer in 0..<6 {
                let own = events.compactMap(\.skill).filter { $0.hasPrefix("\(writer)-") }
                #expect(own == (0..<50).map { "\(writer)-\($0)" })
            }
        }
    }

    /// Reads on until `count` events have come; the time limit of the test run ends it otherwise.
    private func follow(_ database: any Database, until count: Int) async throws -> [EventView] {
        var seen: [EventView] = []
        var horizon = try await database.read { try EventHorizon(before: 1000, of: $0) }
        while seen.count < count {
            let known = horizon
            let (reached, events) = try await database.read { connection in
                var reached = known
                let events = try reached.advance(on: connection, limit: 40).events
                return (reached, events)
            }
            horizon = reached
            seen += events
            await Task.yield()
        }
        return seen
    }

    /// What a slower writer adds before it is shown before it, and is not passed over.
    @Test func aFollowerWaitsForAWriterThatTookItsPlaceFirst() async throws {
        try await Backend.postgres.withDatabase { database in
            let (holding, held) = AsyncStream<Void>.makeStream()
            let release = DispatchSemaphore(value: 0)
            let slow = Task {
                try await database.write { connection in
                    try EventTable(connection).append([NewEvent(.runChanged, skill: "slow")], at: start)
                    try connection.run("SELECT 1")  // what was only sent has a place from here on
                    held.yield()
                    release.wait()
                }
            }
            for await _ in holding { break }
            try await append("quick", to: database)
            var horizon = try await database.read { try EventHorizon(before: 10, of: $0) }
            #expect(try await advance(&horizon, in: database) == [])
            #expect(try await database.read { try EventTable($0).entries(after: 0, limit: 9).count } == 1)
            release.signal()
            try await slow.value
            #expect(try await advance(&horizon, in: database) == ["slow", "quick"])
        }
    }

    /// The same when the quicker writer began first, so that the slower one's number is the higher.
    @Test func aFollowerWaitsForAWriterThatBeganLater() async throws {
        try await Backend.postgres.withDatabase { database in
            let (steps, step) = AsyncStream<Void>.makeStream()
            let (mayAppend, mayCommit) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            let quick = Task {
                try await database.write { connection in
                    try connection.run("SELECT pg_current_xact_id()")
                    step.yield()
                    mayAppend.wait()
                    try EventTable(connection).append([NewEvent(.runChanged, skill: "quick")], at: start)
                }
            }
            var reached = steps.makeAsyncIterator()
            await reached.next()
            let slow = Task {
                try await database.write { connection in
                    try EventTable(connection).append([NewEvent(.runChanged, skill: "slow")], at: start)
                    try connection.run("SELECT 1 AS sent")
                    step.yield()
                    mayCommit.wait()
                }
            }
            await reached.next()
            mayAppend.signal()
            try await quick.value
            var horizon = try await database.read { try EventHorizon(before: 10, of: $0) }
            for _ in 0..<3 { #expect(try await advance(&horizon, in: database) == []) }
            mayCommit.signal()
            try await slow.value
            #expect(try await advance(&horizon, in: database) == ["slow", "quick"])
        }
    }

    /// A place that a rolled back transaction left empty holds nobody up.
    @Test(arguments: Backend.available)
    func aGapThatNobodyWillFillIsPassed(on backend: Backend) async throws {
        struct Refusal: Error {}
        try await backend.withDatabase { database in
            var horizon = try await database.read { try EventHorizon(before: 10, of: $0) }
            try await append("one", to: database)
            await #expect(throws: Refusal.self) {
                try await database.write { connection in
                    try EventTable(connection).append([NewEvent(.runChanged, skill: "never")], at: start)
                    throw Refusal()
                }
            }
            try await append("two", to: database)
            // The first look notices the gap; a later one knows that nobody is left to fill it, as soon as all
            // transactions of the server are over that ran at the first.
            var seen: [String] = []
            while seen.count < 2 { seen += try await advance(&horizon, in: database) }
            #expect(seen == ["one", "two"])
        }
    }

    private func append(_ name: String, to database: any Database) async throws {
        try await database.write { connection in
            try EventTable(connection).append([NewEvent(.runChanged, skill: name)], at: start)
        }
    }

    private func advance(_ horizon: inout EventHorizon, in database: any Database) async throws -> [String] {
        let known = horizon
        let (reached, events) = try await database.read { connection in
            var reached = known
            let events = try reached.advance(on: connection, limit: 40).events
            return (reached, events)
        }
        horizon = reached
        return events.compactMap(\.skill)
    }

    @Test(arguments: Backend.available)
    func everyFieldComesBack(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            let full = NewEvent(
                .taskChanged,
                runID: RunID(rawValue: "r"),
                taskID: TaskID(rawValue: "t"),
                skill: "s",
                provider: ProviderID(rawValue: "p"),
                status: "failed",
                code: .rateLimited
            )
            let events = try await database.write { connection in
                try EventTable(connection).append([full, NewEvent(.providerChanged)], at: start)
                return try EventTable(connection).entries(after: 0, limit: 10)
            }
            #expect(
                events.first
                    == EventView(
                        position: 1,
                        kind: .taskChanged,
                        at: start,
                        runID: RunID(rawValue: "r"),
                        taskID: TaskID(rawValue: "t"),
                        skill: "s",
                        provider: ProviderID(rawValue: "p"),
                        status: "failed",
                        code: .rateLimited
                    )
            )
            #expect(events.last == EventView(position: 2, kind: .providerChanged, at: start))
        }
    }

    @Test(arguments: Backend.available, [0, 1, 7, 8, 9, 63, 64, 65, 150])
    func manyEventsAtOnceKeepTheirOrder(on backend: Backend, count: Int) async throws {
        try await backend.withDatabase { database in
            let skills = try await database.write { connection in
                try EventTable(connection).append(
                    (0..<count).map { NewEvent(.skillRegistered, skill: "\($0)") },
                    at: start
                )
                return try EventTable(connection).entries(after: 0, limit: 1000).map(\.skill)
            }
            #expect(skills == (0..<count).map { "\($0)" })
        }
    }

    @Test(arguments: Backend.available)
    func pruningKeepsTheNewestAndPositionsNeverComeAgain(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.write { connection in
                let table = EventTable(connection)
                #expect(try table.latestPosition() == 0)
                #expect(try table.oldestPosition() == nil)
                try table.append((0..<10).map { _ in NewEvent(.runChanged) }, at: start)
                try table.prune(before: 4)
                #expect(try table.oldestPosition() == 4)
                try table.prune(before: 1000)
                #expect(try table.oldestPosition() == 10)
                #expect(try table.latestPosition() == 10)
                try table.append([NewEvent(.runChanged)], at: start)
                #expect(try table.latestPosition() == 11)
            }
        }
    }
}
