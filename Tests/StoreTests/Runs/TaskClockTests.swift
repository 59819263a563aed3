import Contract
import Domain
import Store
import Testing

@Suite struct TaskClockTests {
    private let failure = ProviderFailure(.timeout, "slow")

    /// With a task that began at the start and waits for another try.
    private func withBegun(
        on backend: Backend,
        _ body: (any Database, InstallTask) async throws -> Void
    ) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: ["demo"], providers: [.alpha])
            try await database.addRun(["demo"], on: [.alpha])
            let task = try #require(try await database.claim(1, from: .alpha).first?.task)
            try await database.finish(task, .fail(failure, jitter: 0.5))
            try await body(database, task)
        }
    }

    private func isOverdue(_ database: any Database, due: Timestamp? = nil, begun: Timestamp? = nil)
        async throws
        -> Bool
    {
        let limits = TaskTable.Limits(.alpha, due: due, begun: begun)
        return try await database.read { try TaskTable($0).hasOverdue([limits]) }
    }

    private func begun(by moment: Timestamp, _ database: any Database) async throws -> [TaskID] {
        try await database.write { connection in
            try TaskTable(connection).waiting(on: .alpha, begunBy: moment, limit: 9).tasks.map(\.id)
        }
    }

    @Test(arguments: Backend.available)
    func aTaskThatBeganIsFoundByWhenItFirstDid(on backend: Backend) async throws {
        try await withBegun(on: backend) { database, task in
            #expect(try await isOverdue(database, begun: start - .seconds(1)) == false)
            #expect(try await isOverdue(database, begun: start))
            let again = try #require(
                try await database.claim(1, from: .alpha, at: start + .seconds(60)).first?.task
            )
            #expect(try await isOverdue(database, begun: start) == false)  // it runs
            try await database.finish(again, .fail(failure, jitter: 0.5), at: start + .seconds(60))
            #expect(try await begun(by: start, database) == [task.id])
        }
    }

    @Test(arguments: Backend.available)
    func whatIsGivenBackUntouchedComesBeforeWhatCameLater(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: ["a", "b"], providers: [.alpha])
            let first = try await database.addRun(["a"], on: [.alpha], after: 1)[0]
            try await database.addRun(["b"], on: [.alpha], after: 2, due: start + .seconds(1))
            let later = start + .seconds(60)
            let taken = try #require(try await database.claim(1, from: .alpha, at: later).first?.task)
            #expect(taken.id == first.id)
            let held = try #require(try await database.read { try TaskTable($0).all(of: taken.runID) }.first)
            #expect(held == taken)
            try await database.finish(held, .interrupt(begun: false), at: later)
            #expect(try await isOverdue(database, begun: later) == false)
            #expect(try await database.claim(1, from: .alpha, at: later).map(\.task.id) == [first.id])
        }
    }

    /// A node of an older program lets somebody ask again, and leaves columns alone that it does not know.
    @Test(arguments: Backend.available, ["'request-2'", "NULL"])
    func aRetryByAnOlderProgramBeginsAnew(on backend: Backend, _ request: String) async throws {
        try await withBegun(on: backend) { database, task in
            let retried = Query(stringLiteral: "status = 'queued', request_id = \(request)")
            try await database.write { connection in
                try connection.run("UPDATE install_tasks SET \(retried) WHERE id = \(task.id)")
            }
            #expect(try await isOverdue(database, begun: start + .seconds(100)) == false)
            #expect(try await begun(by: start + .seconds(100), database).isEmpty)
            let claimed = try #require(
                try await database.claim(1, from: .alpha, at: start + .seconds(60)).first?.task
            )
            #expect(claimed.begunAt == start + .seconds(60))
            try await database.finish(claimed, .fail(failure, jitter: 0.5), at: start + .seconds(61))
            #expect(try await isOverdue(database, begun: start + .seconds(59)) == false)
            #expect(try await isOverdue(database, begun: start + .seconds(60)))
        }
    }

    @Test(arguments: Backend.available)
    func whatWaitsForAnApprovalHasNotBegun(on backend: Backend) async throws {
        try await withBegun(on: backend) { database, task in
            let failed = try #require(try await database.read { try TaskTable($0).all(of: task.runID) }.first)
            let ended = try failed.applying(.expire("over"), at: start)
            let held = try ended.applying(
                .retry(attempts: 1, hold: .approval, request: "request-1"),
                at: start
            )
            try await database.write { connection in
                try TaskTable(connection).save(ended, over: failed.state, at: start)
                try TaskTable(connection).save(held, over: ended.state, at: start)
                // As an older program leaves it that held it for an approval without a request of its own.
                try connection.run("UPDATE install_tasks SET begun_at = \(start) WHERE id = \(task.id)")
            }
            #expect(
                try await isOverdue(database, due: start + .seconds(100), begun: start + .seconds(100))
                    == false
            )
            #expect(try await begun(by: start + .seconds(100), database).isEmpty)
        }
    }

    @Test(arguments: Backend.available)
    func whatWaitsForItsTurnIsSetAsideAndCountsFromWhenItIsLetGo(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: ["demo"], providers: [.alpha])
            let first = try await database.addRun(["demo"], on: [.alpha], after: 1)[0]
            let second = try await database.addRun(["demo"], on: [.alpha], after: 2)[0]
            let end = start + .seconds(600)
            #expect(try await isOverdue(database, due: start))
            try await database.write { [first] connection in
                let table = TaskTable(connection)
                #expect(try table.waiting(on: .alpha, dueBy: start, limit: 9).tasks == [first])
                let over = try first.applying(.expire("over"), at: end)
                try table.save(over, over: first.state, at: end)
            }
            #expect(try await isOverdue(database, due: end - .seconds(1)) == false)
            #expect(try await isOverdue(database, due: end))
            let waiting = try await database.write { connection in
                try TaskTable(connection).waiting(on: .alpha, dueBy: end, limit: 9).tasks.map(\.id)
            }
            #expect(waiting == [second.id])
        }
    }
}
