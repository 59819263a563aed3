import Contract
import Store
import Testing

@Suite struct EventTableTests {
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
        while seen.count < count {
            let position = seen.last?.position ?? 0
            seen += try await database.read { try EventTable($0).entries(after: position, limit: 40) }
            await Task.yield()
        }
        return seen
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
