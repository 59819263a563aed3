import Client
import Contract
import Foundation
import Simulators
import Store
import Testing

/// What is left when nodes, connections and the database fail under load, while vendors lose answers.
@Suite(.serialized) struct ClusterTests {
    /// JOB-03, JOB-04, JOB-05, JOB-12, JOB-16.
    @Test(.timeLimit(.minutes(10)))
    func nothingIsLostOrDoneTwiceWhateverPartOfTheClusterFails() async throws {
        let given = ProcessInfo.processInfo.environment["SKILLYARD_CLUSTER_SEED"].flatMap { UInt64($0) }
        let seed = given ?? .random(in: 0...999_999)
        print("cluster test: seed \(seed)")
        let begun = ContinuousClock.now
        try await ClusterArena.run { arena in
            let (moving, staying) = (EventWitness(), EventWitness())
            try await withThrowingTaskGroup(of: Void.self) { group in
                let addresses = arena.servers.compactMap(\.url)
                group.addTask { try await moving.follow(anyOf: addresses, token: ClusterArena.token) }
                group.addTask { try await staying.follow(arena.controls[0]) }
                try await check(arena, seed: seed)
                try await expectWholeTruth([moving, staying], of: arena)
                group.cancelAll()
            }
        }
        print("cluster test: took \(ContinuousClock.now - begun)")
    }

    private func check(_ arena: ClusterArena, seed: UInt64) async throws {
        arena.load(Self.script(seed: seed))
        let load = ClusterLoad(arena)
        let tally = try await withThrowingTaskGroup(of: ClusterFaults.Tally?.self) { group in
            group.addTask {
                try await load.run()
                return nil
            }
            group.addTask {
                var faults = ClusterFaults(arena, load, seed: seed)
                try await faults.run()
                return faults.tally
            }
            var tally = ClusterFaults.Tally()
            for try await result in group { tally = result ?? tally }
            return tally
        }
        arena.load(FaultScript())
        try await arena.verdict.check(load.accepted, skills: ClusterArena.skills)
        let tasks = try await arena.count("SELECT count(*) AS n FROM install_tasks")
        #expect(tasks == 3000)
        #expect(
            try await arena.count("SELECT count(*) AS n FROM install_tasks WHERE status = 'running'") == 0
        )
        #expect(arena.takeMostCalls() <= ClusterArena.concurrency)
        #expect(tally.met > 0)
        print(
            """
            cluster test: seed \(seed), \(tally.kills) kills, \(tally.pauses) stops, \(tally.ended) connections \
            ended, \(tally.restarts) restarts, \(tally.cuts) cuts, \(tally.met) met tasks, \
            \(load.accepted.count) runs, \(tasks) tasks, slowest take-over \(tally.slowestFromDead) from the dead, \
            \(tally.slowestFromSilent) from the silent
            """
        )
    }

    /// Whoever follows the events sees each of them once and in order, whatever happened to the servers.
    private func expectWholeTruth(_ witnesses: [EventWitness], of arena: ClusterArena) async throws {
        for witness in witnesses {
            // Alerts go on being looked at: more may come while this is read.
            try await arena.until("every event is shown once and in order", within: .seconds(30)) {
                let all = try await arena.rows("SELECT position FROM events ORDER BY position").map {
                    try $0.integer("position")
                }
                return witness.testimony.positions == all
            }
            #expect(witness.testimony.resyncs == 0)
        }
        let seen = witnesses.map(\.testimony)
        print(
            "cluster test: \(seen.map(\.positions.count)) events, followed over \(seen.map(\.connections)) connections"
        )
    }

    /// Answers are lost after the work was done, late, refused for now, or broken.
    private static func script(seed: UInt64) -> FaultScript {
        let vendors: [SimulatedVendor] = [.openai, .claude, .google, .http]
        let rules = vendors.flatMap { vendor in
            [
                FaultRule(vendor: vendor, method: "POST", probability: 0.05, effect: .commitThenDrop),
                FaultRule(vendor: vendor, probability: 0.02, effect: .status(503)),
                FaultRule(vendor: vendor, probability: 0.01, effect: .rateLimit(seconds: 1)),
                FaultRule(vendor: vendor, probability: 0.9, effect: .latency(milliseconds: 150)),
            ]
        }
        return FaultScript(seed: seed, rules: rules)
    }
}
