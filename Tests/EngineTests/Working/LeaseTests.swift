import Contract
import Domain
import Engine
import Store
import Testing

@Suite(.timeLimit(.minutes(5))) struct LeaseTests {
    /// A world with one task, held open in the first call to its provider.
    private func withOpenCall(_ body: (World, RunView, Worker, Gate) async throws -> Void) async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            try await world.addSkill("demo")
            let gate = Gate()
            let isFirst = Watched(true)
            world.providers.on("alpha") { order, journal throws(ProviderFailure) in
                if isFirst.change({ first in
                    defer { first = false }
                    return first
                }) {
                    await gate.pass()
                    return .done(RemoteReference(id: "from-the-first", version: nil))
                }
                return try await ScriptedProviders.obey(order, journal)
            }
            let run = try await world.start(["demo"], on: ["alpha"])
            let worker = world.worker("w1")
            await worker.cycle()
            await gate.arrivals(1)
            try await body(world, run, worker, gate)
        }
    }

    // JOB-04
    @Test func aWorkerThatSleptPastItsLeaseChangesNothing() async throws {
        try await withOpenCall { world, run, first, gate async throws in
            world.clock.advance(by: .seconds(16))
            #expect(try await world.engine.watchdog().patrol() == 1)
            let waiting = try #require(try await world.task(run, on: "alpha"))
            #expect(waiting.status == .retryWait)
            #expect(waiting.error?.code == .leaseLost)
            #expect(waiting.attempt == 0)

            let second = world.neighbour().worker(id: "w2", settings: .testing)
            try await world.finish(run, with: second)
            let finished = try await world.admin.run(run.id)
            #expect(finished.status == .success)

            gate.open()
            await world.providers.record.until { $0.ended == 2 }
            try await world.work(first) { world.log.messages.contains("LEASE_LOST") }
            #expect(try await world.admin.run(run.id) == finished)
            #expect(finished.tasks?.first?.remote?.id == "remote-demo")
            #expect(finished.tasks?.first?.attempts?.map(\.worker) == ["w1", "w2"])
            #expect(finished.tasks?.first?.attempts?.map(\.outcome) == ["lease_lost", "success"])
        }
    }

    /// JOB-04: also when the same worker gets the task back while its own old call is still open.
    @Test func aTaskThatComesBackToTheSameWorkerWaitsForItsOldCallAndIgnoresIt() async throws {
        try await withOpenCall { world, run, worker, _ async throws in
            world.clock.advance(by: .seconds(16))
            try await world.engine.watchdog().patrol()
            // The old call is cut off when the task is taken again, and says that it had succeeded.
            try await world.finish(run, with: worker)
            let task = try #require(try await world.task(run, on: "alpha"))
            #expect(task.remote?.id == "remote-demo")
            #expect(task.attempts?.map(\.outcome) == ["lease_lost", "success"])
            #expect(world.providers.record.value.mostOpen["alpha"] == 1)

            // No place at the provider was lost on the way.
            try await world.addProvider("alpha") { $0.concurrency = 1 }
            try await world.addSkill("demo", content: "v2")
            let next = try await world.finish(try await world.start(["demo"], on: ["alpha"]), with: worker)
            #expect(next.status == .success)
        }
    }

    /// JOB-04: a step is recorded under the lease or not at all.
    @Test func aLateWorkerRecordsNoStep() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            try await world.addSkill("demo")
            let gate = Gate()
            let refused = Watched<ProviderFailure?>(nil)
            world.providers.on("alpha") { order, journal throws(ProviderFailure) in
                await gate.pass()
                do throws(ProviderFailure) {
                    return try await ScriptedProviders.obey(order, journal)
                } catch {
                    refused.change { $0 = $0 ?? error }
                    throw error
                }
            }
            let run = try await world.start(["demo"], on: ["alpha"])
            await world.worker().cycle()
            await gate.arrivals(1)
            world.clock.advance(by: .seconds(15))
            gate.open()
            await refused.until { $0 != nil }
            #expect(refused.value?.code == .leaseLost)
            #expect(try await world.task(run, on: "alpha")?.step == nil)
        }
    }

    /// JOB-05: the row is gone.
    @Test func aWorkerWhoseLeaseWasTakenStopsItsCall() async throws {
        try await withOpenCall { world, run, worker, _ async throws in
            world.clock.advance(by: .seconds(16))
            try await world.engine.watchdog().patrol()
            await worker.renewLeases()
            // The call ends although its gate stays shut.
            await world.providers.record.until { $0.ended == 1 }
            #expect(world.log.messages.contains("LEASE_LOST"))
            #expect(try await world.finish(run, with: worker).status == .success)
            #expect(try await world.task(run, on: "alpha")?.remote?.id == "remote-demo")
        }
    }

    /// JOB-05: the database fails.
    @Test func aWorkerThatCannotRenewStopsItsCallsBeforeTheLeaseEnds() async throws {
        try await withOpenCall { world, run, worker, _ async throws in
            world.faults.failWrites(true)
            world.clock.advance(by: .seconds(5))
            await worker.renewLeases()
            #expect(world.providers.record.value.ended == 0)
            world.clock.advance(by: .seconds(5))
            await worker.renewLeases()
            await world.providers.record.until { $0.ended == 1 }
            #expect(world.log.messages.contains("LEASE_LOST"))
            #expect(!(await worker.cycle()))

            world.faults.failWrites(false)
            #expect(try await world.finish(run, with: worker).status == .success)
        }
    }

    /// JOB-05: the database hangs, and so does the renewal itself.
    @Test func aWorkerWhoseRenewalHangsStopsItsCallsAllTheSame() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            try await world.addSkill("demo")
            let gate = Gate()
            world.providers.on("alpha") { _, _ throws(ProviderFailure) in
                await gate.pass()
                throw ProviderFailure(.timeout, "Cut off.")
            }
            _ = try await world.start(["demo"], on: ["alpha"])
            let settings = WorkerSettings(lease: .milliseconds(400), grace: .zero, cutOff: .zero)
            let worker = world.worker("w1", settings)
            let disk = Gate()
            let service = Task { try await worker.run() }
            await gate.arrivals(1)
            world.faults.holdWrites(disk)
            world.clock.advance(by: .milliseconds(350))
            await world.providers.record.until { $0.ended == 1 }
            world.faults.holdWrites(nil)
            disk.open()
            service.cancel()
            try await service.value
        }
    }

    @Test func aRenewedLeaseOutlivesItsFirstEnd() async throws {
        try await withOpenCall { world, run, worker, gate async throws in
            for _ in 0..<4 {
                world.clock.advance(by: .seconds(5))
                await worker.renewLeases()
                #expect(try await world.engine.watchdog().patrol() == 0)
            }
            gate.open()
            #expect(try await world.finish(run, with: worker).status == .success)
            #expect(try await world.task(run, on: "alpha")?.remote?.id == "from-the-first")
        }
    }

    @Test func resultsWaitForADatabaseThatIsAwayAndAreSavedOnce() async throws {
        try await withOpenCall { world, run, worker, gate async throws in
            world.faults.failWrites(true)
            gate.open()
            await world.providers.record.until { $0.ended == 1 }
            #expect(!(await worker.cycle()))
            #expect(!(await worker.cycle()))
            world.faults.failWrites(false)
            #expect(try await world.finish(run, with: worker).status == .success)
            #expect(world.providers.calls.count == 1)
            #expect(try await world.task(run, on: "alpha")?.attempts?.count == 1)
        }
    }
}
