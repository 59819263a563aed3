import Contract
import Domain
import Engine
import Store
import Testing

@Suite(.timeLimit(.minutes(5))) struct LimitTests {
    private func names(_ count: Int) -> [RunRequest.Selection] {
        (0..<count).map { .init(name: "skill-\($0)") }
    }

    private func addSkills(_ count: Int, to world: World) async throws {
        for name in names(count) { try await world.addSkill(name.name) }
    }

    // JOB-12
    @Test func twoWorkersTogetherNeverOpenMoreCallsThanAllowed() async throws {
        try await withWorld { world in
            try await addSkills(24, to: world)
            try await world.addProvider("alpha") { $0.concurrency = 3 }
            let run = try await world.start(names(24), on: ["alpha"])
            let (first, second) = (world.worker("w1"), world.neighbour().worker(id: "w2", settings: .testing))
            try await world.work(first) {
                await second.cycle()
                return try await world.admin.run(run.id).status.isFinal
            }
            #expect(try await world.admin.run(run.id).status == .success)
            #expect(world.providers.calls.count == 24)
            #expect((1...3).contains(world.providers.record.value.mostOpen["alpha"] ?? 0))
        }
    }

    /// JOB-12: a limit that is lowered holds for the tasks at hand, too.
    @Test func aLoweredLimitIsKeptAtOnce() async throws {
        try await withWorld { world in
            try await addSkills(8, to: world)
            try await world.addProvider("alpha") { $0.concurrency = 4 }
            let (gates, passed) = (Gate(), Watched(0))
            world.providers.on("alpha") { order, journal throws(ProviderFailure) in
                if passed.change({ passed in
                    passed += 1
                    return passed
                }) <= 4 {
                    await gates.pass()
                }
                return try await ScriptedProviders.obey(order, journal)
            }
            let run = try await world.start(names(8), on: ["alpha"])
            let worker = world.worker()
            await worker.cycle()
            await gates.arrivals(4)
            #expect(world.providers.record.value.open["alpha"] == 4)
            try await world.addProvider("alpha") { $0.concurrency = 1 }
            _ = try await world.start(names(1), on: ["alpha"])
            await worker.cycle()
            world.providers.record.change { $0.mostOpen = [:] }
            gates.open()
            try await world.finish(run, with: worker)
            #expect(world.providers.record.value.mostOpen["alpha"] ?? 0 <= 4)
            #expect(world.providers.calls.count == 8)
        }
    }

    /// JOB-12: the limit is counted by the clock and across workers.
    @Test func noMoreTasksBeginThanTheRateAllows() async throws {
        try await withWorld { world in
            try await addSkills(6, to: world)
            try await world.addProvider("alpha") { $0.ratePerMinute = 60 }
            let run = try await world.start(names(6), on: ["alpha"])
            let workers = [world.worker("w1"), world.neighbour().worker(id: "w2", settings: .testing)]
            for begun in 1...6 {
                for worker in workers + workers { await worker.cycle() }
                #expect(world.providers.calls.count <= begun)
                await world.providers.record.until { $0.calls.count == begun }
                world.clock.advance(by: .milliseconds(500))
                for worker in workers { await worker.cycle() }
                #expect(world.providers.calls.count == begun)
                world.clock.advance(by: .milliseconds(500))
            }
            for worker in workers { try await world.settle(worker, afterCalls: 6) }
            #expect(try await world.admin.run(run.id).status == .success)
        }
    }

    /// JOB-12: whoever is down holds up only itself.
    @Test func aHangingProviderDoesNotDelayAnother() async throws {
        try await withWorld { world in
            try await addSkills(40, to: world)
            try await world.addProvider("hanging") { $0.concurrency = 4 }
            try await world.addProvider("healthy") { $0.concurrency = 2 }
            let gate = Gate()
            world.providers.on("hanging") { _, _ throws(ProviderFailure) in
                await gate.pass()
                throw ProviderFailure(.timeout, "Slow.")
            }
            let stuck = try await world.start(names(40), on: ["hanging"])
            let fine = try await world.start(names(40), on: ["healthy"])
            let worker = world.worker("w1", WorkerSettings(grace: .zero, poll: .seconds(1), capacity: 12))
            try await world.work(worker) { try await world.admin.run(fine.id).status.isFinal }
            #expect(try await world.admin.run(fine.id).status == .success)
            #expect(try await world.admin.run(stuck.id).counts.success == 0)
            #expect(world.providers.record.value.open["hanging"] == 4)
            gate.open()
            await worker.stop()
        }
    }

    /// JOB-12: also when the worker may hold only a few tasks, and the hanging provider was there first.
    @Test(arguments: [(8, 4), (1, 1)])
    func aHangingProviderKeepsToItsShareOfASmallWorker(_ capacity: Int, _ share: Int) async throws {
        try await withWorld { world in
            try await addSkills(20, to: world)
            try await world.addProvider("hanging") { $0.concurrency = 8 }
            try await world.addProvider("healthy") { $0.concurrency = 8 }
            let gate = Gate()
            world.providers.on("hanging") { _, _ throws(ProviderFailure) in
                await gate.pass()
                throw ProviderFailure(.timeout, "Slow.")
            }
            _ = try await world.start(names(20), on: ["hanging"])
            let worker = world.worker(
                "w1",
                WorkerSettings(grace: .zero, poll: .seconds(1), capacity: capacity)
            )
            await worker.cycle()
            await worker.cycle()
            await gate.arrivals(share)
            let fine = try await world.start(names(1), on: ["healthy"])
            try await world.work(worker) { try await world.admin.run(fine.id).status.isFinal }
            #expect(try await world.admin.run(fine.id).status == .success)
            #expect(world.providers.record.value.open["hanging"] == share)
            gate.open()
            await worker.stop()
        }
    }

    @Test func tasksOfOneSkillOnOneProviderTakeTurnsInOrder() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            var runs: [RunView] = []
            for content in ["v1", "v2", "v3"] {
                try await world.addSkill("demo", content: content)
                runs.append(try await world.start(["demo"], on: ["alpha"]))
            }
            let workers = [world.worker("w1"), world.neighbour().worker(id: "w2", settings: .testing)]
            try await world.work(workers[0]) {
                await workers[1].cycle()
                return try await world.admin.run(runs[2].id).status.isFinal
            }
            #expect(world.providers.record.value.mostOpen["alpha"] == 1)
            let versions = world.providers.calls.map { call in
                if case .install(let bundle, _) = call.order.action { bundle.version } else { 0 }
            }
            #expect(versions == [1, 2, 3])
            #expect(try await world.installed("demo", on: "alpha")?.version == 3)
        }
    }

    @Test func aTaskThatWaitsForItsNextTryKeepsItsTurn() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            world.providers.fail("alpha", ProviderFailure(.rateLimited, "Wait.", retryAfter: .seconds(60)))
            try await world.addSkill("demo")
            let first = try await world.start(["demo"], on: ["alpha"])
            try await world.addSkill("demo", content: "v2")
            let second = try await world.start(["demo"], on: ["alpha"])
            let worker = world.worker()
            await worker.cycle()
            try await world.settle(worker, afterCalls: 1)
            await worker.cycle()
            #expect(world.providers.calls.count == 1)
            #expect(try await world.admin.run(second.id).status == .queued)
            // Canceling the first lets the second go.
            _ = try await world.admin.cancelRun(first.id)
            try await world.finish(second, with: worker)
            #expect(try await world.installed("demo", on: "alpha")?.version == 2)
        }
    }

    @Test func nothingIsClaimedForADisabledProviderUntilItIsEnabledAgain() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            try await world.addSkill("demo")
            let run = try await world.start(["demo"], on: ["alpha"])
            try await world.addProvider("alpha") { $0.enabled = false }
            let worker = world.worker()
            #expect(!(await worker.cycle()))
            try await world.addProvider("alpha")
            #expect(try await world.finish(run, with: worker).status == .success)
        }
    }

    /// What waits for a place is at hand when its turn comes, so no place waits for the database.
    @Test func contentsAreReadWhenTheirTasksAreClaimed() async throws {
        try await withWorld { world in
            try await addSkills(24, to: world)
            try await world.addProvider("alpha") { $0.concurrency = 4 }
            let run = try await world.start(names(24), on: ["alpha"])
            let gate = Gate()
            world.providers.on("alpha") { order, journal throws(ProviderFailure) in
                await gate.pass()
                return try await ScriptedProviders.obey(order, journal)
            }
            let worker = world.worker()
            await worker.cycle()
            await gate.arrivals(4)
            let claimed = try await world.running()
            #expect(claimed == 8)
            world.faults.failReads(true)
            gate.open()
            await world.providers.record.until { $0.ended == claimed }
            world.faults.failReads(false)
            #expect(world.providers.calls.count == claimed)
            #expect(try await world.finish(run, with: worker).status == .success)
        }
    }
}
