import Contract
import Domain
import Engine
import Store
import Testing

/// Several nodes on one database.
@Suite(.timeLimit(.minutes(5))) struct NodesTests {
    @Test func aSecondWorkerGetsItsPartWhileTheFirstIsBusy() async throws {
        try await withWorld { world in
            let names = (0..<40).map { "skill-\($0)" }
            for name in names { try await world.addSkill(name) }
            try await world.addProvider("alpha") { $0.concurrency = 4 }
            let gate = Gate()
            world.providers.on("alpha") { order, journal throws(ProviderFailure) in
                await gate.pass()
                return try await ScriptedProviders.obey(order, journal)
            }
            let run = try await world.start(names.map { .init(name: $0) }, on: ["alpha"])
            let (first, second) = (world.worker("w1"), world.neighbour().worker(id: "w2", settings: .testing))
            await first.cycle()
            await gate.arrivals(4)
            // Nothing is free, so the second waits, and the first learns that it does.
            await second.cycle()
            await first.cycle()
            #expect(world.providers.record.value.open["alpha"] == 4)
            gate.open()
            try await world.work(first) {
                await second.cycle()
                return try await world.admin.run(run.id).status.isFinal
            }
            #expect(world.providers.record.value.mostOpen["alpha"] == 4)
            let workers = try await world.admin.run(run.id).tasks?.compactMap { $0.attempts?.last?.worker }
            #expect(Set(workers ?? []) == ["w1", "w2"])
        }
    }

    /// Whoever has nothing to do does not keep others from working.
    @Test func anIdleWorkerGivesItsPartBack() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha") { $0.concurrency = 3 }
            try await world.addSkill("demo")
            let first = world.worker("w1")
            try await world.finish(try await world.start(["demo"], on: ["alpha"]), with: first)
            #expect(try await slots(in: world) == [:])
            let names = (0..<6).map { "skill-\($0)" }
            for name in names { try await world.addSkill(name) }
            _ = try await world.start(names.map { .init(name: $0) }, on: ["alpha"])
            let gate = Gate()
            world.providers.on("alpha") { _, _ in
                await gate.pass()
                return .waiting(.seconds(1))
            }
            let second = world.neighbour().worker(id: "w2", settings: .testing)
            await second.cycle()
            await gate.arrivals(3)
            #expect(try await slots(in: world) == ["w2": 3])
            gate.open()
            await second.stop()
            #expect(try await slots(in: world) == [:])
        }
    }

    private func slots(in world: World) async throws -> [String: Int] {
        try await world.database.write { try DemandTable($0).lock("alpha")?.slots ?? [:] }
    }

    @Test func oneNodeAtATimeLooksAfterLapsedLeases() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            try await world.addSkill("demo")
            let gate = Gate()
            world.providers.on("alpha") { _, _ in
                await gate.pass()
                return .waiting(.zero)
            }
            _ = try await world.start(["demo"], on: ["alpha"])
            await world.worker().cycle()
            await gate.arrivals(1)
            let (leader, other) = (world.engine.watchdog(), world.neighbour().watchdog())
            try await leader.patrol()
            world.clock.advance(by: .seconds(15) - .milliseconds(500))
            try await leader.patrol()
            world.clock.advance(by: .seconds(1))
            // The leader has the duty for two seconds from its last look, and then whoever looks takes it.
            #expect(try await other.patrol() == 0)
            world.clock.advance(by: .seconds(2))
            #expect(try await other.patrol() == 1)
            #expect(try await leader.patrol() == 0)
            gate.open()
        }
    }

    @Test func theDutyOfADeadNodeIsTakenAtOnce() async throws {
        try await withWorld { world in
            let dead = LeadershipTable.Entry(
                holder: "dead",
                process: ProcessIdentity.current.text + "0",
                expires: world.clock.now + .seconds(600)
            )
            let taken = try await world.database.write { connection in
                try LeadershipTable(connection).take("watchdog", dead, from: nil)
            }
            #expect(taken)
            try await world.engine.watchdog().patrol()
            let found = try await world.database.read { try LeadershipTable($0).find("watchdog") }
            #expect(found?.holder != "dead")
            #expect(found?.process == ProcessIdentity.current.text)
        }
    }
}
