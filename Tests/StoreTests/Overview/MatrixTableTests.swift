import Contract
import Domain
import Store
import Testing

@Suite struct MatrixTableTests {
    private func rows(_ database: any Database, _ query: SkillQuery = SkillQuery()) async throws
        -> Page<MatrixRow>
    {
        try await database.read { try MatrixTable($0).list(query) }
    }

    private func cell(_ skill: String, _ provider: ProviderID, in database: any Database) async throws
        -> MatrixCell?
    {
        try await rows(database).items.first { $0.skill == skill }?.cells.first { $0.provider == provider }
    }

    private func note(_ version: Int, by task: InstallTask, in database: any Database) async throws {
        let remote = RemoteReference(id: "r", version: nil)
        let installed = InstallTask.Installed(version: version, digest: "d", remote: remote)
        try await database.write { try InstallationTable($0).put(installed, by: task, at: start) }
    }

    @Test(arguments: Backend.available)
    func everySkillHasACellForEachEnabledProvider(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: ["a", "b"], providers: [.beta, .alpha, "gone"])
            try await database.write {
                let disabled = ProviderSettings(kind: .http, displayName: "gone", enabled: false)
                _ = try ProviderTable($0).put("gone", disabled, at: start)
            }
            let page = try await rows(database)
            #expect(page.items.map(\.skill) == ["a", "b"])
            for row in page.items {
                #expect(row.cells.map(\.provider) == [.alpha, .beta])
                #expect(row.cells.map(\.state) == [.absent, .absent])
                #expect(row.cells.allSatisfy { $0.runID == nil && $0.at == nil })
            }
        }
    }

    @Test(arguments: Backend.available)
    func aCellFollowsItsTargetFromTheQueueToTheEnd(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: ["a"], providers: [.alpha])
            let queued = try await database.addRun(["a"], on: [.alpha])[0]
            func expect(_ state: MatrixCell.State, at seconds: Int, _ line: Int = #line) async throws {
                let cell = try await cell("a", .alpha, in: database)
                #expect(cell?.state == state, "line \(line)")
                #expect(cell?.runID == queued.runID, "line \(line)")
                #expect(cell?.at == start + .seconds(seconds), "line \(line)")
            }
            try await expect(.waiting, at: 0)
            let claimed = try await database.claim(1, from: .alpha, at: start + .seconds(1))[0].task
            try await expect(.running, at: 1)
            let busy = ProviderFailure(.rateLimited, "busy", retryAfter: .seconds(60))
            try await database.write { connection in
                let ended = AttemptTable.Ended(claimed, outcome: "rate_limited", error: nil)
                try AttemptTable(connection).insert([ended].compactMap(\.self), at: start + .seconds(2))
            }
            try await database.finish(claimed, .fail(busy, jitter: 0), at: start + .seconds(2))
            // When it last changed, and not when it goes on.
            try await expect(.waiting, at: 2)
            let again = try await database.claim(1, from: .alpha, at: start + .seconds(90))[0].task
            let refusal = ProviderFailure(.authFailed, "no")
            try await database.finish(again, .fail(refusal, jitter: 0), at: start + .seconds(91))
            try await expect(.failed, at: 91)
            #expect(try await cell("a", .alpha, in: database)?.code == .authFailed)
        }
    }

    @Test(arguments: Backend.available)
    func theLastTargetDecidesAndOtherwiseWhatIsInstalled(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.register([skill("a"), skill("a", content: "v2")])
            try await database.prepare(skills: ["other"], providers: [.alpha])
            let refusal = ProviderFailure(.authFailed, "no")
            func end(_ action: InstallTask.Action, after delay: Int) async throws -> InstallTask {
                let task = try await database.addRun(["a"], on: [.alpha], after: delay)[0]
                let claimed = try await database.claim(1, from: .alpha, at: start + .seconds(1))[0].task
                try await database.finish(claimed, action, at: start + .seconds(delay))
                return task
            }
            let old = try await end(.succeed(nil), after: 10)
            try await note(1, by: old, in: database)
            #expect(try await cell("a", .alpha, in: database)?.state == .outdated)
            let failed = try await end(.fail(refusal, jitter: 0), after: 20)
            let cellOfFailed = try await cell("a", .alpha, in: database)
            #expect(cellOfFailed?.state == .failed)
            #expect(cellOfFailed?.runID == failed.runID)
            #expect(cellOfFailed?.installedVersion == 1)
            let new = try await end(.succeed(nil), after: 30)
            try await note(2, by: new, in: database)
            #expect(try await cell("a", .alpha, in: database)?.state == .current)
            #expect(try await cell("a", .alpha, in: database)?.code == nil)
            // An older run is tried again: what is open there decides.
            try await database.write { connection in
                let tasks = try TaskTable(connection).lockAll(of: failed.runID)
                let again = try tasks[0].applying(.retry(attempts: 1), at: start + .seconds(40))
                try TaskTable(connection).save(again, over: tasks[0].state, at: start)
            }
            let waiting = try await cell("a", .alpha, in: database)
            #expect(waiting?.state == .waiting)
            #expect(waiting?.runID == failed.runID)
            #expect(waiting?.at == start + .seconds(40))
        }
    }

    @Test(arguments: Backend.available)
    func whatRunsIsShownBeforeWhatWaitsBehindIt(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: ["a"], providers: [.alpha])
            let first = try await database.addRun(["a"], on: [.alpha])[0]
            _ = try await database.claim(1, from: .alpha)
            try await database.addRun(["a"], on: [.alpha], after: 5)
            let cell = try await cell("a", .alpha, in: database)
            #expect(cell?.state == .running)
            #expect(cell?.runID == first.runID)
        }
    }

    @Test(arguments: Backend.available)
    func pagesAndFiltersAreThoseOfTheList(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: (100..<250).map { "skill-\($0)" }, providers: [.alpha])
            var query = SkillQuery(page: PageRequest(limit: 70))
            var seen: [String] = []
            repeat {
                let page = try await rows(database, query)
                seen += page.items.map(\.skill)
                query.page.cursor = page.nextCursor
            } while query.page.cursor != nil
            #expect(seen == (100..<250).map { "skill-\($0)" })
            let found = try await rows(database, SkillQuery(text: "skill-123"))
            #expect(found.items.map(\.skill) == ["skill-123"])
            await #expect(throws: StoreError.invalidCursor) {
                try await rows(database, SkillQuery(page: PageRequest(cursor: "odd")))
            }
        }
    }
}
