import Contract
import Store
import Testing

@Suite struct LeadershipTableTests {
    private func entry(_ holder: String, until seconds: Int) -> LeadershipTable.Entry {
        LeadershipTable.Entry(holder: holder, process: "p-\(holder)", expires: start + .seconds(seconds))
    }

    @Test(arguments: Backend.available)
    func aDutyIsTakenByOneAndKept(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            func take(_ new: LeadershipTable.Entry, from old: LeadershipTable.Entry?) async throws -> Bool {
                try await database.write { try LeadershipTable($0).take("watchdog", new, from: old) }
            }
            #expect(try await take(entry("a", until: 2), from: nil))
            // Whoever looked before that comes too late.
            #expect(try await take(entry("b", until: 2), from: nil) == false)
            #expect(try await take(entry("a", until: 4), from: entry("a", until: 2)))
            #expect(try await take(entry("b", until: 9), from: entry("a", until: 2)) == false)
            let found = try await database.read { try LeadershipTable($0).find("watchdog") }
            #expect(found == entry("a", until: 4))
            #expect(try await take(entry("b", until: 9), from: found))
            try await database.write { try LeadershipTable($0).leave("watchdog", holder: "a") }
            #expect(
                try await database.read { try LeadershipTable($0).find("watchdog") } == entry("b", until: 9)
            )
            try await database.write { try LeadershipTable($0).leave("watchdog", holder: "b") }
            #expect(try await database.read { try LeadershipTable($0).find("watchdog") } == nil)
        }
    }

    @Test(arguments: Backend.available)
    func ofManyWhoTryAtOnceOneSucceeds(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            let winners = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<12 {
                    group.addTask {
                        let mine = entry("n\(number)", until: 5)
                        let won = try await database.write { connection in
                            try LeadershipTable(connection).take("janitor", mine, from: nil)
                        }
                        return won ? 1 : 0
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(winners == 1)
        }
    }
}
