import Bundles
import Contract
import Domain
import Engine
import Proofs
import Store
import Testing

/// Which targets wait, of installs, removals, retries and rollbacks.
@Suite(.timeLimit(.minutes(5))) struct ApprovalRuleTests {
    private func withRisky(_ body: (World) async throws -> Void) async throws {
        try await withWorld { world in
            try await world.addProvider("gated") { $0.approval = .risky }
            try await world.addSkill("demo")
            try await body(world)
        }
    }

    private func reasons(_ skill: String = "demo", in world: World) async throws -> [String] {
        let plan = try await world.admin.planRun(
            RunRequest(skills: [.init(name: skill)], providers: ["gated"])
        )
        let target = try #require(plan.targets.first)
        #expect((plan.approval != nil) == (target.needsApproval == true))
        #expect((plan.approval != nil) == target.reasons.contains { $0.code.hasPrefix("approval.") })
        return target.reasons.compactMap(\.wording?.key)
    }

    private func accept(_ key: SigningKey, _ number: Int, of skill: String = "demo", in world: World)
        async throws
    {
        let version = try await world.admin.version(number, of: skill)
        let statement = SkillStatement(name: skill, files: version.files)
        _ = try await world.admin.sign(version: number, of: skill, with: try statement.signed(with: key))
        world.clock.advance(by: .milliseconds(1))
    }

    private func approveAndFinish(_ run: RunView, in world: World) async throws {
        _ = try await world.session("juno", .approver).approveRun(run.id, comment: nil)
        #expect(try await world.finish(run).status == .success)
    }

    @Test func cleanTextOfAKnownSignerNeedsNobodyWhereItsNamespaceIsKnown() async throws {
        try await withRisky { world in
            #expect(try await reasons(in: world) == ["approval.signer.none", "approval.provider"])
            try await approveAndFinish(try await world.start(["demo"], on: ["gated"]), in: world)

            let team = try SigningKey.make()
            try await world.addSkill("demo", content: "v2")
            #expect(try await reasons(in: world) == ["approval.signer.none"])
            try await accept(team, 2, in: world)
            // The first key of a skill is accepted by itself; that is nobody's look.
            #expect(try await reasons(in: world) == ["approval.signer.new"])
            _ = try await world.session("juno", .approver).acceptSigner(
                SignerAcceptance(version: 2, name: "Team", reason: "Asked them."),
                of: "demo"
            )
            #expect(try await reasons(in: world).isEmpty)
            let run = try await world.start(["demo"], on: ["gated"])
            #expect(run.approval == nil)
            #expect(try await world.finish(run).status == .success)
            #expect(try await world.installed("demo", on: "gated")?.version == 2)
        }
    }

    @Test func filesThatRunAndWarningsOfTheScanAreReasons() async throws {
        try await withRisky { world in
            let files = [
                ("SKILL.md", skillText("tool")), ("scripts/run.py", "print(1)\n"), ("notes.md", "Text."),
            ].map { BundleFile(path: $0, isExecutable: false, content: Array($1.utf8)) }
            let upload = SkillUpload(content: .archive(try BundlePacking.zip(files)))
            _ = try await world.admin.registerSkill(upload)
            #expect(try await reasons("tool", in: world).contains("approval.scripts.one"))
            let plan = try await world.admin.planRun(RunRequest(skills: ["tool"], providers: ["gated"]))
            let finding = plan.targets.first?.reasons.first { $0.code == "approval.scripts" }
            #expect(finding?.path == "scripts/run.py")

            try await world.addSkill("odd", content: "Pay\u{200B}pal and nor\u{2060}mal")
            #expect(try await world.admin.scan(version: 1, of: "odd").report.verdict == .warned)
            #expect(try await reasons("odd", in: world).contains("approval.scan"))
            #expect(try await !reasons(in: world).contains("approval.scan"))
        }
    }

    @Test func thatTheRuleHasChangedChangesThePlan() async throws {
        try await withRisky { world in
            try await world.addProvider("gated")
            let request = RunRequest(skills: ["demo"], providers: ["gated"])
            let plan = try await world.admin.planRun(request)
            #expect(plan.approval == nil)
            try await world.addProvider("gated") { $0.approval = .always }
            let confirmed = RunRequest(skills: ["demo"], providers: ["gated"], planHash: plan.hash)
            let refusal = try await problem {
                try await world.admin.startRun(confirmed, idempotencyKey: nil, source: .api)
            }
            #expect(refusal?.code == .planChanged)
        }
    }

    @Test func aRemovalWaitsOnlyWhereEverythingDoesAndARollbackNever() async throws {
        try await withRisky { world in
            let install = try await world.start(["demo"], on: ["gated"])
            try await approveAndFinish(install, in: world)
            let removal = try await world.start(["demo"], on: ["gated"], kind: .uninstall)
            #expect(removal.approval == nil)
            #expect(try await world.finish(removal).status == .success)

            try await world.addProvider("gated") { $0.approval = .always }
            let back = try await world.admin.rollbackRun(removal.id, reason: "why", source: .api)
            #expect(back.approval == nil)
            #expect(try await world.finish(back).status == .success)
            let gated = try await world.start(["demo"], on: ["gated"], kind: .uninstall)
            #expect(gated.approval?.reasons.map(\.code) == ["approval.always"])
        }
    }

    @Test func whatWaitsKeepsNobodyElseWaitingAndDoesNotUndoWhatCameLater() async throws {
        try await withRisky { world in
            let first = try await world.start(["demo"], on: ["gated"])
            try await approveAndFinish(first, in: world)
            try await world.addSkill("demo", content: "v2")
            let held = try await world.start(["demo"], on: ["gated"])
            #expect(held.approval?.state == .pending)
            // A rollback does not wait behind it.
            world.clock.advance(by: .milliseconds(1))
            let back = try await world.admin.rollbackRun(first.id, reason: "why", source: .api)
            #expect(try await world.finish(back).status == .success)
            #expect(try await world.installed("demo", on: "gated") == nil)

            let approved = try await world.session("juno", .approver).approveRun(held.id, comment: nil)
            #expect(approved.status == .failed)
            #expect(approved.tasks?.first?.error?.message.contains("asked for later") ?? false)
            let entry = try await world.admin.audit(AuditQuery(action: "run.approve")).items.first
            #expect(entry?.detail["not_begun"] == "1")
            #expect(try await world.installed("demo", on: "gated") == nil)

            // That was no approval of it: whoever still wants it asks, and then nothing is later.
            world.clock.advance(by: .milliseconds(1))
            let again = try await world.admin.retryRun(held.id)
            #expect(again.approval?.state == .pending)
            #expect(again.tasks?.first?.awaitsApproval == true)
            try await approveAndFinish(again, in: world)
            #expect(try await world.installed("demo", on: "gated")?.version == 2)
        }
    }

    @Test func whatWasApprovedIsRetriedWithoutAskingAgain() async throws {
        try await withRisky { world in
            world.providers.fail("gated", ProviderFailure(.permissionDenied, "Not allowed."))
            let run = try await world.start(["demo"], on: ["gated"])
            _ = try await world.session("juno", .approver).approveRun(run.id, comment: nil)
            #expect(try await world.finish(run).status == .failed)
            let again = try await world.admin.retryRun(run.id)
            #expect(again.approval?.state == .approved)
            #expect(again.tasks?.first?.awaitsApproval == nil)
            #expect(try await world.finish(run).status == .success)
        }
    }

    @Test func anOldRunIsNoWayAroundTheRulesOfToday() async throws {
        try await withRisky { world in
            try await world.addProvider("gated")
            let run = try await world.start(["demo"], on: ["gated"])
            _ = try await world.admin.cancelRun(run.id)
            try await world.addProvider("gated") { $0.approval = .risky }
            let again = try await world.admin.retryRun(run.id)
            #expect(again.approval?.state == .pending)
            #expect(again.approval?.requestedBy == ["ann"])
            #expect(again.tasks?.first?.awaitsApproval == true)
            // And a rule that is gone holds nobody up.
            _ = try await world.admin.cancelRun(run.id)
            try await world.addProvider("gated")
            let free = try await world.admin.retryRun(run.id)
            #expect(free.tasks?.first?.awaitsApproval == nil)
            #expect(try await world.finish(run).status == .success)
        }
    }

    @Test func changingARuleStandsInTheLog() async throws {
        try await withRisky { world in
            try await world.addProvider("gated") { $0.fourEyes = true }
            let entry = try await world.admin.audit(AuditQuery(action: "provider.put")).items.first
            #expect(entry?.detail == ["kind": "http", "approval": "none", "four_eyes": "true"])
        }
    }
}
