import Contract
import Domain
import Engine
import Store
import Testing

/// A wave begins once, and a run is stopped and rolled back once, whichever access to the database goes wrong meanwhile.
@Suite(.timeLimit(.minutes(5))) struct WaveFaultTests {
    @Test(arguments: FaultyDatabase.Fault.allCases)
    func aStopOutlivesAnyOneFault(_ fault: FaultyDatabase.Fault) async throws {
        try await withWorld { world in
            for id: ProviderID in ["alpha", "beta", "gamma"] { try await world.addProvider(id) }
            let waves = RunWaves(steps: [.providers(["alpha", "beta"])], onStop: .rollback)
            // One for all: each that is not at work any more would keep its part of the slots.
            let worker = world.worker()
            var (number, accesses) = (0, 0)
            repeat {
                number += 1
                let skill = "demo-\(number)"
                try await world.addSkill(skill)
                world.providers.fail("beta", ProviderFailure(.invalidSkill, "No."))
                let run = try await world.start(
                    [.init(name: skill)],
                    on: ["alpha", "beta", "gamma"],
                    in: waves
                )
                try await world.work(worker) {
                    let counts = try await world.admin.run(run.id).counts
                    return counts.success == 1 && counts.failed == 1
                }
                let watch = world.engine.waveWatch()
                world.faults.fail(fault, number)
                try await world.look(watch, until: run)
                accesses = world.faults.accesses(fault)
                world.faults.fail(fault, 0)
                let children = try await world.admin.runs(RunQuery(parent: run.id)).items
                #expect(children.count == 1, "\(fault) \(number)")
                let stopped = try await world.admin.run(run.id)
                #expect(stopped.waves?.stopped?.rollbackRunID == children.first?.id, "\(fault) \(number)")
                #expect(stopped.tasks?.map(\.status) == [.success, .failed, .canceled], "\(fault) \(number)")
            } while number <= accesses
            #expect(number > 2)
            #expect(try await world.admin.verifyAudit().intact)
            let stops = try await world.admin.audit(AuditQuery(action: "run.stopped")).items
            #expect(stops.count == number)
        }
    }
}

extension World {
    /// Looks until the run is over, whatever goes wrong; a node that comes later finds nothing to do.
    fileprivate func look(_ watch: WaveWatch, until run: RunView) async throws {
        for _ in 0..<20 {
            let isOver = (try? await admin.run(run.id))?.waves?.stopped?.rollbackRunID != nil
            if isOver { break }
            // Another node may have had the duty until now, and what it left ends with time.
            clock.advance(by: .seconds(10))
            _ = try? await watch.look()
        }
        clock.advance(by: .seconds(60))
        #expect(try await neighbour().waveWatch().look() == 0)
    }
}
