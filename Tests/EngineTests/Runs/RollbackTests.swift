import Contract
import Domain
import Engine
import Store
import Testing

@Suite(.timeLimit(.minutes(5))) struct RollbackTests {
    private func withTwo(_ body: (World) async throws -> Void) async throws {
        try await withWorld { world in
            for id in ["alpha", "beta"] as [ProviderID] { try await world.addProvider(id) }
            try await world.addSkill("demo")
            try await body(world)
        }
    }

    private func rollBack(_ run: RunView, in world: World) async throws -> RunView {
        world.clock.advance(by: .milliseconds(1))
        return try await world.admin.rollbackRun(run.id, reason: "It misbehaves.", source: .web)
    }

    // RB-02, RB-03
    @Test func undoingAFirstInstallRemovesIt() async throws {
        try await withTwo { world in
            let run = try await world.finish(try await world.start(["demo"], on: ["alpha"]))
            let rollback = try await rollBack(run, in: world)
            #expect(rollback.kind == .rollback)
            #expect(rollback.parentRunID == run.id)
            #expect(rollback.reason == "It misbehaves.")
            #expect(try await world.finish(rollback).status == .success)
            let remote = RemoteReference(id: "remote-demo", version: "1")
            #expect(world.providers.calls.last?.order.action == .remove(skill: "demo", remote))
            #expect(try await world.installed("demo", on: "alpha") == nil)
        }
    }

    // RB-03
    @Test func undoingALaterInstallRestoresTheOneBefore() async throws {
        try await withTwo { world in
            try await world.finish(try await world.start(["demo"], on: ["alpha"]))
            try await world.addSkill("demo", content: "v2")
            let second = try await world.finish(try await world.start(["demo"], on: ["alpha"]))
            let rollback = try await world.finish(try await rollBack(second, in: world))
            #expect(rollback.status == .success)
            guard
                case .restore(let bundle, let current, let previous) = world.providers.calls.last?.order
                    .action
            else {
                Issue.record("no restore was ordered")
                return
            }
            #expect(bundle.version == 1)
            #expect(current.version == "2")
            #expect(previous.version == "1")
            let installed = try #require(try await world.installed("demo", on: "alpha"))
            #expect(installed.version == 1)
            #expect(installed.runID == rollback.id)

            // Undoing the undoing brings the second version back.
            let forth = try await world.finish(try await rollBack(rollback, in: world))
            #expect(forth.status == .success)
            #expect(try await world.installed("demo", on: "alpha")?.version == 2)
        }
    }

    // RB-03
    @Test func aRollbackThatPartlyFailsIsShownSoAndCanBeRetried() async throws {
        try await withTwo { world in
            let run = try await world.finish(try await world.start(["demo"], on: ["alpha", "beta"]))
            world.providers.fail("beta", ProviderFailure(.permissionDenied, "Not allowed."))
            let rollback = try await world.finish(try await rollBack(run, in: world))
            #expect(rollback.status == .partialFailed)
            #expect(try await world.installed("demo", on: "alpha") == nil)
            #expect(try await world.installed("demo", on: "beta") != nil)
            _ = try await world.admin.retryRun(rollback.id)
            #expect(try await world.finish(rollback).status == .success)
            #expect(try await world.installed("demo", on: "beta") == nil)
            #expect(world.providers.record.value.calls(to: "alpha").count == 2)
        }
    }

    @Test func anUninstallRemovesAndItsRollbackBringsBack() async throws {
        try await withTwo { world in
            try await world.finish(try await world.start(["demo"], on: ["alpha"]))
            let uninstall = try await world.finish(
                try await world.start(["demo"], on: ["alpha", "beta"], kind: .uninstall)
            )
            #expect(uninstall.status == .success)
            #expect(uninstall.counts.success == 1)
            #expect(uninstall.counts.skipped == 1)
            #expect(try await world.installed("demo", on: "alpha") == nil)
            let rollback = try await world.finish(try await rollBack(uninstall, in: world))
            #expect(rollback.counts.total == 1)
            #expect(try await world.installed("demo", on: "alpha")?.version == 1)
        }
    }

    @Test func aFullyYankedSkillCanStillBeRemovedByName() async throws {
        try await withTwo { world in
            try await world.finish(try await world.start(["demo"], on: ["alpha"]))
            _ = try await world.admin.yank(version: 1, of: "demo", reason: "broken", if: .present)
            let uninstall = try await world.finish(
                try await world.start(["demo"], on: ["alpha"], kind: .uninstall)
            )
            #expect(uninstall.counts.success == 1)
        }
    }

    @Test func whatWasChangedSinceIsLeftAlone() async throws {
        try await withTwo { world in
            let first = try await world.finish(try await world.start(["demo"], on: ["alpha"]))
            try await world.addSkill("demo", content: "v2")
            let second = try await world.start(["demo"], on: ["alpha"])
            // The second has not begun, but whatever is undone now would be undone after it.
            #expect(try await problem { try await rollBack(first, in: world) }?.code == .conflict)
            try await world.finish(second)
            #expect(try await problem { try await rollBack(first, in: world) }?.code == .nothingToRollBack)
            #expect(try await world.installed("demo", on: "alpha")?.version == 2)
        }
    }

    @Test func aRollbackNeedsAReasonAnEndedRunAndSomethingToUndo() async throws {
        try await withTwo { world in
            world.providers.fail("alpha", ProviderFailure(.permissionDenied, "Not allowed."))
            let run = try await world.start(["demo"], on: ["alpha"])
            #expect(try await problem { try await rollBack(run, in: world) }?.code == .conflict)
            try await world.finish(run)
            #expect(try await problem { try await rollBack(run, in: world) }?.code == .nothingToRollBack)
            for reason in ["", " \n", String(repeating: "x", count: 501)] {
                let refused = try await problem {
                    try await world.admin.rollbackRun(run.id, reason: reason, source: .api)
                }
                #expect(refused?.errors.map(\.pointer) == ["/reason"])
            }
            let missing = try await problem {
                try await world.admin.rollbackRun("missing", reason: "why", source: .api)
            }
            #expect(missing?.code == .notFound)
        }
    }
}
