import Contract
import Domain
import Store
import Testing

@Suite struct RunTableTests {
    @Test(arguments: Backend.available)
    func movingTasksBetweenStatesKeepsTheRunInLine(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            let run = RunView.sample(at: start, targets: 2)
            func move(_ from: TaskStatus, _ to: TaskStatus, at now: Timestamp) async throws -> (RunView, Bool)
            {
                try await database.write { connection in
                    var change = TaskCounts()
                    change[from] -= 1
                    change[to] += 1
                    let adjusted = try RunTable(connection).adjust([run.id: change], at: now)
                    return (adjusted[0].run, adjusted[0].statusChanged)
                }
            }
            try await database.write { try RunTable($0).insert(run) }
            let (begun, changed) = try await move(.queued, .running, at: start + .seconds(1))
            #expect(changed)
            #expect(begun.status == .running)
            #expect(begun.startedAt == start + .seconds(1))
            let (half, same) = try await move(.running, .success, at: start + .seconds(2))
            #expect(!same)
            #expect(half.counts.success == 1)
            _ = try await move(.queued, .running, at: start + .seconds(3))
            let (ended, _) = try await move(.running, .failed, at: start + .seconds(4))
            #expect(ended.status == .partialFailed)
            #expect(ended.startedAt == start + .seconds(1))
            #expect(ended.finishedAt == start + .seconds(4))
            #expect(try await database.read { try RunTable($0).find(run.id) } == ended)
            let (again, _) = try await move(.failed, .queued, at: start + .seconds(5))
            #expect(again.status == .running)
            #expect(again.finishedAt == nil)
        }
    }

    @Test(arguments: Backend.available)
    func aTaskWithoutARunIsADefectOfTheData(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            await #expect(throws: StoreError.corrupt("install_runs: a task's run is missing")) {
                try await database.write { connection in
                    try RunTable(connection).adjust([.init(rawValue: "none"): TaskCounts()], at: start)
                }
            }
        }
    }

    @Test(arguments: Backend.available)
    func manyRunsAreBroughtInLineAtOnce(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            let runs = (0..<75).map { RunView.sample(at: start + .seconds($0), targets: 2) }
            try await database.write { connection in for run in runs { try RunTable(connection).insert(run) }
            }
            let adjusted = try await database.write { connection in
                var changes: [RunID: TaskCounts] = [:]
                for (number, run) in runs.enumerated() {
                    var change = TaskCounts()
                    change.queued = -2
                    change.success = number % 2 == 0 ? 2 : 1
                    change.failed = number % 2 == 0 ? 0 : 1
                    changes[run.id] = change
                }
                return try RunTable(connection).adjust(changes, at: start + .seconds(100))
            }
            #expect(adjusted.count == 75)
            for (number, run) in runs.enumerated() {
                let stored = try await database.read { try RunTable($0).find(run.id) }
                #expect(stored?.status == (number % 2 == 0 ? .success : .partialFailed))
                #expect(stored?.finishedAt == start + .seconds(100))
                #expect(adjusted.first { $0.run.id == run.id }?.run == stored)
            }
        }
    }

    @Test(arguments: Backend.available)
    func oldRunsAreRemovedButNotWhatStillStands(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: ["demo", "other"], providers: [.alpha])
            var runs: [RunID] = []
            for (number, skill) in ["demo", "other", "demo"].enumerated() {
                let task = try await database.addRun([skill], on: [.alpha], after: number)[0]
                let claimed = try #require(try await database.claim(1, from: .alpha).first?.task)
                try await database.finish(claimed, .succeed(.init(id: "r", version: nil)))
                try await database.write { connection in
                    let attempt = AttemptTable.Ended(claimed, outcome: "success", error: nil)
                    try AttemptTable(connection).insert([try #require(attempt)], at: start)
                    try connection.run(
                        "UPDATE install_runs SET finished_at = \(start) WHERE id = \(task.runID)"
                    )
                }
                runs.append(task.runID)
            }
            // The newest still stands, and the one in the middle was undone by it.
            let newest = try await database.read { [runs] in try TaskTable($0).all(of: runs[2])[0] }
            let installed = InstallTask.Installed(
                version: 1,
                digest: "d",
                remote: .init(id: "r", version: nil)
            )
            try await database.write { [runs] connection in
                try InstallationTable(connection).put(installed, by: newest, at: start)
                try connection.run("UPDATE install_runs SET parent_run_id = \(runs[1]) WHERE id = \(runs[2])")
            }
            func prune(before time: Timestamp) async throws -> Int {
                var (place, removed): (RunTable.Place?, Int) = (nil, 0)
                repeat {
                    let reached = place
                    let piece = try await database.write { connection in
                        try RunTable(connection).prune(endedBefore: time, after: reached, limit: 2)
                    }
                    (place, removed) = (piece.next, removed + piece.removed)
                } while place != nil
                return removed
            }
            #expect(try await prune(before: start) == 0)
            #expect(try await prune(before: start + .seconds(1)) == 1)
            let left = try await database.read { try RunTable($0).list(RunQuery()) }
            #expect(Set(left.items.map(\.id)) == Set(runs[1...]))
            let attempts = try await database.read { try $0.run("SELECT 1 AS one FROM task_attempts").count }
            #expect(attempts == 2)
        }
    }

    @Test(arguments: Backend.available)
    func anOldRunIsKeptUntilItsFailuresAreDealtWith(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: ["demo"], providers: [.alpha])
            let task = try await database.addRun(["demo"], on: [.alpha])[0]
            let claimed = try #require(try await database.claim(1, from: .alpha).first?.task)
            let refusal = ProviderFailure(.invalidSkill, "It is not one.")
            try await database.finish(claimed, .fail(refusal, jitter: 0))
            try await database.write { connection in
                try connection.run(
                    "UPDATE install_runs SET finished_at = \(start), failed = 1 WHERE id = \(task.runID)"
                )
            }
            func prune() async throws -> Int {
                try await database.write { connection in
                    try RunTable(connection).prune(
                        endedBefore: start + .seconds(86_400),
                        after: nil,
                        limit: 10
                    ).removed
                }
            }
            #expect(try await prune() == 0)
            let open = try await database.read { try FailureTable($0).open() }
            #expect(open.map(\.task) == [task.id])
            try await database.write { connection in
                try FailureTable(connection).acknowledge(open, by: "ann", reason: "known", at: start)
            }
            #expect(try await prune() == 1)
        }
    }

    // API-05
    @Test(arguments: Backend.available)
    func pagesShowEveryRunOnceWhateverIsAdded(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            func add(_ range: Range<Int>) async throws {
                try await database.write { connection in
                    for number in range {
                        // Several share a moment.
                        try RunTable(connection).insert(.sample(at: start + .seconds(number / 7)))
                    }
                }
            }
            try await add(0..<100)
            var seen: [RunID] = []
            var query = RunQuery(page: PageRequest(limit: 9))
            var next = 100
            repeat {
                let page = try await database.read { [query] in try RunTable($0).list(query) }
                seen += page.items.map(\.id)
                query.page.cursor = page.nextCursor
                next += 7
                try await add(next - 7..<next)
            } while query.page.cursor != nil
            #expect(seen.count == 100)
            #expect(Set(seen).count == 100)
            await #expect(throws: StoreError.invalidCursor) {
                try await database.read { try RunTable($0).list(RunQuery(page: PageRequest(cursor: "?"))) }
            }
        }
    }

    @Test(arguments: Backend.available)
    func aRunThatUndoesAnotherNamesIt(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            let parent = RunView.sample(at: start)
            let child = RunView(
                id: .make(at: start + .seconds(1)),
                kind: .rollback,
                status: .queued,
                requestedBy: "bob",
                source: .chat,
                reason: "왜냐하면",
                parentRunID: parent.id,
                createdAt: start + .seconds(1),
                startedAt: nil,
                finishedAt: nil,
                counts: TaskCounts(),
                tasks: nil
            )
            try await database.write { connection in
                try RunTable(connection).insert(parent)
                try RunTable(connection).insert(child)
            }
            #expect(try await database.read { try RunTable($0).find(child.id) } == child)
            func children(of id: RunID) async throws -> [RunView] {
                try await database.read { try RunTable($0).list(RunQuery(parent: id)).items }
            }
            #expect(try await children(of: parent.id) == [child])
            #expect(try await children(of: child.id).isEmpty)
        }
    }
}
