import Contract
import Domain
import Engine
import Store
import Testing

/// JOB-02: whatever happens, a run's state is the aggregate of its tasks and its counts are a recount.
@Suite(.timeLimit(.minutes(5))) struct AggregateTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func theRunAgreesWithItsTasksAfterEveryStep(seed: UInt64) async throws {
        try await withWorld { world in
            var random = SeededGenerator(seed: seed)
            for provider in ["alpha", "beta", "gamma"] as [ProviderID] {
                try await world.addProvider(provider) { $0.maxAttempts = 2 }
                world.providers.on(provider, Self.script(seed: seed))
            }
            for skill in ["one", "two"] { try await world.addSkill(skill) }
            let worker = world.worker()
            var runs: [RunView] = []
            for step in 0..<60 {
                try await act(Int.random(in: 0..<8, using: &random), step, &runs, worker, world, &random)
                try await check(world)
            }
            for run in runs { try await world.finish(run, with: worker) }
            try await check(world)
            #expect(try await world.admin.verifyAudit().intact)
        }
    }

    private func act(
        _ choice: Int,
        _ step: Int,
        _ runs: inout [RunView],
        _ worker: Worker,
        _ world: World,
        _ random: inout SeededGenerator
    ) async throws {
        world.clock.advance(by: .seconds(Int.random(in: 0..<8, using: &random)))
        let run = runs.randomElement(using: &random)
        switch choice {
        case 0, 1:
            let kind = Bool.random(using: &random) ? RunKind.install : .uninstall
            runs.append(try await world.start(["one", "two"], on: ["alpha", "beta", "gamma"], kind: kind))
        case 2:
            if let run { _ = try await problem { try await world.admin.cancelRun(run.id) } }
        case 3:
            if let run { _ = try await problem { try await world.admin.retryRun(run.id) } }
        case 4:
            if let run {
                let undone = try await refusable {
                    try await world.admin.rollbackRun(run.id, reason: "step \(step)", source: .api)
                }
                if let undone { runs.append(undone) }
            }
        case 5:
            world.clock.advance(by: .seconds(20))
            try await world.engine.watchdog().patrol()
        case 6:
            await worker.renewLeases()
        default:
            let before = world.providers.record.value.ended
            let open = world.providers.record.value.calls.count
            await worker.cycle()
            if world.providers.record.value.calls.count > open {
                await world.providers.record.until { $0.ended > before }
            }
            await worker.cycle()
        }
    }

    private func refusable(_ body: () async throws -> RunView) async throws -> RunView? {
        do { return try await body() } catch is Problem { return nil }
    }

    private func check(_ world: World) async throws {
        // One snapshot, or a worker could change it between two reads.
        let runs = try await world.database.read { connection in
            try connection.run("SELECT id FROM install_runs").map { try $0.text("id") }
        }
        for id in runs {
            let run = try await world.admin.run(RunID(rawValue: id))
            var counts = TaskCounts()
            for task in run.tasks ?? [] { counts[task.status] += 1 }
            #expect(run.counts == counts)
            #expect(run.status == RunStatus(aggregating: counts))
            #expect((run.finishedAt != nil) == run.status.isFinal)
        }
    }

    private static func script(seed: UInt64) -> ScriptedProviders.Script {
        let random = Watched(SeededGenerator(seed: seed &* 77))
        return { order, journal throws(ProviderFailure) in
            switch random.change({ Int.random(in: 0..<8, using: &$0) }) {
            case 0: throw ProviderFailure(.providerUnavailable, "Down.")
            case 1: throw ProviderFailure(.invalidSkill, "No.")
            case 2: return .waiting(.seconds(1))
            case 3:
                try await journal.record(ScriptedProviders.step(of: order))
                throw ProviderFailure(.outcomeUnknown, "Lost.")
            default: return try await ScriptedProviders.obey(order, journal)
            }
        }
    }
}

/// Pseudo-random numbers that come again with the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
