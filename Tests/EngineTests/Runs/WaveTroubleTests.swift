import Contract
import Domain
import Engine
import Store
import Testing

/// Stored rows and contents that cannot be read keep no run waiting for ever, and no other run at all.
@Suite(.timeLimit(.minutes(5))) struct WaveTroubleTests {
    private func withProviders(_ body: (World) async throws -> Void) async throws {
        try await withWorld { world in
            for id: ProviderID in ["alpha", "beta", "gamma"] { try await world.addProvider(id) }
            try await world.addSkill("demo")
            try await body(world)
        }
    }

    /// A worker finds out the same and says so, and that is an alert.
    @Test func contentThatCannotBeReadIsAFailureAndNotASilence() async throws {
        try await withProviders { world in
            let run = try await world.startLater(by: .seconds(60), ["demo"], on: ["alpha"])
            let rubbish = Array("rubbish".utf8)
            try await world.database.write { try $0.run("UPDATE bundles SET archive = \(rubbish)") }
            world.clock.advance(by: .seconds(60))
            // One that has read nothing yet.
            let node = world.neighbour()
            #expect(try await node.waveWatch().look() == 1)
            let ended = try await world.finish(run, with: node.worker(id: "w2", settings: .testing))
            #expect(ended.status == .failed)
            #expect(ended.tasks?.first?.error?.code == .integrityFailed)
        }
    }

    @Test func aRunWhoseWavesCannotBeReadKeepsNoOther() async throws {
        try await withProviders { world in
            let broken = try await world.startLater(by: .seconds(60), ["demo"], on: ["alpha"])
            let whole = try await world.startLater(by: .seconds(60), ["demo"], on: ["beta"])
            try await world.database.write { connection in
                try connection.run("UPDATE run_rollouts SET stopped = 'x' WHERE run_id = \(broken.id)")
            }
            world.clock.advance(by: .seconds(60))
            let watch = world.engine.waveWatch()
            #expect(try await watch.look() == 1)
            #expect(try await world.finish(whole).status == .success)
            for _ in 0..<3 { try await watch.look() }
            #expect(world.log.messages.count { $0 == "the waves of a run could not go on" } == 1)
        }
    }

    @Test func aWaitingTargetThatCannotBeReadIsGivenUp() async throws {
        try await withProviders { world in
            let run = try await world.startLater(by: .seconds(60), ["demo"], on: ["alpha", "beta"])
            try await world.database.write { connection in
                try connection.run(
                    "UPDATE install_tasks SET target = 'x' WHERE run_id = \(run.id) AND provider_id = 'alpha'"
                )
            }
            world.clock.advance(by: .seconds(60))
            #expect(try await world.engine.waveWatch().look() == 1)
            let ended = try await world.finish(run)
            #expect(ended.tasks?.map(\.status) == [.failed, .success])
            #expect(ended.tasks?.first?.error?.code == .internal)
            #expect(ended.counts.failed == 1 && ended.counts.open == 0)
            #expect(try await world.admin.verifyAudit().intact)
        }
    }

    /// Nothing of the second wave was tried, so nothing speaks against the first.
    @Test func aRefusedWaveDoesNotUndoTheOneBefore() async throws {
        try await withProviders { world in
            try await world.addProvider("beta") { $0.approval = .always }
            let steps: [RunWaves.Step] = [.providers(["alpha"]), .providers(["beta"])]
            let waves = RunWaves(steps: steps, soakSeconds: 600, onStop: .rollback)
            let watch = world.engine.waveWatch()
            let run = try await world.start(["demo"], on: ["alpha", "beta", "gamma"], in: waves)
            try await world.settleWaves(of: run, by: watch)
            _ = try await world.session("juno", .approver).refuseRun(run.id, comment: "Not there.")
            world.clock.advance(by: .seconds(600))
            let ended = try await world.settleWaves(of: run, by: watch)
            #expect(ended.tasks?.map(\.status) == [.success, .canceled, .canceled])
            #expect(ended.waves?.stopped?.reason == "Nothing of wave 2 succeeded.")
            #expect(ended.waves?.stopped?.rollbackRunID == nil)
            #expect(try await world.installed("demo", on: "alpha") != nil)
            #expect(try await world.admin.runs(RunQuery(parent: run.id)).items.isEmpty)
            #expect(try await world.admin.audit(AuditQuery(action: "run.wave_released")).items.isEmpty)
        }
    }

    /// Whoever begins later does not begin by the rules of the day it was asked for.
    @Test func aRuleThatCameLaterHoldsForALaterWave() async throws {
        try await withProviders { world in
            let waves = RunWaves(steps: [.providers(["alpha"])], soakSeconds: 600)
            let watch = world.engine.waveWatch()
            let run = try await world.start(["demo"], on: ["alpha", "beta"], in: waves)
            try await world.settleWaves(of: run, by: watch)
            try await world.addProvider("beta") { $0.approval = .always }
            world.clock.advance(by: .seconds(600))
            let ended = try await world.settleWaves(of: run, by: watch)
            #expect(ended.tasks?.map(\.status) == [.success, .canceled])
            #expect(ended.tasks?.last?.error?.message.hasPrefix("It takes an approval by now") ?? false)
            #expect(world.providers.calls.map(\.provider) == ["alpha"])
            let again = try await world.admin.retryRun(run.id)
            #expect(again.tasks?.last?.awaitsApproval == true)
        }
    }

    /// Where there is nothing to do there is nothing to approve.
    @Test func whatStandsThereAlreadyBeginsUnderAnyRule() async throws {
        try await withProviders { world in
            #expect(try await world.finish(try await world.start(["demo"], on: ["beta"])).status == .success)
            try await world.addProvider("beta") { $0.approval = .always }
            let waves = RunWaves(steps: [.providers(["alpha", "beta"])])
            let run = try await world.start(["demo"], on: ["alpha", "beta"], in: waves)
            #expect(run.tasks?.map(\.wave) == [1, 2])
            #expect(run.approval == nil)
            let ended = try await world.settleWaves(of: run, by: world.engine.waveWatch())
            #expect(ended.tasks?.map(\.status) == [.success, .skipped])
        }
    }
}
