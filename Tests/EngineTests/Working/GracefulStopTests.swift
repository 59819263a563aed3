import Contract
import Domain
import Engine
import Store
import Testing

// JOB-06
@Suite(.timeLimit(.minutes(5))) struct GracefulStopTests {
    private func withSkills(_ count: Int, concurrency: Int, _ body: (World, RunView) async throws -> Void)
        async throws
    {
        try await withWorld { world in
            try await world.addProvider("alpha") { $0.concurrency = concurrency }
            let names = (0..<count).map { "skill-\($0)" }
            for name in names { try await world.addSkill(name) }
            try await body(world, try await world.start(names.map { .init(name: $0) }, on: ["alpha"]))
        }
    }

    @Test func whatIsOpenGoesBackUntriedWithAnEvent() async throws {
        try await withSkills(3, concurrency: 2) { world, run async throws in
            let gate = Gate()
            world.providers.on("alpha") { order, journal throws(ProviderFailure) in
                try await journal.record(ScriptedProviders.step(of: order))
                await gate.pass()
                throw ProviderFailure(.outcomeUnknown, "Cut off.")
            }
            let worker = world.worker()
            await worker.renewLeases()
            await worker.cycle()
            await gate.arrivals(2)
            await worker.stop()

            let stopped = try await world.admin.run(run.id)
            #expect(stopped.counts.queued == 3)
            #expect(stopped.status == .queued)
            for task in stopped.tasks ?? [] {
                #expect(task.attempt == 0)
                #expect(task.error == nil)
                #expect(task.attempts?.map(\.outcome) == ["interrupted"])
            }
            #expect(try await world.events().filter { $0.kind == .taskInterrupted }.count == 3)
            #expect(try await world.database.read { try WorkerTable($0).all() }.isEmpty)

            world.providers.on("alpha") { order, journal throws(ProviderFailure) in
                try await ScriptedProviders.obey(order, journal)
            }
            #expect(try await world.finish(run, with: world.worker("w2")).status == .success)
            // What had been sent when the worker stopped is handed on.
            #expect(world.providers.calls.suffix(3).filter { $0.order.step != nil }.count == 2)
        }
    }

    @Test func whatEndsWithinTheGraceTimeIsKept() async throws {
        try await withSkills(1, concurrency: 1) { world, run async throws in
            let gate = Gate()
            world.providers.on("alpha") { order, journal throws(ProviderFailure) in
                await gate.pass()
                return try await ScriptedProviders.obey(order, journal)
            }
            let worker = world.worker("w1", WorkerSettings(grace: .seconds(60)))
            await worker.cycle()
            await gate.arrivals(1)
            async let stopped: Void = worker.stop()
            gate.open()
            await stopped
            #expect(try await world.admin.run(run.id).status == .success)
        }
    }

    @Test func aStoppedWorkerClaimsNothing() async throws {
        try await withSkills(1, concurrency: 1) { world, run async throws in
            let worker = world.worker()
            await worker.stop()
            #expect(!(await worker.cycle()))
            #expect(try await world.admin.run(run.id).status == .queued)
        }
    }

    @Test func aCallThatDoesNotHeedItsCancellationDoesNotHoldUpTheStop() async throws {
        try await withSkills(1, concurrency: 1) { world, run async throws in
            let (arrived, released) = (Gate(), Gate())
            arrived.open()
            world.providers.on("alpha") { order, _ in
                await arrived.pass()
                // A task of its own does not learn of the cancellation.
                await Task { await released.pass() }.value
                return ScriptedProviders.result(of: order)
            }
            let worker = world.worker("w1", WorkerSettings(grace: .zero, cutOff: .zero))
            await worker.cycle()
            await arrived.arrivals(1)
            await worker.stop()
            #expect(try await world.admin.run(run.id).counts.running == 1)
            released.open()
        }
    }

    @Test func aWorkerRunsAsAServiceUntilItIsCanceled() async throws {
        try await withSkills(5, concurrency: 2) { world, run async throws in
            let worker = world.worker()
            let service = Task { try await worker.run() }
            let feed = Task { try await world.engine.feed.run() }
            for await item in try await world.admin.events(after: 0) {
                guard case .event(let event) = item, event.kind == .runChanged, event.status == "success"
                else {
                    continue
                }
                break
            }
            #expect(try await world.admin.run(run.id).status == .success)
            service.cancel()
            feed.cancel()
            try await service.value
            try await feed.value
        }
    }
}
