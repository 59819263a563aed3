import Contract
import Domain
import Engine
import Store
import Testing

/// What people do to a run while its waves wait: release, stop, cancel, retry, approve, pause.
@Suite(.timeLimit(.minutes(5))) struct WaveSteeringTests {
    private let all: [ProviderID] = ["alpha", "beta", "gamma"]

    private func withProviders(
        _ waves: RunWaves = RunWaves(steps: [.providers(["alpha"])], soakSeconds: 600),
        _ body: (World, WaveWatch, RunView) async throws -> Void
    ) async throws {
        try await withWorld { world in
            for id in all { try await world.addProvider(id) }
            try await world.addSkill("demo")
            let run = try await world.start(["demo"], on: all, in: waves)
            try await body(world, world.engine.waveWatch(), run)
        }
    }

    @Test func aPersonBeginsTheNextWaveEarlyAndOnce() async throws {
        try await withProviders { world, watch, run in
            try await world.settleWaves(of: run, by: watch)
            let skipped = try await problem { try await world.admin.releaseWave(3, of: run.id) }
            #expect(skipped?.code == .conflict)
            let released = try await world.admin.releaseWave(2, of: run.id)
            #expect(released.waves?.waves.map(\.state) == [.done, .running])
            #expect(try await world.admin.releaseWave(2, of: run.id).waves == released.waves)
            #expect(try await world.settleWaves(of: run, by: watch).status == .success)
            let late = try await problem { try await world.admin.releaseWave(3, of: run.id) }
            #expect(late?.code == .conflict)
            let audited = try await world.admin.audit(AuditQuery(action: "run.wave")).items
            #expect(
                audited.filter { $0.outcome == "accepted" }.map(\.detail) == [
                    ["release": "2", "targets": "2"]
                ]
            )
        }
    }

    @Test func aPersonStopsItAndItIsRolledBack() async throws {
        let waves = RunWaves(steps: [.providers(["alpha"])], soakSeconds: 600, onStop: .rollback)
        try await withProviders(waves) { world, watch, run in
            try await world.settleWaves(of: run, by: watch)
            let missing = try await problem { try await world.admin.stopWaves(of: run.id, reason: " ") }
            #expect(missing?.errors.first?.pointer == "/reason")
            let stopped = try await world.admin.stopWaves(of: run.id, reason: "It is slow.")
            #expect(stopped.waves?.stopped?.by == "ann")
            #expect(stopped.waves?.stopped?.reason == "It is slow.")
            #expect(stopped.tasks?.map(\.status) == [.success, .canceled, .canceled])
            let back = try await world.admin.run(try #require(stopped.waves?.stopped?.rollbackRunID))
            #expect(back.reason == "Run \(run.id) was stopped: ann stopped it: It is slow.")
            #expect(try await world.finish(back).status == .success)
            let again = try await problem { try await world.admin.stopWaves(of: run.id, reason: "Again.") }
            #expect(again?.code == .conflict)
        }
    }

    @Test func cancelEndsEveryWaveAndRollsNothingBack() async throws {
        let waves = RunWaves(steps: [.providers(["alpha"])], soakSeconds: 600, onStop: .rollback)
        try await withProviders(waves) { world, watch, run in
            try await world.settleWaves(of: run, by: watch)
            let canceled = try await world.admin.cancelRun(run.id)
            #expect(canceled.status == .partialFailed)
            #expect(canceled.waves?.waves.map(\.state) == [.stopped, .stopped])
            #expect(canceled.waves?.stopped == nil)
            #expect(try await watch.look() == 0)
            #expect(try await world.admin.runs(RunQuery(parent: run.id)).items.isEmpty)
            // Retried, the waves go on where they were.
            let retried = try await world.admin.retryRun(run.id)
            #expect(retried.waves?.waves.map(\.state) == [.running, .waiting])
            #expect(retried.tasks?.map(\.awaitsWave) == [nil, true, true])
            #expect(try await world.settleWaves(of: run, by: watch).waves?.waves.first?.state == .soaking)
            world.clock.advance(by: .seconds(600))
            #expect(try await world.settleWaves(of: run, by: watch).status == .success)
        }
    }

    @Test func aScheduledRunIsCanceledBeforeItBegins() async throws {
        try await withWorld { world in
            try await world.addProvider("beta")
            try await world.addSkill("demo")
            let run = try await world.startLater(by: .seconds(60), ["demo"], on: ["beta"])
            #expect(try await world.admin.cancelRun(run.id).status == .failed)
            world.clock.advance(by: .seconds(60))
            #expect(try await world.engine.waveWatch().look() == 0)
            #expect(await world.worker().cycle() == false)
            #expect(world.providers.calls.isEmpty)
        }
    }

    @Test func whatOnlyBeginsLaterHasNothingToStop() async throws {
        try await withProviders { world, _, _ in
            let run = try await world.startLater(by: .seconds(60), ["demo"], on: ["beta"])
            let refusal = try await problem { try await world.admin.stopWaves(of: run.id, reason: "why") }
            #expect(refusal?.wording?.key == "conflict.no_waves")
            #expect(try await world.task(run, on: "beta")?.awaitsWave == true)
        }
    }

    /// Between the end of its last target and the next look.
    @Test func aRunThatIsOverIsNotStopped() async throws {
        try await withProviders(RunWaves(steps: [.providers(["alpha"])], onStop: .rollback)) {
            world,
            watch,
            run in
            let worker = world.worker()
            try await world.work(worker) { try await world.task(run, on: "alpha")?.status == .success }
            _ = try await world.admin.releaseWave(2, of: run.id)
            #expect(try await world.finish(run, with: worker).status == .success)
            let late = try await problem { try await world.admin.stopWaves(of: run.id, reason: "why") }
            #expect(late?.wording?.key == "conflict.no_waves")
            #expect(try await watch.look() == 1)
            #expect(try await world.admin.run(run.id).waves?.stopped == nil)
            #expect(try await world.admin.runs(RunQuery(parent: run.id)).items.isEmpty)
        }
    }

    @Test(arguments: [Int.min, -1, 0, .max]) func noOtherNumberIsAWave(_ number: Int) async throws {
        try await withProviders { world, _, run in
            let refusal = try await problem { try await world.admin.releaseWave(number, of: run.id) }
            #expect(refusal?.wording?.key == "conflict.wave_not_next")
        }
    }

    /// Below the threshold a failure is tolerated; tried again to success, it is none.
    @Test func aRetryToSuccessLetsTheWavesGoOn() async throws {
        let waves = RunWaves(
            steps: [.providers(["alpha", "beta"])],
            soakSeconds: 600,
            stopAt: .failures(2)
        )
        try await withWorld { world in
            for id in all { try await world.addProvider(id) }
            try await world.addSkill("demo")
            world.providers.fail("beta", ProviderFailure(.invalidSkill, "Not yet."))
            let watch = world.engine.waveWatch()
            let run = try await world.start(["demo"], on: all, in: waves)
            try await world.settleWaves(of: run, by: watch)
            #expect(try await world.states(of: run) == [.soaking, .waiting])
            _ = try await world.admin.retryRun(run.id)
            #expect(try await watch.look() == 1)
            #expect(try await world.states(of: run) == [.running, .waiting])
            world.clock.advance(by: .seconds(300))
            try await world.settleWaves(of: run, by: watch)
            world.clock.advance(by: .seconds(599))
            #expect(try await watch.look() == 0)
            world.clock.advance(by: .seconds(1))
            #expect(try await world.settleWaves(of: run, by: watch).status == .success)
        }
    }

    @Test func aRetryOfAStoppedRunTakesUpItsWaves() async throws {
        try await withWorld { world in
            for id in all { try await world.addProvider(id) }
            try await world.addSkill("demo")
            world.providers.fail("alpha", ProviderFailure(.invalidSkill, "Not yet."))
            let watch = world.engine.waveWatch()
            let waves = RunWaves(steps: [.providers(["alpha"])])
            let run = try await world.start(["demo"], on: all, in: waves)
            let stopped = try await world.settleWaves(of: run, by: watch)
            #expect(stopped.status == .failed)
            #expect(stopped.waves?.waves.map(\.state) == [.stopped, .stopped])
            let retried = try await world.admin.retryRun(run.id)
            #expect(retried.waves?.stopped == nil)
            #expect(retried.tasks?.map(\.awaitsWave) == [nil, true, true])
            #expect(try await world.settleWaves(of: run, by: watch).status == .success)
        }
    }

    /// What failed and may not begin again still counts: the retry would be stopped within a second.
    @Test func aRetryThatWouldBeStoppedAtOnceIsRefused() async throws {
        try await withWorld { world in
            for id in all { try await world.addProvider(id) }
            for skill in ["demo", "other"] { try await world.addSkill(skill) }
            world.providers.fail("alpha", ProviderFailure(.invalidSkill, "No."))
            let waves = RunWaves(steps: [.providers(["alpha"])])
            let run = try await world.start(["demo", "other"], on: ["alpha", "beta"], in: waves)
            let stopped = try await world.settleWaves(of: run, by: world.engine.waveWatch())
            let failed = try #require(stopped.tasks?.first { $0.status == .failed })
            _ = try await world.admin.yank(version: 1, of: failed.skill, reason: "bad", if: .present)
            let refusal = try await problem { try await world.admin.retryRun(run.id) }
            #expect(refusal?.wording?.key == "conflict.retry_stopped")
            let after = try await world.admin.run(run.id)
            #expect(after.waves?.stopped == stopped.waves?.stopped)
            #expect(after.counts == stopped.counts)
        }
    }

    @Test func whatAPersonHasRolledBackIsNotTakenUp() async throws {
        try await withProviders { world, watch, run in
            try await world.settleWaves(of: run, by: watch)
            _ = try await world.admin.cancelRun(run.id)
            let back = try await world.admin.rollbackRun(run.id, reason: "why", source: .api)
            let early = try await problem { try await world.admin.retryRun(run.id) }
            #expect(early?.wording?.key == "conflict.run_rolled_back")
            #expect(try await world.finish(back).status == .success)
            let late = try await problem { try await world.admin.retryRun(run.id) }
            #expect(late?.wording?.key == "conflict.run_rolled_back")
        }
    }

    /// Its waves may end in a rollback of all that it did.
    @Test func whoTakesUpWavesMayChangeEveryTarget() async throws {
        let waves = RunWaves(steps: [.providers(["alpha"])], soakSeconds: 600, onStop: .rollback)
        try await withProviders(waves) { world, watch, run in
            try await world.settleWaves(of: run, by: watch)
            _ = try await world.admin.cancelRun(run.id)
            func retry(_ providers: [ProviderID]) async throws -> Problem? {
                let scope = Scope(providers: providers, namespaces: nil)
                let kim = Caller(name: "kim", role: .operator, scope: scope, requestID: "request-1")
                return try await problem { try await world.engine.session(for: kim).retryRun(run.id) }
            }
            #expect(try await retry(["beta", "gamma"])?.code == .permissionDenied)
            #expect(try await retry(all) == nil)
        }
    }

    /// A target that waits for both begins when both are over, whichever comes first.
    @Test(arguments: [true, false]) func anApprovalAndAWaveAreBothWaitedFor(_ approvedFirst: Bool)
        async throws
    {
        try await withWorld { world in
            try await world.addProvider("alpha")
            try await world.addProvider("beta") { $0.approval = .always }
            try await world.addSkill("demo")
            let watch = world.engine.waveWatch()
            let waves = RunWaves(steps: [.providers(["alpha"])], soakSeconds: 60)
            let run = try await world.start(["demo"], on: ["alpha", "beta"], in: waves)
            try await world.settleWaves(of: run, by: watch)
            let approver = world.session("juno", .approver)
            if approvedFirst { _ = try await approver.approveRun(run.id, comment: nil) }
            world.clock.advance(by: .seconds(60))
            try await world.settleWaves(of: run, by: watch)
            if !approvedFirst {
                let waiting = try #require(try await world.task(run, on: "beta"))
                #expect((waiting.awaitsApproval, waiting.awaitsWave) == (true, nil))
                _ = try await approver.approveRun(run.id, comment: nil)
            }
            let done = try await world.settleWaves(of: run, by: watch)
            #expect(done.status == .success)
            #expect(done.approval?.state == .approved)
        }
    }

    @Test func aStopEndsAnApprovalThatIsStillWaitedFor() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            try await world.addProvider("beta") { $0.approval = .always }
            try await world.addSkill("demo")
            world.providers.fail("alpha", ProviderFailure(.invalidSkill, "No."))
            let waves = RunWaves(steps: [.providers(["alpha"])])
            let run = try await world.start(["demo"], on: ["alpha", "beta"], in: waves)
            let stopped = try await world.settleWaves(of: run, by: world.engine.waveWatch())
            #expect(stopped.status == .failed)
            #expect(stopped.approval?.state == .canceled)
            #expect(try await world.admin.runs(RunQuery(approval: .pending)).items.isEmpty)
        }
    }

    @Test func aPausedProviderKeepsItsWaveOpen() async throws {
        try await withProviders { world, watch, run in
            try await world.settleWaves(of: run, by: watch)
            _ = try await world.admin.pauseProvider("beta", reason: "Maintenance.")
            world.clock.advance(by: .seconds(600))
            try await watch.look()
            let worker = world.worker()
            try await world.work(worker) { try await world.task(run, on: "gamma")?.status == .success }
            #expect(try await world.states(of: run) == [.done, .running])
            _ = try await world.admin.resumeProvider("beta")
            #expect(try await world.settleWaves(of: run, by: watch).status == .success)
        }
    }

    @Test func onlyWhoMayChangeEveryTargetSteers() async throws {
        try await withProviders { world, _, run in
            let viewer = try await problem {
                try await world.session("eve", .viewer).releaseWave(2, of: run.id)
            }
            #expect(viewer?.code == .permissionDenied)
            let bounded = world.engine.session(
                for: Caller(
                    name: "kim",
                    role: .operator,
                    scope: Scope(providers: ["beta"], namespaces: nil),
                    requestID: "request-1"
                )
            )
            let outside = try await problem { try await bounded.stopWaves(of: run.id, reason: "why") }
            #expect(outside?.code == .permissionDenied)
        }
    }
}
