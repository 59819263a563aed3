import Contract
import Domain
import Engine
import Store
import Testing

/// Ways around an approval that are none: what was not looked at does not begin.
@Suite(.timeLimit(.minutes(5))) struct ApprovalGapTests {
    private func withGate(_ rule: ApprovalRule = .always, _ body: (World) async throws -> Void) async throws {
        try await withWorld { world in
            try await world.addProvider("gated") { $0.approval = rule }
            try await world.addProvider("other")
            try await world.addSkill("demo")
            try await body(world)
        }
    }

    private func approve(_ run: RunView, in world: World) async throws -> RunView {
        try await world.person("juno", .approver).approveRun(run.id, comment: nil)
    }

    private func install(_ version: Int, in world: World) async throws {
        let run = try await world.start([.init(name: "demo", version: version)], on: ["gated"])
        if run.approval != nil { _ = try await approve(run, in: world) }
        #expect(try await world.finish(run).status == .success)
        world.clock.advance(by: .milliseconds(1))
    }

    @Test func aRetryWhileOthersWaitJoinsTheirRequest() async throws {
        try await withGate { world in
            try await world.addProvider("gated") {
                $0.approval = .always
                $0.fourEyes = true
            }
            world.providers.fail("other", ProviderFailure(.permissionDenied, "Not allowed."))
            let ann = world.person("ann", .admin)
            let request = RunRequest(skills: ["demo"], providers: ["gated", "other"])
            let run = try await ann.startRun(request, idempotencyKey: nil, source: .api)
            let first = try #require(run.approval)
            #expect(first.targets == 1)
            try await world.work(world.worker()) {
                try await world.task(run, on: "other")?.status == .failed
            }
            world.clock.advance(by: .seconds(3600))
            try await world.addProvider("other") { $0.approval = .always }

            let again = try #require(try await world.person("mina", .operator).retryRun(run.id).approval)
            #expect(again.targets == 2)
            #expect(again.providers == ["gated", "other"])
            #expect(again.reasons.count { $0.code == "approval.always" } == 2)
            #expect(again.fourEyes)
            #expect(again.requestedBy == ["ann", "mina"])
            #expect(again.expiresAt == first.expiresAt)
            // The first request is not the one that is decided about any more.
            let late = try await problem {
                try await world.person("juno", .approver).approveRun(
                    run.id,
                    comment: nil,
                    requestedAt: first.requestedAt
                )
            }
            #expect(late?.wording?.key == "conflict.approval_changed")
            let own = try await problem { try await ann.approveRun(run.id, comment: nil) }
            #expect(own?.wording?.key == "permission_denied.own_run")
            _ = try await world.person("juno", .approver).approveRun(
                run.id,
                comment: nil,
                requestedAt: again.requestedAt
            )
            #expect(try await world.finish(run).status == .success)
        }
    }

    @Test func anApprovalDoesNotOutliveAChangeOfItsPlace() async throws {
        try await withGate { world in
            try await install(1, in: world)
            world.providers.fail("gated", ProviderFailure(.permissionDenied, "Not allowed."))
            let removal = try await world.start(["demo"], on: ["gated"], kind: .uninstall)
            _ = try await approve(removal, in: world)
            #expect(try await world.finish(removal).status == .failed)
            world.clock.advance(by: .milliseconds(1))
            try await world.addSkill("demo", content: "v2")
            try await install(2, in: world)
            let again = try await world.admin.retryRun(removal.id)
            #expect(again.approval?.state == .pending)
            #expect(again.tasks?.first?.awaitsApproval == true)
        }
    }

    @Test func whatWasStoppedAfterItsApprovalIsAskedForAnew() async throws {
        try await withGate { world in
            let run = try await world.start(["demo"], on: ["gated"])
            _ = try await approve(run, in: world)
            #expect(try await world.admin.cancelRun(run.id).tasks?.first?.status == .canceled)
            let again = try await world.session("mina", .operator).retryRun(run.id)
            #expect(again.tasks?.first?.awaitsApproval == true)
        }
    }

    @Test func whatStandsThereIsAChangeWhereSomethingElseIsOpen() async throws {
        try await withGate { world in
            try await install(1, in: world)
            try await world.addSkill("demo", content: "v2")
            let second = try await world.start([.init(name: "demo", version: 2)], on: ["gated"])
            _ = try await approve(second, in: world)
            let first = try await world.start([.init(name: "demo", version: 1)], on: ["gated"])
            #expect(first.approval?.state == .pending)
            #expect(try await world.finish(second).status == .success)
            // With nothing open there is nothing to change.
            let same = try await world.start([.init(name: "demo", version: 2)], on: ["other"])
            #expect(same.approval == nil)
            _ = try await world.admin.cancelRun(first.id)
            let skipped = try await world.start([.init(name: "demo", version: 2)], on: ["gated"])
            #expect(skipped.approval == nil)
            #expect(try await world.finish(skipped).tasks?.first?.status == .skipped)
        }
    }

    @Test func whatWasYankedMeanwhileDoesNotBegin() async throws {
        try await withGate { world in
            let run = try await world.start(["demo"], on: ["gated"])
            _ = try await world.admin.yank(version: 1, of: "demo", reason: "broken", if: .present)
            let approved = try await approve(run, in: world)
            #expect(approved.status == .failed)
            #expect(approved.tasks?.first?.status == .canceled)
            #expect(approved.tasks?.first?.error?.message.contains("yanked") ?? false)
            #expect(world.providers.calls.isEmpty)
        }
    }

    @Test func fourEyesHoldAlsoWhereTheRuleWantsThemOnlyNow() async throws {
        try await withGate { world in
            let ann = world.person("ann", .admin)
            let request = RunRequest(skills: ["demo"], providers: ["gated"])
            let run = try await ann.startRun(request, idempotencyKey: nil, source: .api)
            #expect(run.approval?.fourEyes == false)
            try await world.addProvider("gated") {
                $0.approval = .always
                $0.fourEyes = true
            }
            let own = try await problem { try await ann.approveRun(run.id, comment: nil) }
            #expect(own?.wording?.key == "permission_denied.own_run")
            // Nor does an administrator's token of nobody ask for it.
            let nobody = try await problem { try await world.start(["demo"], on: ["gated"]) }
            #expect(nobody?.wording?.key == "permission_denied.two_people")
            #expect(try await approve(run, in: world).approval?.state == .approved)
        }
    }

    @Test func whatWaitsInOrderIsApprovedInOrder() async throws {
        try await withGate { world in
            let first = try await world.start(["demo"], on: ["gated"])
            try await world.addSkill("demo", content: "v2")
            let second = try await world.start(["demo"], on: ["gated"])
            for run in [first, second] {
                world.clock.advance(by: .milliseconds(1))
                _ = try await approve(run, in: world)
                #expect(try await world.finish(run).status == .success)
            }
            #expect(try await world.installed("demo", on: "gated")?.version == 2)
        }
    }

    @Test func whatWaitsIsNobodysQueue() async throws {
        try await withGate { world in
            let run = try await world.start(["demo"], on: ["gated"])
            func open() async throws -> OpenWork {
                try await world.database.read { try OverviewTable($0).open(at: world.clock.now) }
            }
            #expect(
                try await open()
                    == OpenWork(queuedRuns: 0, runningRuns: 0, waitingTargets: 0, waitingSince: nil)
            )
            world.clock.advance(by: .seconds(60))
            let mixed = try await world.start(["demo"], on: ["gated", "other"])
            #expect(try await open().queuedRuns == 1)
            #expect(try await open().waitingTargets == 1)
            #expect(try await open().queuedSince == mixed.createdAt)
            world.clock.advance(by: .seconds(86_400))
            _ = try await approve(run, in: world)
            #expect(try await open().queuedRuns == 2)
            // What waited for somebody for a day has been in the queue since it was approved.
            #expect(try await open().queuedSince == mixed.createdAt)
            let span = OverviewSpan(from: run.createdAt, until: world.clock.now, partCount: 24)
            let moments = try await world.database.read { try OverviewTable($0).moments(of: span) }
            #expect(moments.allSatisfy { $0.queuedSince.map { $0 == mixed.createdAt } ?? true })
        }
    }

    @Test func aRefusalIsForgottenWhenARetryTakesNoApproval() async throws {
        try await withGate { world in
            let run = try await world.start(["demo"], on: ["gated"])
            let refused = try await world.person("juno", .approver).refuseRun(run.id, comment: "Not now.")
            #expect(refused.approval?.state == .refused)
            try await world.addProvider("gated") { $0.approval = .none }
            #expect(try await world.admin.retryRun(run.id).approval == nil)
            let done = try await world.finish(run)
            #expect(done.status == .success)
            #expect(done.approval == nil)
        }
    }

    /// An approval is for the content that was looked at, as long as nobody has taken that back.
    @Test func whatWasYankedSinceIsNotRetried() async throws {
        try await withGate { world in
            world.providers.fail("gated", ProviderFailure(.permissionDenied, "Not allowed."))
            let run = try await world.start(["demo"], on: ["gated"])
            _ = try await approve(run, in: world)
            #expect(try await world.finish(run).status == .failed)
            _ = try await world.admin.yank(version: 1, of: "demo", reason: "broken", if: .present)
            let refusal = try await problem { try await world.admin.retryRun(run.id) }
            #expect(refusal?.wording?.key == "conflict.retry_blocked")
            #expect(refusal?.detail.contains("yanked") ?? false)
            #expect(try await world.admin.run(run.id).status == .failed)
        }
    }
}
