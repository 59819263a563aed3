import Contract
import Domain
import Engine
import Store
import Testing

@Suite(.timeLimit(.minutes(5))) struct TryingAgainTests {
    private func withRun(
        attempts: Int = 5,
        _ body: (World, Worker) async throws -> Void
    ) async throws {
        try await withWorld { world in
            try await world.addProvider("alpha") { $0.maxAttempts = attempts }
            try await world.addSkill("demo")
            try await body(world, world.worker())
        }
    }

    /// Carries out the one try that is due.
    private func tryOnce(_ run: RunView, _ world: World, _ worker: Worker) async throws -> TaskView {
        let calls = world.providers.calls.count
        await worker.cycle()
        try await world.settle(worker, afterCalls: calls + 1)
        return try #require(try await world.task(run, on: "alpha"))
    }

    /// JOB-09: the wait doubles, is spread by chance, and the tries are used up at last.
    @Test func aTransientFailureIsTriedAgainLaterAndLaterUntilTheTriesAreUsedUp() async throws {
        try await withRun { world, worker in
            world.providers.on("alpha") { _, _ throws(ProviderFailure) in
                throw ProviderFailure(.providerUnavailable, "Down.", providerStatus: 503, requestID: "r1")
            }
            let run = try await world.start(["demo"], on: ["alpha"])
            for number in 1...4 {
                let task = try await tryOnce(run, world, worker)
                #expect(task.status == .retryWait)
                #expect(task.attempt == number)
                #expect(task.error?.providerStatus == 503)
                let due = try #require(task.nextAttemptAt)
                #expect(due - world.clock.now <= .seconds(2 << (number - 1)))
                if due > world.clock.now {
                    await worker.cycle()
                    #expect(world.providers.calls.count == number)
                    world.clock.advance(by: due - world.clock.now)
                }
            }
            let last = try await tryOnce(run, world, worker)
            #expect(last.status == .failed)
            #expect(last.error?.code == .providerUnavailable)
            #expect(last.attempts?.count == 5)
            #expect(try await world.admin.run(run.id).status == .failed)
        }
    }

    /// JOB-09: what the provider asks for is kept to.
    @Test func theNextTryWaitsAsLongAsTheProviderAsked() async throws {
        try await withRun { world, worker in
            world.providers.fail("alpha", ProviderFailure(.rateLimited, "Wait.", retryAfter: .seconds(3600)))
            let run = try await world.start(["demo"], on: ["alpha"])
            let task = try await tryOnce(run, world, worker)
            #expect(task.nextAttemptAt == world.clock.now + .seconds(3600))
            world.clock.advance(by: .seconds(3599))
            await worker.cycle()
            #expect(world.providers.calls.count == 1)
            world.clock.advance(by: .seconds(1))
            #expect(try await tryOnce(run, world, worker).status == .success)
        }
    }

    // JOB-09
    @Test func aPermanentFailureIsTriedOnce() async throws {
        try await withRun { world, worker in
            world.providers.fail("alpha", ProviderFailure(.authFailed, "Wrong key."))
            let run = try await world.start(["demo"], on: ["alpha"])
            let task = try await tryOnce(run, world, worker)
            #expect(task.status == .failed)
            #expect(task.attempt == 1)
        }
    }

    // JOB-10
    @Test func anUnknownOutcomeIsShownThenLookedAtAndAdopted() async throws {
        try await withRun { world, worker in
            world.providers.on("alpha") { order, journal throws(ProviderFailure) in
                if order.step?.name == "create" { return .done(RemoteReference(id: "adopted", version: "1")) }
                try await journal.record(ScriptedProviders.step(of: order))
                throw ProviderFailure(.outcomeUnknown, "The connection broke.")
            }
            let run = try await world.start(["demo"], on: ["alpha"])
            let unknown = try await tryOnce(run, world, worker)
            #expect(unknown.status == .retryWait)
            #expect(unknown.error?.code == .outcomeUnknown)
            #expect(unknown.step == "create")
            #expect(
                try await world.events().contains { $0.code == .outcomeUnknown && $0.status == "retry_wait" }
            )
            let done = try await world.finish(run, with: world.worker("w2"))
            #expect(done.status == .success)
            #expect(try await world.installed("demo", on: "alpha")?.remote.id == "adopted")
            #expect(world.providers.calls.map(\.order.step?.name) == [nil, "create"])
            #expect(
                world.providers.calls.last?.order.step?.data == [
                    "task": world.providers.calls[0].order.task.rawValue
                ]
            )
        }
    }

    @Test func aStepIsDurableBeforeTheCallGoesOn() async throws {
        try await withRun { world, worker in
            let gate = Gate()
            world.providers.on("alpha") { order, journal throws(ProviderFailure) in
                try await journal.record(ScriptedProviders.step(of: order))
                await gate.pass()
                return ScriptedProviders.result(of: order)
            }
            let run = try await world.start(["demo"], on: ["alpha"])
            await worker.cycle()
            await gate.arrivals(1)
            // What another process would see now is what is left after a crash.
            let seen = try await world.neighbour().session(
                for: Caller(name: "bob", role: .viewer, requestID: "r")
            )
            .run(run.id)
            #expect(seen.tasks?.first?.step == "create")
            gate.open()
            try await world.finish(run, with: worker)
        }
    }

    @Test func withoutARecordNothingIsSent() async throws {
        try await withRun { world, worker in
            let sent = Watched(0)
            let gate = Gate()
            world.providers.on("alpha") { order, journal throws(ProviderFailure) in
                await gate.pass()
                try await journal.record(ScriptedProviders.step(of: order))
                sent.change { $0 += 1 }
                return ScriptedProviders.result(of: order)
            }
            let run = try await world.start(["demo"], on: ["alpha"])
            await worker.cycle()
            await gate.arrivals(1)
            world.faults.failWrites(true)
            gate.open()
            await world.providers.record.until { $0.ended == 1 }
            #expect(sent.value == 0)
            world.faults.failWrites(false)
            #expect(try await world.finish(run, with: worker).status == .success)
            #expect(sent.value == 1)
        }
    }

    @Test func waitingForTheProviderSpendsNoTryAndSurvivesANewWorker() async throws {
        try await withRun(attempts: 1) { world, worker in
            let looks = Watched(0)
            world.providers.on("alpha") { order, journal throws(ProviderFailure) in
                if order.step == nil {
                    try await journal.record(
                        StepRecord(name: "operation", at: ManualClock.start, data: ["name": "op1"])
                    )
                }
                let look = looks.change { looks in
                    looks += 1
                    return looks
                }
                return look < 4 ? .waiting(.seconds(10)) : ScriptedProviders.result(of: order)
            }
            let run = try await world.start(["demo"], on: ["alpha"])
            let first = try await tryOnce(run, world, worker)
            #expect(first.status == .retryWait)
            #expect(first.attempt == 0)
            #expect(first.nextAttemptAt == world.clock.now + .seconds(10))
            await worker.stop()
            let done = try await world.finish(
                run,
                with: world.neighbour().worker(id: "w2", settings: .testing)
            )
            #expect(done.status == .success)
            #expect(
                done.tasks?.first?.attempts?.map(\.outcome) == ["waiting", "waiting", "waiting", "success"]
            )
            #expect(world.providers.calls.dropFirst().allSatisfy { $0.order.step?.data == ["name": "op1"] })
        }
    }

    @Test func aProviderWhoseSettingsCannotWorkFailsItsTasksAndIsMendedAtOnce() async throws {
        try await withRun { world, worker in
            try await world.addProvider("alpha") { $0.credential = "env:MISSING" }
            let run = try await world.start(["demo"], on: ["alpha"])
            #expect(try await world.finish(run, with: worker).tasks?.first?.error?.code == .authFailed)
            try await world.addProvider("alpha") { $0.credential = "env:PRESENT" }
            _ = try await world.admin.retryRun(run.id)
            #expect(try await world.finish(run, with: worker).status == .success)
        }
    }
}
