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
