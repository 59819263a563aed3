import Contract
import Domain
import Engine
import Proofs
import Store
import Testing

/// What waits for an approval, who may give it, and what becomes of it.
@Suite(.timeLimit(.minutes(5))) struct ApprovalTests {
    private func withGate(
        _ rule: ApprovalRule = .always,
        fourEyes: Bool = false,
        _ body: (World) async throws -> Void
    ) async throws {
        try await withWorld { world in
            try await world.addProvider("open")
            try await world.addProvider("gated") {
                $0.approval = rule
                $0.fourEyes = fourEyes
            }
            try await world.addSkill("demo")
            try await body(world)
        }
    }

    private func decisions(_ operation: Operation, in world: World) async throws -> [AuditEntryView] {
        try await world.admin.audit(AuditQuery(action: operation.rawValue)).items
    }

    @Test func withoutARuleNothingIsAskedForOrWritten() async throws {
        try await withGate { world in
            let run = try await world.start(["demo"], on: ["open"])
            #expect(run.approval == nil)
            #expect(run.tasks?.first?.awaitsApproval == nil)
            #expect(try await world.count("SELECT count(*) AS n FROM run_approvals") == 0)
            #expect(try await world.count("SELECT count(*) AS n FROM run_approval_targets") == 0)
            #expect(try await world.finish(run).status == .success)
            let refusal = try await problem { try await world.admin.approveRun(run.id, comment: nil) }
            #expect(refusal?.code == .conflict)
        }
    }

    @Test func onlyTheTargetsBehindARuleWaitUntilSomebodyApproves() async throws {
        try await withGate { world in
            let run = try await world.start(["demo"], on: ["open", "gated"])
            #expect(run.status == .queued)
            #expect(run.approval?.state == .pending)
            #expect(run.approval?.providers == ["gated"])
            #expect(run.approval?.targets == 1)
            #expect(run.approval?.reasons.first?.code == "approval.always")
            let worker = world.worker()
            try await world.work(worker) { try await world.task(run, on: "open")?.status == .success }
            world.clock.advance(by: .seconds(24 * 3600))
            #expect(await worker.cycle() == false)
            let held = try #require(try await world.task(run, on: "gated"))
            #expect(held.status == .queued)
            #expect(held.awaitsApproval == true)
            #expect(held.nextAttemptAt == nil)
            #expect(world.providers.calls.map(\.provider) == ["open"])
            let waiting = try await world.admin.runs(RunQuery(approval: .pending)).items
            #expect(waiting.map(\.id) == [run.id])
            #expect(waiting.first?.approval == run.approval)

            let approved = try await world.session("juno", .approver).approveRun(run.id, comment: "Read it.")
            #expect(approved.approval?.state == .approved)
            #expect(approved.approval?.decidedBy == "juno")
            #expect(approved.approval?.comment == "Read it.")
            #expect(approved.tasks?.allSatisfy { $0.awaitsApproval == nil } ?? false)
            #expect(try await world.finish(run).status == .success)
            #expect(try await world.admin.runs(RunQuery(approval: .pending)).items.isEmpty)
            let entry = try #require(try await decisions(.approveRun, in: world).first)
            #expect(entry.actor == "juno")
            #expect(entry.detail == ["targets": "1", "comment": "Read it."])
            let kinds = try await world.events().filter { $0.runID == run.id && $0.taskID == nil }.map(\.kind)
            #expect(
                kinds == [.runQueued, .approvalRequested, .runChanged, .runApproved, .runChanged]
                    || kinds == [
                        .runQueued, .approvalRequested, .runChanged, .runApproved, .runChanged, .runChanged,
                    ]
            )
            #expect(try await world.admin.verifyAudit().intact)
        }
    }

    @Test func aRefusalEndsWhatWaitsAndSaysWhy() async throws {
        try await withGate { world in
            let run = try await world.start(["demo"], on: ["gated"])
            let refused = try await world.session("juno", .approver).refuseRun(run.id, comment: "Not now.")
            #expect(refused.status == .failed)
            #expect(refused.approval?.state == .refused)
            let task = try #require(refused.tasks?.first)
            #expect(task.status == .canceled)
            #expect(task.error?.code == .canceled)
            #expect(task.error?.message == "juno refused it: Not now.")
            #expect(task.awaitsApproval == nil)
            #expect(world.providers.calls.isEmpty)

            // Trying again asks again, and then two people have asked.
            world.clock.advance(by: .seconds(1))
            let again = try await world.session("mina", .operator).retryRun(run.id)
            #expect(again.status == .queued)
            #expect(again.approval?.state == .pending)
            #expect(again.approval?.requestedBy == ["ann", "mina"])
            #expect(again.approval?.decidedBy == nil)
            #expect(again.approval?.comment == nil)
            _ = try await world.session("juno", .approver).approveRun(run.id, comment: nil)
            #expect(try await world.finish(run).status == .success)
        }
    }

    @Test func whoeverAskedDoesNotApproveWhereFourEyesAreWanted() async throws {
        try await withGate(fourEyes: true) { world in
            let account = AccountID(rawValue: "account-1")
            func ann(_ name: String) -> EngineSession {
                world.engine.session(
                    for: Caller(name: name, role: .admin, account: account, requestID: "request-1")
                )
            }
            world.clock.advance(by: .milliseconds(1))
            let request = RunRequest(skills: ["demo"], providers: ["gated"])
            let plan = try await ann("ann").planRun(request)
            #expect(plan.approval?.fourEyes == true)
            let run = try await ann("ann").startRun(request, idempotencyKey: nil, source: .api)
            // By the same name with any credential, and by the same account under any name.
            for own in [ann("ann"), ann("renamed"), world.session("ann", .approver)] {
                let refusal = try await problem { try await own.approveRun(run.id, comment: nil) }
                #expect(refusal?.code == .permissionDenied)
                #expect(refusal?.wording?.key == "permission_denied.own_run")
            }
            #expect(
                try await decisions(.approveRun, in: world).map(\.outcome) == ["denied", "denied", "denied"]
            )
            #expect(try await world.task(run, on: "gated")?.awaitsApproval == true)
            // A token of nobody is nobody's eyes.
            let nobody = try await problem {
                try await world.session("juno", .approver).approveRun(run.id, comment: nil)
            }
            #expect(nobody?.wording?.key == "permission_denied.two_people")
            _ = try await world.person("juno", .approver).approveRun(run.id, comment: nil)
            #expect(try await world.finish(run).status == .success)

            // Taking it back is nothing that takes two.
            try await world.addSkill("demo", content: "v2")
            let second = try await ann("ann").startRun(request, idempotencyKey: nil, source: .api)
            #expect(
                try await ann("ann").refuseRun(second.id, comment: "Mistake.").approval?.state == .refused
            )
        }
    }

    @Test func whatIsDecidedStaysDecided() async throws {
        try await withGate { world in
            let juno = world.session("juno", .approver)
            let run = try await world.start(["demo"], on: ["gated"])
            let first = try await juno.approveRun(run.id, comment: "one")
            let second = try await world.session("kim", .approver).approveRun(run.id, comment: "two")
            #expect(second.approval == first.approval)
            #expect(try await decisions(.approveRun, in: world).count == 1)
            let refusal = try await problem { try await juno.refuseRun(run.id, comment: "no") }
            #expect(refusal?.wording?.key == "conflict.approval_given")

            try await world.addSkill("demo", content: "v2")
            let other = try await world.start(["demo"], on: ["gated"])
            _ = try await juno.refuseRun(other.id, comment: "no")
            _ = try await juno.refuseRun(other.id, comment: "no again")
            #expect(try await decisions(.refuseRun, in: world).filter { $0.outcome == "accepted" }.count == 1)
            let late = try await problem { try await juno.approveRun(other.id, comment: nil) }
            #expect(late?.wording?.key == "conflict.approval_refused")
        }
    }

    @Test func ofThoseWhoDecideAtOnceOneDoes() async throws {
        try await withGate { world in
            for round in 0..<8 {
                try await world.addSkill("demo", content: "round \(round)")
                let run = try await world.start(["demo"], on: ["gated"])
                await withTaskGroup(of: Void.self) { group in
                    for name in ["juno", "kim"] {
                        group.addTask {
                            _ = try? await world.session(name, .approver).approveRun(run.id, comment: name)
                        }
                    }
                    group.addTask {
                        _ = try? await world.session("lee", .approver).refuseRun(run.id, comment: "no")
                    }
                    group.addTask { _ = try? await world.session("mina", .operator).cancelRun(run.id) }
                }
                let decided = try await world.admin.run(run.id)
                let approval = try #require(decided.approval)
                let task = try #require(decided.tasks?.first)
                switch approval.state {
                case .approved:
                    // Who cancels after the approval, cancels what was approved.
                    #expect([.queued, .canceled].contains(task.status))
                case .refused, .canceled: #expect(task.status == .canceled)
                case .pending: Issue.record("nobody decided")
                }
                #expect(task.awaitsApproval == nil)
                let accepted = try await world.admin.audit(AuditQuery(subject: "run:\(run.id)")).items.filter
                {
                    ["run.approve", "run.refuse"].contains($0.action) && $0.outcome == "accepted"
                }
                #expect(accepted.count == (approval.state == .canceled ? 0 : 1))
                _ = try? await world.admin.cancelRun(run.id)
            }
            #expect(try await world.admin.verifyAudit().intact)
        }
    }

    @Test func whatNobodyDecidesAboutIsRefusedWhenTheTimeIsUp() async throws {
        try await withGate { world in
            let run = try await world.start(["demo"], on: ["gated"])
            let juno = world.session("juno", .approver)
            world.clock.advance(by: .seconds(7 * 24 * 3600 - 1))
            try await world.engine.janitor().tidy()
            #expect(try await world.admin.run(run.id).approval?.state == .pending)
            world.clock.advance(by: .seconds(1))
            let late = try await problem { try await juno.approveRun(run.id, comment: nil) }
            #expect(late?.wording?.key == "conflict.approval_expired")
            try await world.engine.janitor().tidy()
            try await world.engine.janitor().tidy()
            let ended = try await world.admin.run(run.id)
            #expect(ended.approval?.state == .refused)
            #expect(ended.approval?.decidedBy == "system")
            #expect(ended.status == .failed)
            #expect(ended.tasks?.first?.error?.message == "system refused it: Nobody decided in time.")
            let entries = try await decisions(.refuseRun, in: world)
            #expect(entries.map(\.outcome) == ["expired"])
            #expect(entries.first?.actor == "system")
        }
    }

    @Test func cancelingARunThatWaitsEndsItAndItsApproval() async throws {
        try await withGate { world in
            let run = try await world.start(["demo"], on: ["gated"])
            let canceled = try await world.admin.cancelRun(run.id)
            #expect(canceled.status == .failed)
            #expect(canceled.approval?.state == .canceled)
            #expect(canceled.approval?.decidedBy == "ann")
            let late = try await problem { try await world.admin.approveRun(run.id, comment: nil) }
            #expect(late?.wording?.key == "conflict.approval_canceled")
            #expect(world.providers.calls.isEmpty)
        }
    }

    @Test func onlyAnApproverOfTheTargetsDecides() async throws {
        try await withGate { world in
            let run = try await world.start(["demo"], on: ["open", "gated"])
            for role in [Role.viewer, .operator, .auditor] {
                let refusal = try await problem {
                    try await world.session("eve", role).approveRun(run.id, comment: nil)
                }
                #expect(refusal?.code == .permissionDenied)
            }
            func juno(_ scope: Scope) -> EngineSession {
                world.engine.session(
                    for: Caller(name: "juno", role: .approver, scope: scope, requestID: "request-1")
                )
            }
            let elsewhere = try await problem {
                try await juno(Scope(providers: ["open"])).approveRun(run.id, comment: nil)
            }
            #expect(elsewhere?.wording?.key == "permission_denied.out_of_scope")
            // What does not wait need not be in the scope.
            let approved = try await juno(Scope(providers: ["gated"])).approveRun(run.id, comment: nil)
            #expect(approved.approval?.state == .approved)
        }
    }
}
