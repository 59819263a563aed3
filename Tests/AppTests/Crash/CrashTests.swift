import App
import Client
import Contract
import Foundation
import Simulators
import Store
import Testing

/// What is left when the program is killed without warning, again and again, while vendors lose answers.
@Suite(.serialized) struct CrashTests {
    /// JOB-03, API-03, JOB-10, JOB-16: no acknowledged run is lost, each task ends once, no vendor holds a
    /// duplicate, the audit log is whole, and orphans are taken over within five seconds.
    @Test(.timeLimit(.minutes(90)))
    func nothingIsLostOrDoneTwiceWhenTheServerIsKilledAtRandom() async throws {
        let kills = Int(setting("SKILLYARD_CRASH_KILLS") ?? "") ?? 20
        let seed = UInt64(setting("SKILLYARD_CRASH_SEED") ?? "") ?? .random(in: 0...999_999)
        print("crash test: seed \(seed), \(kills) kills")
        let arena = try await CrashArena.start(skills: Self.skills)
        arena.simulator.load(Self.faults(seed: seed))
        let runs = max(60, 2 * kills)
        let load = CrashLoad(arena, runs: runs)
        var random = SeededRandom(seed: seed)
        var slowest = Duration.zero
        var met = 0
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await load.run() }
            for kill in 1...kills {
                try await Task.sleep(for: .milliseconds(Int.random(in: 20...500, using: &random)))
                if let takeOver = try await killAndRestart(arena) {
                    met += 1
                    slowest = max(slowest, takeOver)
                }
                load.mayPost(upTo: runs * kill / kills)
            }
            load.mayPost(upTo: .max)
            try await group.waitForAll()
        }
        let accepted = load.accepted
        try await arena.verdict.check(accepted, skills: Self.skills)
        #expect(slowest < .seconds(5))
        print(
            "crash test: \(kills) kills, \(met) met running tasks, \(accepted.count) runs, slowest take-over \(slowest)"
        )
        #expect(met > 0)
        try await arena.stop()
    }

    /// JOB-16: a restart with a thousand open tasks goes on with them within five seconds.
    @Test(.timeLimit(.minutes(10)))
    func aThousandOpenTasksGoOnWithinFiveSecondsOfARestart() async throws {
        let arena = try await CrashArena.start(skills: 200)
        let slow = FaultRule(effect: .latency(milliseconds: 300))
        arena.simulator.load(FaultScript(rules: [slow]))
        let request = RunRequest(
            skills: (0..<200).map { .init(name: CrashArena.name($0)) },
            providers: CrashArena.providers
        )
        let run = try await arena.control.startRun(request, idempotencyKey: nil, source: .api)
        #expect(run.counts.total == 1000)
        try await arena.untilTasksRun()
        let takeOver = try #require(try await killAndRestart(arena))
        #expect(takeOver < .seconds(5))
        arena.simulator.load(FaultScript())
        try await arena.verdict.check([run.id], skills: 200)
        try await arena.stop()
    }

    static let skills = 12

    private func setting(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

    /// Answers are lost after the work was done, so a blind repetition would make a duplicate.
    private static func faults(seed: UInt64) -> FaultScript {
        let vendors: [SimulatedVendor] = [.openai, .claude, .google, .http]
        let lost = vendors.map {
            FaultRule(vendor: $0, method: "POST", probability: 0.15, effect: .commitThenDrop)
        }
        let slow = vendors.map { FaultRule(vendor: $0, probability: 0.7, effect: .latency(milliseconds: 40)) }
        return FaultScript(seed: seed, rules: lost + slow)
    }

    /// - Returns: How long it took until no task was held by the killed process any more; nil if it held none.
    private func killAndRestart(_ arena: CrashArena) async throws -> Duration? {
        arena.server.kill()
        let orphans = try await arena.rows(
            "SELECT DISTINCT lease_worker FROM install_tasks WHERE status = 'running'"
        ).map { try $0.text("lease_worker") }
        try arena.server.start()
        let begun = ContinuousClock.now
        try await arena.untilReady()
        guard !orphans.isEmpty else { return nil }
        while try await arena.rows(
            "SELECT 1 AS held FROM install_tasks WHERE status = 'running' AND lease_worker IN (\(list: orphans)) LIMIT 1"
        ).isEmpty == false {
            guard ContinuousClock.now - begun < .seconds(20) else { break }
            try await Task.sleep(for: .milliseconds(20))  // the other process cannot signal this one
        }
        return ContinuousClock.now - begun
    }
}

/// Random numbers that a printed seed brings back.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
