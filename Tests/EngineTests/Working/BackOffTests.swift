import Contract
import Domain
import Engine
import Testing

@Suite(.timeLimit(.minutes(5))) struct BackOffTests {
    private static let skills = (0..<20).map { "skill-\($0)" }

    /// A vendor `limited` that answers 429 with `wait` until told otherwise, with `sends` after a step was recorded, and a
    /// run there and at `fine`.
    private func begin(
        _ wait: Duration,
        in world: World,
        sends: Bool = false,
        queueTimeout: Int = 3600,
        targetTimeout: Int = 86_400
    ) async throws -> (run: RunView, isLimited: Watched<Bool>) {
        for name in Self.skills { try await world.addSkill(name) }
        try await world.addProvider("limited") { settings in
            settings.concurrency = 2
            settings.queueTimeoutSeconds = queueTimeout
            settings.targetTimeoutSeconds = targetTimeout
        }
        try await world.addProvider("fine")
        let isLimited = Watched(true)
        world.providers.on("limited") { order, journal throws(ProviderFailure) in
            guard !isLimited.value else {
                if sends { try await journal.record(ScriptedProviders.step(of: order)) }
                throw ProviderFailure(.rateLimited, "Slow down.", providerStatus: 429, retryAfter: wait)
            }
            return try await ScriptedProviders.obey(order, journal)
        }
        let run = try await world.start(Self.skills.map { .init(name: $0) }, on: ["limited", "fine"])
        return (run, isLimited)
    }

    /// Lets a worker work until all of the other vendor's targets are done and what the limited one answered is saved.
    private func untilTheOthersAreDone(_ worker: Worker, _ run: RunView, _ world: World) async throws {
        try await world.work(worker) {
            let counts = try await world.admin.run(run.id).counts
            return counts.success >= 20 && counts.running == 0
        }
    }

    private func calls(_ world: World) -> Int { world.providers.record.value.calls(to: "limited").count }

    /// JOB-09, JOB-12: what a vendor asks of one target holds for all of its targets, and for nobody else.
    @Test func nothingBeginsWhereAWaitWasAskedFor() async throws {
        try await withWorld { world in
            let (run, isLimited) = try await begin(.seconds(30), in: world)
            let worker = world.worker()
            try await untilTheOthersAreDone(worker, run, world)
            let spent = calls(world)
            // Those that were under way when the first was answered.
            #expect((1...2).contains(spent))
            world.clock.advance(by: .seconds(29))
            for _ in 0..<3 { await worker.cycle() }
            #expect(calls(world) == spent)
            let waiting = try await world.admin.run(run.id)
            #expect(waiting.tasks?.filter { $0.provider == "limited" && $0.attempt == 0 }.count == 20 - spent)
            isLimited.change { $0 = false }
            world.clock.advance(by: .seconds(1))
            #expect(try await world.finish(run, with: worker).status == .success)
            #expect(calls(world) == spent + 20)
        }
    }

    @Test func plansRunsAndTheProviderTellOfIt() async throws {
        try await withWorld { world in
            let (run, _) = try await begin(.seconds(30), in: world)
            let asked = world.clock.now
            try await untilTheOthersAreDone(world.worker(), run, world)
            let gate = try #require(try await world.admin.run(run.id).gates?.first)
            #expect(gate.cause == .rateLimited)
            #expect(gate.provider == "limited")
            #expect(gate.probeAt == asked + .seconds(30))
            #expect(gate.error?.code == .rateLimited)
            let shown = try #require(try await world.admin.provider("limited").backOff)
            #expect(shown.until == asked + .seconds(30))
            #expect(try await world.admin.provider("fine").backOff == nil)
            #expect(try await world.admin.providers().items.compactMap(\.backOff) == [shown])
            world.clock.advance(by: .seconds(30))
            #expect(try await world.admin.run(run.id).gates == nil)
            #expect(try await world.admin.provider("limited").backOff == nil)
        }
    }

    /// Another node has not heard the answer itself.
    @Test func itHoldsOnEveryNode() async throws {
        try await withWorld { world in
            let (run, _) = try await begin(.seconds(30), in: world)
            try await untilTheOthersAreDone(world.worker("w1"), run, world)
            let spent = calls(world)
            let other = world.neighbour().worker(id: "w2", settings: .testing)
            for _ in 0..<3 { await other.cycle() }
            #expect(calls(world) == spent)
        }
    }

    /// A vendor's error about the time does not shut it for a day.
    @Test func aLongWaitIsLookedIntoByOthers() async throws {
        try await withWorld { world in
            let (run, isLimited) = try await begin(.seconds(86_400), in: world)
            let worker = world.worker()
            try await untilTheOthersAreDone(worker, run, world)
            let spent = calls(world)
            isLimited.change { $0 = false }
            world.clock.advance(by: .seconds(300))
            // Those that were answered so wait as long as they were asked to.
            try await world.work(worker) { try await world.admin.run(run.id).counts.success >= 40 - spent }
            #expect(try await world.admin.run(run.id).counts.retryWait == spent)
        }
    }

    /// A look at what was sent would be one more request, and lengthen the wait of all.
    @Test func whatIsCanceledWaitsToo() async throws {
        try await withWorld { world in
            let (run, isLimited) = try await begin(.seconds(30), in: world, sends: true)
            let worker = world.worker()
            try await untilTheOthersAreDone(worker, run, world)
            let spent = calls(world)
            _ = try await world.admin.cancelRun(run.id)
            for _ in 0..<3 { await worker.cycle() }
            #expect(calls(world) == spent)
            #expect(try await world.admin.run(run.id).status.isFinal == false)
            isLimited.change { $0 = false }
            world.clock.advance(by: .seconds(30))
            try await world.work(worker) { try await world.admin.run(run.id).status.isFinal }
            #expect(calls(world) > spent)
        }
    }

    /// What has not begun has all its time once it can.
    @Test func theClockOfTheQueueCountsFromItsEnd() async throws {
        try await withWorld { world in
            let (run, _) = try await begin(.seconds(300), in: world, queueTimeout: 120)
            let watchdog = world.engine.watchdog()
            try await watchdog.patrol()
            try await untilTheOthersAreDone(world.worker(), run, world)
            try await world.pass(.seconds(300 + 119), under: watchdog)
            #expect(try await world.admin.run(run.id).counts.failed == 0)
            try await world.pass(.seconds(2), under: watchdog)
            #expect(try await world.admin.run(run.id).counts.failed > 0)
        }
    }

    /// What has begun is not excused by it: a vendor that never lets anything through is ended by its clock.
    @Test func theClockOfWhatHasBegunRunsOn() async throws {
        try await withWorld { world in
            let (run, _) = try await begin(.seconds(200), in: world, targetTimeout: 300)
            let worker = world.worker()
            let watchdog = world.engine.watchdog()
            try await untilTheOthersAreDone(worker, run, world)
            try await world.pass(.seconds(200), under: watchdog)
            try await world.work(worker) {
                guard try await world.running() == 0 else { return false }
                return try await world.admin.provider("limited").backOff != nil
            }
            #expect(try await world.admin.run(run.id).counts.failed == 0)
            try await world.pass(.seconds(101), under: watchdog)
            let failed = try await world.admin.run(run.id).tasks?.filter { $0.status == .failed } ?? []
            #expect(!failed.isEmpty)
            #expect(failed.allSatisfy { $0.error?.code == .watchdogTimeout })
        }
    }

    /// Another account has limits of its own.
    @Test func whoeverSavesTheSettingsEndsIt() async throws {
        try await withWorld { world in
            let (run, isLimited) = try await begin(.seconds(300), in: world)
            let worker = world.worker()
            try await untilTheOthersAreDone(worker, run, world)
            isLimited.change { $0 = false }
            let spent = calls(world)
            let present = try await world.admin.provider("limited")
            #expect(present.backOff != nil)
            _ = try await world.admin.putProvider("limited", present.settings, if: .present)
            #expect(try await world.admin.provider("limited").backOff == nil)
            try await world.work(worker) { try await world.admin.run(run.id).counts.success >= 40 - spent }
        }
    }

    /// Nor is what waited late for that.
    @Test func theClockOfTheQueueCountsFromThere() async throws {
        try await withWorld { world in
            let (run, _) = try await begin(.seconds(300), in: world, queueTimeout: 120)
            let watchdog = world.engine.watchdog()
            try await watchdog.patrol()
            try await untilTheOthersAreDone(world.worker(), run, world)
            try await world.pass(.seconds(200), under: watchdog)
            let settings = try await world.admin.provider("limited").settings
            _ = try await world.admin.putProvider("limited", settings, if: .present)
            try await world.pass(.seconds(119), under: watchdog)
            #expect(try await world.admin.run(run.id).counts.failed == 0)
        }
    }

    @Test func itsBeginningIsToldOnce() async throws {
        try await withWorld { world in
            let (run, isLimited) = try await begin(.seconds(2), in: world)
            let worker = world.worker()
            try await untilTheOthersAreDone(worker, run, world)
            world.clock.advance(by: .seconds(2))
            try await world.work(worker) { try await world.running() == 0 }
            isLimited.change { $0 = false }
            world.clock.advance(by: .seconds(2))
            try await world.finish(run, with: worker)
            let told = try await world.events().filter { $0.kind == .providerChanged && $0.status != nil }
            #expect(told.map(\.status) == ["rate_limited"])
            #expect(told.map(\.provider) == ["limited"])
        }
    }
}
