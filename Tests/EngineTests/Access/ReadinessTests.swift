import Contract
import Domain
import Engine
import Testing

/// OP-02: what keeps a node from doing its work is said, and no longer than it lasts.
@Suite(.timeLimit(.minutes(5))) struct ReadinessTests {
    private func check(_ name: String, of door: EngineFrontDoor) async -> Readiness.Check? {
        await door.readiness().checks.first { $0.name == name }
    }

    /// With hundreds of tests beside this one, a database that is well may take its time to say so.
    private func patientDoor(of world: World) -> EngineFrontDoor {
        EngineFrontDoor(world.engine, patience: .seconds(600)) { "" }
    }

    // JOB-13
    @Test func aDatabaseThatTakesNoChangesIsSaidWithTheReason() async throws {
        try await withWorld { world in
            let door = patientDoor(of: world)
            world.faults.failWrites(true)
            let red = await check("database", of: door)
            #expect(red?.ok == false)
            #expect(red?.detail == "The database takes no changes: the disk is full.")
            world.faults.failWrites(false)
            #expect(await check("database", of: door)?.ok == true)
            world.faults.failReads(true)
            #expect(await check("database", of: door)?.detail == "The database cannot be read.")
        }
    }

    @Test func askingOftenDoesNotWriteOften() async throws {
        try await withWorld { world in
            let door = patientDoor(of: world)
            world.faults.failStatement(0)
            for _ in 0..<20 { _ = await door.readiness() }
            #expect(world.faults.accesses(.statement) == 1)
            world.clock.advance(by: .seconds(5))
            _ = await door.readiness()
            #expect(world.faults.accesses(.statement) == 2)
        }
    }

    @Test func aWorkerThatNoLongerTurnsIsNoticed() async throws {
        try await withWorld { world in
            // Its database does not answer all the while, and is not what is asked about.
            let door = EngineFrontDoor(world.engine, patience: .milliseconds(1)) { "" }
            #expect(await check("worker", of: door) == nil)
            let gate = Gate()
            world.faults.holdWrites(gate)
            let worker = world.worker()
            let working = Task { try await worker.run() }
            await gate.arrivals(1)
            // Let in to say that it lives, and held again at its first look for work.
            world.faults.holdWrites(nil)
            gate.open()
            while await check("worker", of: door) == nil { await Task.yield() }
            let closed = Gate()
            world.faults.holdWrites(closed)
            world.engine.signals.work.notify()
            await closed.arrivals(1)
            #expect(await door.readiness().checks.last?.ok == true)
            // What came first may be a late write of the door's own: then the worker looks once more before it is held.
            var red: Readiness.Check?
            repeat {
                world.clock.advance(by: .seconds(11))
                red = await check("worker", of: door)
            } while red?.ok == true
            #expect(red?.ok == false)
            #expect(red?.detail == "The worker has not looked for work for 11 seconds.")
            world.faults.holdWrites(nil)
            closed.open()
            while await check("worker", of: door)?.ok == false { await Task.yield() }
            working.cancel()
            try await working.value
            #expect(await check("worker", of: door) == nil)
        }
    }
}
