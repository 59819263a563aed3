import Contract
import Domain
import Store
import Testing

@Suite struct TaskSaveTests {
    private func withClaimed(
        on backend: Backend,
        _ body: (any Database, InstallTask) async throws -> Void
    ) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: ["demo"], providers: [.alpha])
            try await database.addRun(["demo"], on: [.alpha])
            try await body(database, try #require(try await database.claim(1, from: .alpha).first?.task))
        }
    }

    private func stored(_ task: InstallTask, in database: any Database) async throws -> InstallTask? {
        try await database.read { try TaskTable($0).all(of: task.runID).first }
    }

    /// JOB-04: who holds the newest lease decides, whatever others report.
    @Test(arguments: Backend.available)
    func aSaveUnderAnOlderLeaseChangesNothing(on backend: Backend) async throws {
        try await withClaimed(on: backend) { database, old in
            try await database.finish(old, .lapse, at: start + .seconds(16))
            let new = try #require(
                try await database.claim(1, from: .alpha, by: "w2", at: start + .seconds(16)).first?.task
            )
            await #expect(throws: StoreError.conflict) {
                try await database.finish(old, .succeed(.init(id: "late", version: nil)))
            }
            #expect(try await stored(old, in: database) == new)
            try await database.finish(
                new,
                .succeed(.init(id: "second", version: "2")),
                at: start + .seconds(17)
            )
            let done = try await stored(old, in: database)
            #expect(done?.state == .success)
            #expect(done?.remote == .init(id: "second", version: "2"))
            await #expect(throws: StoreError.conflict) {
                try await database.finish(new, .succeed(nil), at: start + .seconds(18))
            }
        }
    }

    @Test(arguments: Backend.available)
    func everyFieldComesBackAsItWasSaved(on backend: Backend) async throws {
        try await withClaimed(on: backend) { database, task in
            let failure = ProviderFailure(
                .rateLimited,
                "Zu schnell — 너무 빨라요.",
                providerStatus: 429,
                vendorCode: "slow_down",
                requestID: "r1",
                retryAfter: .seconds(7)
            )
            let step = StepRecord(name: "create", at: start, data: ["seen": "a,b"])
            guard case .running(let lease) = task.state else {
                Issue.record("a claimed task is running")
                return
            }
            _ = try await database.write { connection in
                try TaskTable(connection).record(
                    step,
                    of: task,
                    token: lease.token,
                    evenIfCanceled: false,
                    at: start
                )
            }
            let stepped = try #require(try await stored(task, in: database))
            #expect(stepped.step == step)
            let next = try stepped.applying(.fail(failure, jitter: 0.5), at: start)
            try await database.write { try TaskTable($0).save(next, over: stepped.state, at: start) }
            #expect(try await stored(task, in: database) == next)
            let canceled = try next.applying(.cancel, at: start + .seconds(1))
            try await database.write { try TaskTable($0).save(canceled, over: next.state, at: start) }
            #expect(try await stored(task, in: database) == canceled)
            #expect(try await database.write { try TaskTable($0).lockAll(of: task.runID) } == [canceled])
            #expect(try await database.write { try TaskTable($0).lock([task.id]).tasks } == [canceled])
        }
    }

    @Test(arguments: Backend.available)
    func aStepIsRecordedUnderALivingLeaseOnly(on backend: Backend) async throws {
        try await withClaimed(on: backend) { database, task in
            guard case .running(let lease) = task.state else {
                Issue.record("a claimed task is running")
                return
            }
            let step = StepRecord(name: "create", at: start)
            func record(_ token: String, at now: Timestamp, evenIfCanceled: Bool = false) async throws
                -> TaskTable.StepRecording
            {
                try await database.write { connection in
                    try TaskTable(connection).record(
                        step,
                        of: task,
                        token: token,
                        evenIfCanceled: evenIfCanceled,
                        at: now
                    )
                }
            }
            #expect(try await record("another", at: start) == .leaseLost)
            #expect(try await record(lease.token, at: lease.expires) == .leaseLost)
            #expect(try await stored(task, in: database)?.step == nil)
            #expect(try await record(lease.token, at: start) == .recorded)
            #expect(try await stored(task, in: database)?.step == step)
            let canceled = try #require(try await stored(task, in: database)).applying(.cancel, at: start)
            try await database.write { try TaskTable($0).save(canceled, over: task.state, at: start) }
            #expect(try await record(lease.token, at: start) == .cancelRequested)
            #expect(try await record(lease.token, at: start, evenIfCanceled: true) == .recorded)
        }
    }

    @Test(arguments: Backend.available)
    func onlyHeldLeasesAreRenewed(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            let names = (0..<700).map { "skill-\($0)" }
            try await database.prepare(skills: names, providers: [.alpha])
            try await database.addRun(names, on: [.alpha])
            let mine = try await database.claim(600, from: .alpha).map(\.task)
            let theirs = try await database.claim(100, from: .alpha, by: "w2").map(\.task)
            try await database.finish(mine[0], .succeed(nil))
            let asked = mine.map(\.id) + theirs.map(\.id)
            let held = try await database.write { connection in
                try TaskTable(connection).renew(asked, of: "w1", until: start + .seconds(60))
            }
            #expect(held == Set(mine.dropFirst().map(\.id)))
            let lapsed = try await database.write { connection in
                try TaskTable(connection).lapsed(at: start + .seconds(30), workers: [], limit: 500)
            }
            #expect(Set(lapsed.tasks.map(\.id)) == Set(theirs.map(\.id)))
        }
    }

    @Test(arguments: Backend.available)
    func theTasksOfDeadWorkersAreFoundBeforeTheirLeasesEnd(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            let names = (0..<9).map { "skill-\($0)" }
            try await database.prepare(skills: names, providers: [.alpha])
            try await database.addRun(names, on: [.alpha])
            _ = try await database.claim(3, from: .alpha, by: "dead", at: start)
            _ = try await database.claim(3, from: .alpha, by: "living", at: start)
            _ = try await database.claim(3, from: .alpha, by: "silent", at: start - .seconds(0))
            func lapsed(at now: Timestamp, limit: Int) async throws -> Int {
                try await database.write { connection in
                    try TaskTable(connection).lapsed(at: now, workers: ["dead"], limit: limit).count
                }
            }
            #expect(try await lapsed(at: start, limit: 500) == 3)
            #expect(try await lapsed(at: start, limit: 2) == 2)
            #expect(try await lapsed(at: start + .seconds(16), limit: 500) == 9)
            #expect(try await database.read { try TaskTable($0).hasLapsed(at: start) } == false)
            #expect(try await database.read { try TaskTable($0).hasLapsed(at: start + .seconds(16)) })
        }
    }

    // JOB-08
    @Test(arguments: Backend.available)
    func aTaskThatCannotBeReadIsNamedAndCanBeGivenUp(on backend: Backend) async throws {
        try await withClaimed(on: backend) { database, task in
            try await database.write { try $0.run("UPDATE install_tasks SET before = '{', kind = 'future'") }
            await #expect(throws: StoreError.self) {
                try await database.read { try TaskTable($0).all(of: task.runID) }
            }
            let found = try await database.write { connection in
                try TaskTable(connection).lapsed(at: start + .seconds(16), workers: [], limit: 5)
            }
            #expect(found.tasks.isEmpty)
            #expect(found.unreadable.map(\.task) == [task.id])
            #expect(found.unreadable.map(\.status) == [.running])
            #expect(found.unreadable.map(\.requestID) == ["request-1"])
            let error = TaskError(code: .internal, message: "m", retryable: false)
            try await database.write { try TaskTable($0).giveUp(task.id, error, at: start) }
            let stored = try await stored(task, in: database)
            #expect(stored?.state == .failed)
            #expect(stored?.lastError == error)
            #expect(stored?.kind == .install)
        }
    }

    @Test(arguments: Backend.available)
    func everyTryIsNumberedInOrder(on backend: Backend) async throws {
        try await withClaimed(on: backend) { database, first in
            let error = TaskError(code: .timeout, message: "m", retryable: true)
            try await database.write { connection in
                let attempt = AttemptTable.Ended(first, outcome: "timeout", error: error)
                try AttemptTable(connection).insert([try #require(attempt)], at: start)
            }
            try await database.finish(first, .interrupt(begun: true))
            let second = try #require(
                try await database.claim(1, from: .alpha, by: "w2", at: start + .seconds(1)).first?.task
            )
            let running = try await database.read { try AttemptTable($0).all(of: first.runID)[first.id] }
            #expect(running?.map(\.number) == [1, 2])
            #expect(running?.last?.worker == "w2")
            #expect(running?.last?.finishedAt == nil)
            try await database.write { connection in
                let attempt = AttemptTable.Ended(second, outcome: "success", error: nil)
                try AttemptTable(connection).insert([try #require(attempt)], at: start + .seconds(3))
            }
            try await database.finish(second, .succeed(nil), at: start + .seconds(3))
            let attempts = try await database.read { try AttemptTable($0).all(of: first.runID)[first.id] }
            #expect(attempts?.map(\.number) == [1, 2])
            #expect(attempts?.map(\.worker) == ["w1", "w2"])
            #expect(attempts?.first?.error == error)
            #expect(attempts?.last?.startedAt == start + .seconds(1))
            #expect(attempts?.last?.finishedAt == start + .seconds(3))
        }
    }

    /// OP-04: a try keeps the request that its task had then.
    @Test(arguments: Backend.available)
    func aTryKeepsTheRequestOfItsTime(on backend: Backend) async throws {
        try await withClaimed(on: backend) { database, first in
            func end(_ task: InstallTask, _ action: InstallTask.Action) async throws {
                try await database.finish(task, action)
                try await database.write { connection in
                    let attempt = AttemptTable.Ended(task, outcome: "done", error: nil)
                    try AttemptTable(connection).insert([try #require(attempt)], at: start)
                }
            }
            #expect(first.requestID == "request-1")
            let failure = ProviderFailure(.permissionDenied, "No.")
            try await end(first, .fail(failure, jitter: 0))
            let failed = try #require(try await stored(first, in: database))
            #expect(failed.requestID == "request-1")
            try await database.finish(failed, .retry(attempts: 1, request: "request-2"))
            #expect(try await stored(first, in: database)?.requestID == "request-2")
            let second = try #require(try await database.claim(1, from: .alpha).first?.task)
            let running = try await database.read { try AttemptTable($0).all(of: first.runID)[first.id] }
            #expect(running?.map(\.requestID) == ["request-1", "request-2"])
            try await end(second, .succeed(nil))
            let attempts = try await database.read { try AttemptTable($0).all(of: first.runID)[first.id] }
            #expect(attempts?.map(\.requestID) == ["request-1", "request-2"])
            #expect(try await database.read { try RunTable($0).find(first.runID) }?.requestID == "request-1")
        }
    }
}
