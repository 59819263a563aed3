import Contract
import Domain
import Engine
import Store
import Testing

/// Runs that begin later and in waves, from the request to the rollback.
@Suite(.timeLimit(.minutes(5))) struct WaveTests {
    private static let canary = RunWaves(steps: [.providers(["alpha"])], soakSeconds: 600)

    private func withProviders(_ body: (World) async throws -> Void) async throws {
        try await withWorld { world in
            for id: ProviderID in ["alpha", "beta", "gamma"] { try await world.addProvider(id) }
            try await world.addSkill("demo")
            try await body(world)
        }
    }

    private let all: [ProviderID] = ["alpha", "beta", "gamma"]

    @Test func aCanaryGoesFirstAndTheRestFollowsAfterTheSoak() async throws {
        try await withProviders { world in
            let watch = world.engine.waveWatch()
            let run = try await world.start(["demo"], on: all, in: Self.canary)
            #expect(run.status == .queued)
            #expect(run.waves?.waves.map(\.targets) == [1, 2])
            #expect(run.tasks?.map(\.wave) == [1, 2, 2])
            #expect(run.tasks?.map(\.awaitsWave) == [nil, true, true])
            let soaking = try await world.settleWaves(of: run, by: watch)
            #expect(soaking.status == .running)
            #expect(world.providers.calls.map(\.provider) == ["alpha"])
            #expect(soaking.waves?.waves.map(\.state) == [.soaking, .waiting])
            #expect(soaking.waves?.waves.first?.soakUntil == world.clock.now + .seconds(600))
            world.clock.advance(by: .seconds(599))
            #expect(try await watch.look() == 0)
            world.clock.advance(by: .seconds(1))
            let done = try await world.settleWaves(of: run, by: watch)
            #expect(done.status == .success)
            #expect(done.waves?.waves.map(\.state) == [.done, .done])
            #expect(Set(world.providers.calls.map(\.provider)) == Set(all))
            #expect(try await watch.look() == 0)
            let audited = try await world.admin.audit(AuditQuery(action: "run.wave_released")).items
            #expect(audited.map(\.actor) == ["system"])
            #expect(audited.first?.detail == ["wave": "2", "targets": "2"])
            let kinds = try await world.events().map(\.kind)
            #expect(kinds.contains(.waveReleased))
            #expect(try await world.admin.verifyAudit().intact)
        }
    }

    @Test func aFailureStopsTheRunAndRollsItBackOnce() async throws {
        try await withProviders { world in
            let watch = world.engine.waveWatch()
            world.providers.fail("beta", ProviderFailure(.invalidSkill, "No."))
            let waves = RunWaves(steps: [.percent(66)], soakSeconds: 60, onStop: .rollback)
            let run = try await world.start(["demo"], on: all, in: waves)
            let stopped = try await world.settleWaves(of: run, by: watch)
            #expect(stopped.status == .partialFailed)
            #expect(stopped.tasks?.map(\.status) == [.success, .failed, .canceled])
            #expect(stopped.tasks?.last?.error?.message == "1 of 2 targets that could begin failed.")
            let stop = try #require(stopped.waves?.stopped)
            #expect((stop.by, stop.failed, stop.begun) == ("system", 1, 2))
            let back = try await world.admin.run(try #require(stop.rollbackRunID))
            #expect(back.kind == .rollback)
            #expect(back.parentRunID == run.id)
            #expect(back.requestedBy == "system")
            #expect(back.reason == "Run \(run.id) was stopped: 1 of 2 targets that could begin failed.")
            #expect(back.status == .success)
            #expect(try await world.installed("demo", on: "alpha") == nil)
            for _ in 0..<3 { #expect(try await watch.look() == 0) }
            #expect(try await world.admin.runs(RunQuery(parent: run.id)).items.map(\.id) == [back.id])
            let refusal = try await problem { try await world.admin.retryRun(run.id) }
            #expect(refusal?.code == .conflict)
            let audited = try await world.admin.audit(AuditQuery(action: "run.stopped")).items
            #expect(audited.map(\.actor) == ["system"])
            #expect(try await world.admin.verifyAudit().intact)
        }
    }

    /// What runs is finished first; only then is it known what there is to undo.
    @Test func whatRunsIsFinishedBeforeItIsRolledBack() async throws {
        try await withProviders { world in
            let (watch, worker, gate) = (world.engine.waveWatch(), world.worker(), Watched(false))
            world.providers.on("alpha") { order, journal throws(ProviderFailure) in
                let outcome = try await ScriptedProviders.obey(order, journal)
                await gate.until { $0 }
                return outcome
            }
            world.providers.fail("beta", ProviderFailure(.invalidSkill, "No."))
            let waves = RunWaves(steps: [.percent(66)], onStop: .rollback)
            let run = try await world.start(["demo"], on: all, in: waves)
            try await world.work(worker) { try await world.task(run, on: "beta")?.status == .failed }
            #expect(try await watch.look() == 1)
            #expect(try await world.task(run, on: "alpha")?.status == .running)
            #expect(try await world.admin.run(run.id).waves?.stopped?.rollbackRunID == nil)
            let early = try await problem { try await world.admin.retryRun(run.id) }
            #expect(early?.code == .conflict)
            gate.change { $0 = true }
            let ended = try await world.settleWaves(of: run, by: watch, with: worker)
            #expect(ended.tasks?.first?.status == .success)
            #expect(ended.waves?.stopped?.rollbackRunID != nil)
            #expect(try await world.installed("demo", on: "alpha") == nil)
        }
    }

    @Test func aRunBeginsAtItsTimeAlsoOnAnotherNode() async throws {
        try await withProviders { world in
            let run = try await world.startLater(by: .seconds(3600), ["demo"], on: ["alpha"])
            #expect(run.status == .queued)
            #expect(run.startAt == world.clock.now + .seconds(3600))
            #expect(run.waves == nil)
            #expect(run.tasks?.first?.awaitsWave == true)
            let (watch, worker) = (world.engine.waveWatch(), world.worker())
            #expect(await worker.cycle() == false)
            world.clock.advance(by: .seconds(3599))
            #expect(try await watch.look() == 0)
            world.clock.advance(by: .seconds(30))
            // As after a restart: nothing is remembered but what is in the database.
            let neighbour = world.neighbour().waveWatch()
            #expect(try await neighbour.look() == 1)
            #expect(try await watch.look() == 0)
            #expect(try await world.finish(run).status == .success)
        }
    }

    @Test func whoeverLooksAtTheSameTimeBeginsAWaveOnce() async throws {
        try await withProviders { world in
            let run = try await world.startLater(by: .seconds(60), ["demo"], on: all)
            world.clock.advance(by: .seconds(60))
            let neighbour = world.neighbour()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for engine in [world.engine, neighbour] {
                    group.addTask {
                        _ = try await engine.session(
                            for: Caller(name: "ann", role: .admin, requestID: "request-1")
                        ).releaseWave(1, of: run.id)
                    }
                    group.addTask { _ = try await engine.waveWatch().look() }
                }
                try await group.waitForAll()
            }
            let released = try await world.events().filter { $0.kind == .waveReleased }
            #expect(released.count == 1)
            #expect(try await world.finish(run).status == .success)
        }
    }

    /// JOB-07: nobody's clock runs before a target may begin.
    @Test func noClockRunsWhileAWaveWaits() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha") { $0.queueTimeoutSeconds = 60 }
            try await world.addProvider("beta") { $0.queueTimeoutSeconds = 60 }
            try await world.addSkill("demo")
            let waves = RunWaves(steps: [.providers(["alpha"])], soakSeconds: 7200)
            let run = try await world.start(["demo"], on: ["alpha", "beta"], in: waves)
            let (watch, watchdog) = (world.engine.waveWatch(), world.engine.watchdog())
            try await world.settleWaves(of: run, by: watch)
            try await world.pass(.seconds(3600), under: watchdog)
            #expect(try await world.task(run, on: "beta")?.status == .queued)
            let waiting = try await world.database.read { try AlertSources($0).waiting(at: world.clock.now) }
            #expect(waiting.isEmpty)
            #expect(try await world.admin.overview(OverviewQuery()).open.waitingTargets == 0)
            world.clock.advance(by: .seconds(3600))
            #expect(try await world.settleWaves(of: run, by: watch).status == .success)
        }
    }

    @Test func whatWasAskedForLaterIsNotUndoneByALaterWave() async throws {
        try await withProviders { world in
            let watch = world.engine.waveWatch()
            let run = try await world.start(["demo"], on: ["alpha", "beta"], in: Self.canary)
            try await world.settleWaves(of: run, by: watch)
            try await world.addSkill("demo", content: "v2")
            // What waits for its wave has no turn.
            let later = try await world.finish(try await world.start(["demo"], on: ["beta"]))
            #expect(later.status == .success)
            world.clock.advance(by: .seconds(600))
            let done = try await world.settleWaves(of: run, by: watch)
            #expect(done.tasks?.map(\.status) == [.success, .canceled])
            #expect(try await world.installed("demo", on: "beta")?.version == 2)
        }
    }

    @Test func whatWasYankedMeanwhileDoesNotBegin() async throws {
        try await withProviders { world in
            let watch = world.engine.waveWatch()
            let run = try await world.start(["demo"], on: ["alpha", "beta"], in: Self.canary)
            try await world.settleWaves(of: run, by: watch)
            _ = try await world.admin.yank(version: 1, of: "demo", reason: "bad", if: .present)
            world.clock.advance(by: .seconds(600))
            let done = try await world.settleWaves(of: run, by: watch)
            #expect(done.tasks?.map(\.status) == [.success, .canceled])
            #expect(done.tasks?.last?.error?.message.hasPrefix("It may not begin any more") ?? false)
        }
    }

    @Test func theSameRequestAgainIsTheSameRunAndTheHashCoversTheWaves() async throws {
        try await withProviders { world in
            let request = RunRequest(skills: ["demo"], providers: all, waves: Self.canary)
            let plan = try await world.admin.planRun(request)
            #expect(plan.targets.map(\.wave) == [1, 2, 2])
            let plain = try await world.admin.planRun(RunRequest(skills: ["demo"], providers: all))
            #expect(plain.targets.map(\.wave) == [nil, nil, nil])
            #expect(plain.hash != plan.hash)
            let longer = RunWaves(steps: Self.canary.steps, soakSeconds: 601)
            let other = RunRequest(skills: ["demo"], providers: all, planHash: plan.hash, waves: longer)
            let changed = try await problem {
                try await world.admin.startRun(other, idempotencyKey: nil, source: .api)
            }
            #expect(changed?.code == .planChanged)
            let first = try await world.admin.startRun(request, idempotencyKey: "k", source: .api)
            let again = try await world.admin.startRun(request, idempotencyKey: "k", source: .api)
            #expect(again == first)
            let reused = RunRequest(skills: ["demo"], providers: all, waves: longer)
            let refusal = try await problem {
                try await world.admin.startRun(reused, idempotencyKey: "k", source: .api)
            }
            #expect(refusal?.code == .idempotencyKeyReused)
        }
    }

    @Test func everyFaultOfTheWavesIsNamed() async throws {
        try await withProviders { world in
            let waves = RunWaves(
                steps: [.percent(50), .percent(50), .providers(["delta", "alpha"]), .providers(["alpha"])],
                soakSeconds: 604_801,
                stopAt: .percent(0)
            )
            let request = RunRequest(
                skills: ["demo"],
                providers: all,
                startAt: world.clock.now,
                waves: waves
            )
            let refusal = try await problem { try await world.admin.planRun(request) }
            #expect(
                refusal?.errors.map(\.pointer) == [
                    "/start_at", "/waves/steps/1/percent", "/waves/steps/2/providers/0",
                    "/waves/steps/3/providers/0", "/waves/soak_seconds", "/waves/stop_at_percent",
                ]
            )
        }
    }
}
