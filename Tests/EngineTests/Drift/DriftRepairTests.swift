import Contract
import Domain
import Engine
import Store
import Testing

/// What differs is put right by runs, or accepted; and is an alert until then.
@Suite(.timeLimit(.minutes(5))) struct DriftRepairTests {
    /// RB-05 holds where nothing was found: the same content again sends nothing.
    @Test func aRepairWritesWhereAnInstallWouldSkip() async throws {
        try await withWorld { world in
            try await world.place("notes")
            try await world.place("other")
            let skipped = try await world.finish(try await world.start(["notes"], on: ["lab"]))
            #expect(skipped.counts.skipped == 1)
            world.change("notes", to: "somebody's own")
            _ = try await world.look()
            let repair = try await world.admin.planDriftRepair(.init(provider: "lab"))
            let step = try #require(repair.steps.first)
            #expect(step.plan.targets.map(\.action) == [.repair])
            #expect(step.request.planHash == step.plan.hash)
            let before = world.providers.calls.count
            let run = try await world.admin.startRun(step.request, idempotencyKey: nil, source: .api)
            #expect(try await world.finish(run).counts.success == 1)
            let calls = world.providers.calls.dropFirst(before)
            #expect(calls.count == 1)
            #expect(calls.first?.order.replaceable == (try await world.drift(.resolved).first?.found?.digest))
            #expect(try await world.drift().isEmpty)
            #expect(try await world.drift(.resolved).map(\.resolution) == [.repaired])
            // And then there is nothing to send again.
            let again = try await world.finish(try await world.start(["notes"], on: ["lab"]))
            #expect(again.counts.skipped == 1)
        }
    }

    @Test func aPlanThatIsAnotherByNowIsRefused() async throws {
        try await withWorld { world in
            try await world.place("notes")
            world.delete("notes")
            _ = try await world.look()
            let step = try #require(
                try await world.admin.planDriftRepair(.init(provider: "lab", skills: ["notes"])).steps.first
            )
            world.change("notes", to: "v1")
            world.providers.place("lab") { $0.held = [World.remote("notes", version: "1")] }
            _ = try await world.look()
            let problem = await #expect(throws: Problem.self) {
                try await world.admin.startRun(step.request, idempotencyKey: nil, source: .api)
            }
            #expect(problem?.code == .planChanged)
            await #expect(throws: Problem.self) {
                try await world.admin.planDriftRepair(.init(provider: "lab", skills: ["notes"]))
            }
        }
    }

    @Test func anEditThatNobodyLookedAtIsNotOverwritten() async throws {
        try await withWorld { world in
            try await world.place("notes")
            world.change("notes", to: "one edit")
            _ = try await world.look()
            let seen = try #require(
                try await world.admin.planDriftRepair(.init(provider: "lab", skills: ["notes"])).steps.first
            )
            world.change("notes", to: "another edit")
            _ = try await world.look()
            let problem = await #expect(throws: Problem.self) {
                try await world.admin.startRun(seen.request, idempotencyKey: nil, source: .api)
            }
            #expect(problem?.code == .planChanged)
            let anew = try #require(
                try await world.admin.planDriftRepair(.init(provider: "lab", skills: ["notes"])).steps.first
            )
            #expect(anew.plan.targets.map(\.action) == seen.plan.targets.map(\.action))
        }
    }

    @Test func whatShouldNotBeThereIsRemoved() async throws {
        try await withWorld { world in
            try await world.place("stray")
            try await world.database.write { connection in
                try connection.run("DELETE FROM installations WHERE provider_id = 'lab'")
            }
            _ = try await world.look()
            let step = try #require(try await world.admin.planDriftRepair(.init(provider: "lab")).steps.first)
            #expect(step.plan.targets.map(\.action) == [.remove])
            let run = try await world.admin.startRun(step.request, idempotencyKey: nil, source: .api)
            #expect(try await world.finish(run).counts.success == 1)
            let remote = RemoteReference(id: "remote-stray", version: "1")
            #expect(world.providers.calls.last?.order.action == .remove(skill: "stray", remote))
            #expect(try await world.drift().isEmpty)
        }
    }

    @Test func theLedgerTakesOverAVersionThatIsKnownAndWhatIsGone() async throws {
        try await withWorld { world in
            try await world.place("notes")
            try await world.place("gone")
            try await world.place("strange")
            let second = try await world.addSkill("notes", content: "v2")
            world.change("notes", to: "v2")
            world.delete("gone")
            world.change("strange", to: "unknown")
            _ = try await world.look()
            let findings = try await world.drift()
            let known = try #require(findings.first { $0.skill == "notes" })
            let gone = try #require(findings.first { $0.skill == "gone" })
            let strange = try #require(findings.first { $0.skill == "strange" })
            #expect(known.found?.version == 2)
            let accepted = try await world.admin.acceptDrift(known.id, .init(reason: "It was wanted."))
            #expect(accepted.resolution == .accepted)
            let installed = try #require(try await world.installed("notes", on: "lab"))
            #expect(installed.digest == second.digest)
            #expect(installed.remote.version == "9")
            _ = try await world.admin.acceptDrift(gone.id, .init(reason: "Nobody needs it."))
            #expect(try await world.installed("gone", on: "lab") == nil)
            for (id, reason) in [(strange.id, "why"), (known.id, "again"), (strange.id, " ")] {
                await #expect(throws: Problem.self) {
                    try await world.admin.acceptDrift(id, .init(reason: reason))
                }
            }
            #expect(try await world.look() == .drifted)
            #expect(try await world.drift().map(\.skill) == ["strange"])
        }
    }

    @Test func nothingIsAcceptedWhileARunIsAboutToChangeIt() async throws {
        try await withWorld { world in
            try await world.place("notes")
            world.delete("notes")
            _ = try await world.look()
            let finding = try #require(try await world.drift().first)
            _ = try await world.start(["notes"], on: ["lab"])
            let problem = await #expect(throws: Problem.self) {
                try await world.admin.acceptDrift(finding.id, .init(reason: "why"))
            }
            #expect(problem?.code == .conflict)
        }
    }

    /// What came past every approval is taken over by those who give them, and only where a run would be let put it there.
    @Test func whoeverStartsRunsDoesNotAcceptAndNobodyAcceptsWhatIsYanked() async throws {
        try await withWorld { world in
            try await world.place("notes")
            _ = try await world.addSkill("notes", content: "v2")
            world.change("notes", to: "v2")
            _ = try await world.look()
            let finding = try #require(try await world.drift().first)
            #expect(finding.found?.version == 2)
            let denied = await #expect(throws: Problem.self) {
                try await world.session("ann", .operator).acceptDrift(finding.id, .init(reason: "why"))
            }
            #expect(denied?.code == .permissionDenied)
            _ = try await world.admin.yank(version: 2, of: "notes", reason: "It is wrong.", if: .present)
            let refused = await #expect(throws: Problem.self) {
                try await world.session("kim", .approver).acceptDrift(finding.id, .init(reason: "why"))
            }
            #expect(refused?.code == .conflict)
            #expect(try await world.installed("notes", on: "lab")?.version == 1)
        }
    }

    /// The new one is what the ledger knows then: nothing is to be removed any more.
    @Test func anInstallBesideWhatShouldNotBeThereIsNoRepair() async throws {
        try await withWorld { world in
            try await world.place("stray")
            try await world.database.write { connection in
                try connection.run("DELETE FROM installations WHERE provider_id = 'lab'")
            }
            _ = try await world.look()
            try await world.finish(try await world.start(["stray"], on: ["lab"]))
            #expect(try await world.drift(.resolved).map(\.resolution) == [.gone])
            #expect(try await world.admin.planDriftRepair(.init(provider: "lab")).steps.isEmpty)
        }
    }

    @Test func driftIsAnAlertUntilItIsRepaired() async throws {
        try await withWorld { world in
            try await world.engine.prepareAlerts()
            let watch = world.engine.alertWatch()
            try await world.place("notes")
            _ = try await world.look()
            try await watch.catchUp()
            #expect(try await world.alarms().isEmpty)
            world.delete("notes")
            _ = try await world.look()
            try await watch.catchUp()
            let open = try await world.alarms()
            #expect(open.map(\.rule) == ["drift-found"])
            #expect(open.map(\.cause.provider) == ["lab"])
            let step = try #require(try await world.admin.planDriftRepair(.init(provider: "lab")).steps.first)
            let run = try await world.admin.startRun(step.request, idempotencyKey: nil, source: .api)
            try await world.finish(run)
            try await watch.catchUp()
            #expect(try await world.alarms().isEmpty)
            #expect(try await world.notices() == [.opened, .recovered])
            let dry = try await world.admin.dryRunAlertRule(.init(condition: .driftFound(), days: 3))
            #expect(dry.total == 1)
        }
    }
}
