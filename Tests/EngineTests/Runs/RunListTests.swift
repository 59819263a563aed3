import Contract
import Domain
import Engine
import Store
import Testing

@Suite(.timeLimit(.minutes(5))) struct RunListTests {
    private func insert(_ runs: Range<Int>, into world: World) async throws {
        let base = world.clock.now
        try await world.database.write { connection in
            for number in runs {
                let run = RunView(
                    id: .make(at: base + .microseconds(number)),
                    kind: .install,
                    status: .queued,
                    requestedBy: "ann",
                    source: .api,
                    reason: nil,
                    parentRunID: nil,
                    // Ten at a time were created at the same moment.
                    createdAt: base + .microseconds(number / 10),
                    startedAt: nil,
                    finishedAt: nil,
                    counts: TaskCounts(),
                    tasks: nil
                )
                try RunTable(connection).insert(run)
            }
        }
    }

    // API-05
    @Test func pagingTenThousandRunsWhileOthersAreAddedShowsEachOnce() async throws {
        try await withWorld { world in
            try await insert(0..<10_000, into: world)
            let known = try await world.database.read { connection in
                try Set(connection.run("SELECT id FROM install_runs").map { try $0.text("id") })
            }
            var seen: [String] = []
            var query = RunQuery(page: PageRequest(limit: 200))
            var next = 10_000
            repeat {
                let page = try await world.admin.runs(query)
                seen += page.items.map(\.id.rawValue)
                query.page.cursor = page.nextCursor
                try await insert(next..<next + 10, into: world)
                next += 10
            } while query.page.cursor != nil
            #expect(next == 10_500)
            #expect(seen.count == 10_000)
            #expect(Set(seen) == known)
        }
    }

    @Test func runsAreFoundByWhatTheyDidAndWhere() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            try await world.addProvider("beta")
            try await world.addSkill("demo")
            try await world.addSkill("other")
            let first = try await world.start(["demo"], on: ["alpha"])
            try await world.finish(first)
            let second = try await world.start(["other"], on: ["beta"])
            func found(_ query: RunQuery) async throws -> [RunID] {
                try await world.admin.runs(query).items.map(\.id)
            }
            #expect(try await found(RunQuery()) == [second.id, first.id])
            #expect(try await found(RunQuery(status: .success)) == [first.id])
            #expect(try await found(RunQuery(provider: "beta")) == [second.id])
            #expect(try await found(RunQuery(skill: "demo")) == [first.id])
            #expect(try await found(RunQuery(kind: .uninstall)) == [])
            #expect(try await found(RunQuery(requestedBy: "ann", source: .api)) == [second.id, first.id])
            #expect(try await found(RunQuery(createdAfter: second.createdAt)) == [second.id])
            #expect(try await found(RunQuery(createdBefore: second.createdAt)) == [first.id])
        }
    }

    @Test func aCursorOfSomethingElseIsRefused() async throws {
        try await withWorld { world in
            for cursor in ["nonsense", "x.y", ""] {
                let query = RunQuery(page: PageRequest(cursor: cursor))
                let refused = try await problem { try await world.admin.runs(query) }
                #expect(refused?.errors.map(\.pointer) == ["?cursor"])
            }
            #expect(try await problem { try await world.admin.run("missing") }?.code == .notFound)
        }
    }
}
