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
            try await database.write { try TaskTable($0).save(reopened, over: failed.state) }
            #expect(try await database.claim(1, from: .alpha).isEmpty)
            #expect(try await database.read { try TaskTable($0).hasOpenTask(for: old.skillID, on: .alpha) })
            try await database.finish(young, .succeed(nil))
            #expect(try await database.claim(1, from: .alpha).map(\.task.id) == [old.id])
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
            try await database.finish(stepped, .interrupt)
            try await database.write { try InstallationTable($0).put(two, by: added[0], at: start) }
            let second = try #require(try await database.claim(1, from: .alpha).first)
            #expect(second.task.before == two)
            #expect(second.task.step == step)
            #expect(second.installed == two)
        }
    }

    @Test(arguments: Backend.available)
    func demandCountsWhatRunsHereAndElsewhere(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: names, providers: [.alpha, .beta])
            #expect(try await database.write { try TaskTable($0).demands(of: "w1", at: start) }.isEmpty)
            try await database.addRun(Array(names.prefix(6)), on: [.alpha])
            try await database.addRun(["skill-1"], on: [.beta], due: start + .seconds(1))
            _ = try await database.claim(2, from: .alpha, by: "w1")
            _ = try await database.claim(3, from: .alpha, by: "w2")
            let demands = try await database.write { try TaskTable($0).demands(of: "w1", at: start) }
            #expect(demands.map(\.provider) == [.alpha])
            #expect(demands.first?.mine == 2)
            #expect(demands.first?.others == 3)
            #expect(demands.first?.concurrency == 8)
            let later = try await database.write {
                try TaskTable($0).demands(of: "w3", at: start + .seconds(1))
            }
            #expect(later.map(\.provider) == [.alpha, .beta])
            #expect(later.map(\.others) == [5, 0])
        }
    }
}
