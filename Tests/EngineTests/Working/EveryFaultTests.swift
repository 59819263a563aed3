import Contract
import Domain
import Engine
import Store
import Synchronization
import Testing

/// JOB-14: an install run outlives any one access to the database going wrong, from its request to its end.
@Suite(.timeLimit(.minutes(5))) struct EveryFaultTests {
    @Test(arguments: FaultyDatabase.Fault.allCases)
    func aRunOutlivesAnyOneFault(fault: FaultyDatabase.Fault) async throws {
        try await withWorld { world in
            let vendor = Vendor()
            for provider in ["alpha", "beta"] as [ProviderID] {
                try await world.addProvider(provider)
                world.providers.on(provider) { order, journal throws(ProviderFailure) in
                    try await vendor.perform(order, at: provider, journal)
                }
            }
            var number = 0
            var accesses = 0
            repeat {
                number += 1
                let skill = "demo-\(number)"
                try await world.addSkill(skill)
                world.faults.fail(fault, number)
                let run = try await world.endedRun(of: skill, on: ["alpha", "beta"], key: "key-\(number)")
                accesses = world.faults.accesses(fault)
                world.faults.fail(fault, 0)
                try await world.expectOneOfEach(run, named: "\(fault) \(number)")
                #expect(vendor.holds(skill) == ["alpha", "beta"], "\(fault) \(number)")
            } while number <= accesses
            // The last one met no fault: every access of the others was one that failed once.
            #expect(number > 3)
            #expect(try await world.admin.verifyAudit().intact)
            print("\(fault): \(number - 1) accesses failed, one in each run")
        }
    }
}

/// Holds what was created; like a real one it makes another when asked twice.
private final class Vendor: Sendable {
    private struct Item {
        let task: TaskID
        let skill: String
        let provider: ProviderID
    }

    private let items = Mutex<[Item]>([])

    /// As adapters do: say what is about to happen, and look before doing again what may have happened.
    func perform(
        _ order: ProviderOrder,
        at provider: ProviderID,
        _ journal: any StepJournal
    ) async throws(ProviderFailure) -> ProviderOutcome {
        guard case .install(let bundle, _) = order.action else { return .done(nil) }
        let mine = items.withLock { $0.contains { $0.task == order.task } }
        if order.step == nil || !mine {
            try await journal.record(ScriptedProviders.step(of: order))
            items.withLock { $0.append(Item(task: order.task, skill: bundle.name, provider: provider)) }
        }
        return ScriptedProviders.result(of: order)
    }

    func holds(_ skill: String) -> [ProviderID] {
        items.withLock {
            $0.filter { $0.skill == skill }.map(\.provider).sorted { $0.rawValue < $1.rawValue }
        }
    }
}

extension World {
    /// Asks until it is accepted, and works until the run has ended.
    fileprivate func endedRun(of skill: String, on providers: [ProviderID], key: String) async throws
        -> RunView
    {
        let request = RunRequest(kind: .install, skills: [.init(name: skill)], providers: providers)
        let accepted = try await patiently {
            try await admin.startRun(request, idempotencyKey: key, source: .api)
        }
        let worker = worker("w-\(key)")
        while true {
            let generation = engine.signals.work.generation
            let busy = await worker.cycle()
            if try await patiently({ try await admin.run(accepted.id) }).status.isFinal { break }
            if busy { continue }
            if providers.allSatisfy({ self.providers.record.value.open[$0, default: 0] == 0 }) {
                // What nobody works on is due later, or held by a claim whose answer was lost.
                clock.advance(by: .seconds(300))
                _ = try? await engine.watchdog().patrol()
            } else {
                await engine.signals.work.wait(after: generation, upTo: .seconds(1))
            }
        }
        return try await patiently { try await admin.run(accepted.id) }
    }

    /// Asks again when the database cannot be used, as clients do.
    private func patiently<Result>(_ ask: () async throws -> Result) async throws -> Result {
        do { return try await ask() } catch let problem as Problem where problem.code == .unavailable {
            return try await ask()
        }
    }

    /// One run for one request, one end for one task, one event of it, one place where it stands.
    fileprivate func expectOneOfEach(_ run: RunView, named name: String) async throws {
        #expect(run.status == .success, "\(name)")
        #expect(run.tasks?.map(\.status) == [.success, .success], "\(name)")
        #expect(try await count("SELECT count(*) AS n FROM install_runs WHERE status <> 'success'") == 0)
        let ended = try await events().filter { $0.runID == run.id && $0.status == "success" }
        #expect(ended.count { $0.taskID != nil } == 2, "\(name): one end of each task")
        #expect(ended.count { $0.taskID == nil } == 1, "\(name): one end of the run")
        let standing = try await count("SELECT count(*) AS n FROM installations WHERE run_id = \(run.id)")
        #expect(standing == 2, "\(name)")
    }
}
