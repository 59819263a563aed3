import Contract
import Domain
import Store
import Testing

@Suite struct TaskClaimTests {
    private let names = (0..<60).map { "skill-\($0)" }

    @Test(arguments: Backend.available)
    func manyWorkersTakeEveryTaskOnce(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: names, providers: [.alpha])
            let added = try await database.addRun(names, on: [.alpha])
            let taken = try await withThrowingTaskGroup(of: [TaskID].self) { group in
                for worker in 0..<8 {
                    group.addTask {
                        var mine: [TaskID] = []
                        while true {
                            let claimed = try await database.claim(3, from: .alpha, by: "w\(worker)")
                            if claimed.isEmpty { return mine }
                            mine += claimed.map(\.task.id)
                        }
                    }
                }
                return try await group.reduce(into: [TaskID]()) { $0 += $1 }
            }
            #expect(taken.count == 60)
            #expect(Set(taken) == Set(added.map(\.id)))
        }
    }

    @Test(arguments: Backend.available)
    func theOldestThatAreDueComeFirst(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: names, providers: [.alpha, .beta])
            try await database.addRun(["skill-1"], on: [.alpha], after: 1, due: start + .seconds(2))
            try await database.addRun(["skill-2"], on: [.alpha], after: 2, due: start + .seconds(1))
            try await database.addRun(["skill-3"], on: [.alpha], after: 3, due: start + .seconds(9))
            try await database.addRun(["skill-4"], on: [.beta], after: 4)
            #expect(try await database.claim(5, from: .alpha, at: start).isEmpty)
            let claimed = try await database.claim(5, from: .alpha, at: start + .seconds(2))
            #expect(claimed.map(\.task.skill) == ["skill-2", "skill-1"])
            let task = try #require(claimed.first?.task)
            #expect(task.attempt == 1)
            #expect(task.startedAt == start + .seconds(2))
            #expect(claimed.first?.waitedAs == .queued)
            #expect(claimed.first?.installed == nil)
        }
    }

    @Test(arguments: Backend.available)
    func tasksOfOneSkillOnOneProviderTakeTurns(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: names, providers: [.alpha, .beta])
            let first = try await database.addRun(["skill-1"], on: [.alpha], after: 1)
            let second = try await database.addRun(["skill-1"], on: [.alpha, .beta], after: 2)
            let claimed = try await database.claim(5, from: .alpha)
            #expect(claimed.map(\.task.id) == first.map(\.id))
            #expect(try await database.claim(5, from: .alpha).isEmpty)
            // Another provider is another place.
            #expect(try await database.claim(5, from: .beta).map(\.task.id) == [second[1].id])

            // While the first waits for its next try it keeps its turn.
            let task = try #require(claimed.first?.task)
            try await database.finish(task, .wait(.seconds(60)))
            #expect(try await database.claim(5, from: .alpha).isEmpty)
            let again = try await database.claim(5, from: .alpha, at: start + .seconds(60))
            #expect(again.map(\.waitedAs) == [.retryWait])
            try await database.finish(
                try #require(again.first?.task),
                .succeed(nil),
                at: start + .seconds(61)
            )
            let next = try await database.claim(5, from: .alpha, at: start + .seconds(61))
            #expect(next.map(\.task.id) == [second[0].id])
        }
    }

    @Test(arguments: Backend.available)
    func aTaskRetriedLaterDoesNotRunBesideAYoungerOne(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: names, providers: [.alpha])
            try await database.addRun(["skill-1"], on: [.alpha], after: 1)
            let old = try #require(try await database.claim(1, from: .alpha).first?.task)
            let failure = ProviderFailure(.authFailed, "no")
            try await database.finish(old, .fail(failure, jitter: 0))
            try await database.addRun(["skill-1"], on: [.alpha], after: 2)
            let young = try #require(try await database.claim(1, from: .alpha).first?.task)
            let failed = try #require(try await database.read { try TaskTable($0).all(of: old.runID) }.first)
            let reopened = try failed.applying(.retry(attempts: 1), at: start)
            try await database.write { try TaskTable($0).save(reopened, over: failed.state, at: start) }
            #expect(try await database.claim(1, from: .alpha).isEmpty)
            #expect(try await database.read { try TaskTable($0).hasOpenTask(for: old.skillID, on: .alpha) })
            try await database.finish(young, .succeed(nil))
            #expect(try await database.claim(1, from: .alpha).map(\.task.id) == [old.id])
        }
    }

    /// An older task that was retried waits for a younger one only while that runs: then each has its turn.
    @Test(arguments: Backend.available)
    func twoOfOneQueueNeverWaitForEachOther(on backend: Backend) async throws {
        let ways: [InstallTask.Action] = [
            .fail(ProviderFailure(.timeout, "slow"), jitter: 0), .wait(.seconds(1)), .interrupt(begun: true),
            .lapse,
        ]
        for way in ways {
            try await backend.withDatabase { database in
                try await database.prepare(skills: ["demo"], providers: [.alpha])
                try await database.addRun(["demo"], on: [.alpha], after: 1)
                let old = try #require(try await database.claim(1, from: .alpha).first?.task)
                try await database.finish(old, .fail(ProviderFailure(.authFailed, "no"), jitter: 0))
                try await database.addRun(["demo"], on: [.alpha], after: 2)
                let young = try #require(try await database.claim(1, from: .alpha).first?.task)
                let failed = try #require(
                    try await database.read { try TaskTable($0).all(of: old.runID) }.first
                )
                try await database.finish(failed, .retry(attempts: 1))
                // Now the older one is set aside behind the younger one.
                #expect(try await database.claim(5, from: .alpha).isEmpty)
                try await database.finish(young, way)
                let later = start + .seconds(600)
                let next = try await database.claim(5, from: .alpha, at: later)
                #expect(next.map(\.task.id) == [old.id], "\(way)")
                #expect(try await database.claim(5, from: .alpha, at: later).isEmpty)
                try await database.finish(try #require(next.first?.task), .succeed(nil), at: later)
                #expect(try await database.claim(5, from: .alpha, at: later).map(\.task.id) == [young.id])
            }
        }
    }

    @Test(arguments: Backend.available)
    func whatStandsThereIsNotedAtEachClaim(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: names, providers: [.alpha])
            let added = try await database.addRun(["skill-1"], on: [.alpha])
            let one = InstallTask.Installed(version: 7, digest: "d7", remote: .init(id: "r7", version: nil))
            let two = InstallTask.Installed(version: 8, digest: "d8", remote: .init(id: "r8", version: "8"))
            try await database.write { try InstallationTable($0).put(one, by: added[0], at: start) }
            let first = try #require(try await database.claim(1, from: .alpha).first)
            #expect(first.task.before == one)
            #expect(first.installed == one)
            guard case .running(let lease) = first.task.state else {
                Issue.record("a claimed task is running")
                return
            }
            let step = StepRecord(name: "create", at: start)
            let recording = try await database.write { connection in
                try TaskTable(connection).record(
                    step,
                    of: first.task,
                    token: lease.token,
                    evenIfCanceled: false,
                    at: start
                )
            }
            #expect(recording == .recorded)
            let stepped = try await database.read { try TaskTable($0).all(of: first.task.runID)[0] }
            try await database.finish(stepped, .interrupt(begun: true))
            try await database.write { try InstallationTable($0).put(two, by: added[0], at: start) }
            let second = try #require(try await database.claim(1, from: .alpha).first)
            #expect(second.task.before == two)
            #expect(second.task.step == step)
            #expect(second.installed == two)
        }
    }

    @Test(arguments: Backend.available)
    func aLongQueueIsWalkedOnceAndEachTaskComesInItsTurn(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: ["demo", "other"], providers: [.alpha])
            var queue: [TaskID] = []
            for number in 0..<100 {
                queue.append(try await database.addRun(["demo"], on: [.alpha], after: number)[0].id)
            }
            let other = try await database.addRun(["other"], on: [.alpha], after: 200)[0].id
            let first = try await database.claim(200, from: .alpha)
            #expect(first.map(\.task.id) == [queue[0], other])
            // Everybody else was set aside: nothing is left to walk over.
            let ready = try await database.read { connection in
                try connection.run(
                    "SELECT 1 AS one FROM install_tasks WHERE status = 'queued' AND blocked_by IS NULL"
                ).count
            }
            #expect(ready == 0)
            var current = first[0].task
            for next in queue[1...] {
                try await database.finish(current, .succeed(nil))
                let claimed = try await database.claim(200, from: .alpha)
                #expect(claimed.map(\.task.id) == [next])
                current = claimed[0].task
            }
        }
    }

    @Test(arguments: Backend.available)
    func aTaskSetAsideGoesOnWhenTheOneBeforeItIsCanceled(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: ["demo"], providers: [.alpha])
            var tasks: [InstallTask] = []
            for number in 0..<3 { tasks += try await database.addRun(["demo"], on: [.alpha], after: number) }
            let first = try #require(try await database.claim(5, from: .alpha).first?.task)
            try await database.finish(tasks[1], .cancel)
            #expect(try await database.claim(5, from: .alpha).isEmpty)
            try await database.finish(first, .succeed(nil))
            #expect(try await database.claim(5, from: .alpha).map(\.task.id) == [tasks[2].id])
        }
    }

    /// A node of an older program ends tasks without telling those that wait behind them.
    @Test(arguments: Backend.available)
    func tasksLeftWaitingAreFound(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: ["demo"], providers: [.alpha])
            var tasks: [InstallTask] = []
            for number in 0..<2 { tasks += try await database.addRun(["demo"], on: [.alpha], after: number) }
            _ = try await database.claim(5, from: .alpha)
            #expect(try await database.read { try TaskTable($0).hasStranded() } == false)
            try await database.write { [tasks] connection in
                try connection.run(
                    "UPDATE install_tasks SET status = 'success', lease_token = NULL WHERE id = \(tasks[0].id)"
                )
            }
            #expect(try await database.claim(5, from: .alpha).isEmpty)
            #expect(try await database.read { try TaskTable($0).hasStranded() })
            #expect(try await database.write { try TaskTable($0).unblockStranded(at: start) } == 1)
            #expect(try await database.claim(5, from: .alpha).map(\.task.id) == [tasks[1].id])
        }
    }

    /// The last line of defence: whatever workers see of each other, the database lets one of a queue run.
    @Test(arguments: Backend.available)
    func twoOfOneQueueNeverRunAtOnce(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: ["demo"], providers: [.alpha])
            for number in 0..<2 { try await database.addRun(["demo"], on: [.alpha], after: number) }
            _ = try await database.claim(5, from: .alpha)
            await #expect(throws: StoreError.conflict) {
                try await database.write { try $0.run("UPDATE install_tasks SET status = 'running'") }
            }
        }
    }
}
