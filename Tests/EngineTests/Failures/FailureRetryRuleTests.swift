import Contract
import Domain
import Engine
import Store
import Testing

/// What may not be done to a run may not be done to some of its targets either, however many runs are tried again.
@Suite(.timeLimit(.minutes(5))) struct FailureRetryRuleTests {
    private static let denied = ProviderFailure(.permissionDenied, "Not yours.", vendorCode: "forbidden")
    private static let cause = AlertCause(provider: "alpha", code: .permissionDenied, signature: "forbidden")
    private static let request = FailureRetryRequest(cause: cause)

    private func withProviders(approving rule: ApprovalRule = .none, _ body: (World) async throws -> Void)
        async throws
    {
        try await withWorld { world in
            try await world.addProvider("alpha") { $0.approval = rule }
            for id in ["beta", "gamma"] as [ProviderID] { try await world.addProvider(id) }
            world.providers.on("alpha") { _, _ throws(ProviderFailure) in throw Self.denied }
            try await world.addSkill("demo")
            try await body(world)
        }
    }

    private func statuses(_ run: RunView, in world: World) async throws -> [TaskStatus] {
        try await world.admin.run(run.id).tasks?.map(\.status) ?? []
    }

    private func isHeld(_ run: RunView, in world: World) async throws -> Bool? {
        try await world.admin.run(run.id).tasks?.first?.awaitsApproval
    }

    /// An approval does not outlive that something else is about to change its place, also within one retry.
    @Test func ofTwoApprovedRunsToOnePlaceTheSecondWaitsAnew() async throws {
        try await withProviders(approving: .always) { world in
            var runs: [RunView] = []
            for version in 1...2 {
                if version > 1 { try await world.addSkill("demo", content: "v\(version)") }
                let run = try await world.start([.init(name: "demo", version: version)], on: ["alpha"])
                _ = try await world.session("juno", .approver).approveRun(run.id, comment: nil)
                runs.append(try await world.finish(run))
            }
            #expect(runs.map(\.status) == [.failed, .failed])
            let done = try await world.admin.retryFailures(Self.request)
            #expect(done == FailureRetry(retried: 2, runs: 2, left: 0, refusals: []))
            #expect(try await isHeld(runs[0], in: world) == nil)
            #expect(try await isHeld(runs[1], in: world) == true)
            #expect(try await world.admin.run(runs[1].id).approval?.state == .pending)
        }
    }

    @Test func whereItTakesTwoWhoeverAsksIsKnown() async throws {
        try await withProviders { world in
            let run = try await world.person("ann", .admin).startRun(
                RunRequest(skills: ["demo"], providers: ["alpha"]),
                idempotencyKey: nil,
                source: .api
            )
            try await world.finish(run)
            try await world.addProvider("alpha") {
                $0.approval = .always
                $0.fourEyes = true
            }
            let unknown = try await world.admin.retryFailures(Self.request)
            #expect(unknown.retried == 0 && unknown.left == 1)
            #expect(unknown.refusals.map(\.code) == [.permissionDenied])
            #expect(try await statuses(run, in: world) == [.failed])

            let done = try await world.person("mina", .operator).retryFailures(Self.request)
            #expect(done.retried == 1 && done.left == 0)
            #expect(try await isHeld(run, in: world) == true)
            #expect(try await world.admin.run(run.id).approval?.requestedBy == ["ann", "mina"])
            let own = try await problem {
                try await world.person("ann", .admin).approveRun(run.id, comment: nil)
            }
            #expect(own?.wording?.key == "permission_denied.own_run")
        }
    }

    @Test func wavesGoOnWhereTheyStopped() async throws {
        try await withProviders { world in
            let watch = world.engine.waveWatch()
            let waves = RunWaves(steps: [.providers(["alpha"])], soakSeconds: 600)
            let run = try await world.start(["demo"], on: ["alpha", "beta"], in: waves)
            let stopped = try await world.settleWaves(of: run, by: watch)
            #expect(stopped.tasks?.map(\.status) == [.failed, .canceled])
            #expect(try await world.states(of: run) == [.stopped, .stopped])

            let done = try await world.admin.retryFailures(Self.request)
            #expect(done == FailureRetry(retried: 1, runs: 1, left: 0, refusals: []))
            #expect(try await world.states(of: run).first == .running)
            #expect(try await statuses(run, in: world) == [.queued, .canceled])
            world.providers.on("alpha", ScriptedProviders.obey)
            try await world.settleWaves(of: run, by: watch)
            #expect(try await statuses(run, in: world) == [.success, .canceled])
        }
    }

    /// A run that was rolled back is left, and says so.
    @Test func wavesThatWereRolledBackStayStopped() async throws {
        try await withProviders { world in
            let watch = world.engine.waveWatch()
            let waves = RunWaves(steps: [.providers(["alpha", "beta"])], onStop: .rollback)
            let run = try await world.start(["demo"], on: ["alpha", "beta", "gamma"], in: waves)
            // Nothing has begun to undo it yet when the failure is open.
            try await world.work(world.worker()) {
                try await statuses(run, in: world) == [.failed, .success, .queued]
            }
            world.providers.on("beta") { _, _ throws(ProviderFailure) in throw Self.denied }
            try await world.settleWaves(of: run, by: watch)
            #expect(try await world.admin.run(run.id).waves?.stopped?.rollbackRunID != nil)
            let done = try await world.admin.retryFailures(Self.request)
            #expect(done.retried == 0 && done.refusals.map(\.run) == [run.id])
            #expect(done.refusals.first?.wording?.key == "conflict.run_rolled_back")
            #expect(try await statuses(run, in: world) == [.failed, .success, .canceled])
        }
    }

    @Test func aRefusalOutlivesARetryOfOtherTargets() async throws {
        try await withProviders { world in
            try await world.addProvider("beta") { $0.approval = .always }
            let run = try await world.start(["demo"], on: ["alpha", "beta"])
            _ = try await world.session("juno", .approver).refuseRun(run.id, comment: "Not there.")
            #expect(try await world.finish(run).tasks?.map(\.status) == [.failed, .canceled])
            let done = try await world.admin.retryFailures(Self.request)
            #expect(done == FailureRetry(retried: 1, runs: 1, left: 0, refusals: []))
            #expect(try await statuses(run, in: world) == [.queued, .canceled])
            #expect(try await world.admin.run(run.id).approval?.state == .refused)
        }
    }

    /// Of however many runs it is: the others go back to work.
    @Test func contentThatCannotBeReadKeepsNothingElse() async throws {
        try await withProviders { world in
            let version = try await world.addSkill("altered")
            var runs: [RunView] = []
            for name in ["altered", "altered", "demo"] as [RunRequest.Selection] {
                runs.append(try await world.finish(try await world.start([name], on: ["alpha"])))
            }
            let rubbish = Array("rubbish".utf8)
            try await world.database.write { connection in
                try connection.run(
                    "UPDATE bundles SET archive = \(rubbish) WHERE digest = \(version.digest)"
                )
                try connection.run("DELETE FROM scans WHERE digest = \(version.digest)")
            }
            // One that has not looked at anything yet.
            let caller = Caller(name: "ann", role: .admin, requestID: "request-1")
            let done = try await world.neighbour().session(for: caller).retryFailures(Self.request)
            #expect(done.retried == 1 && done.runs == 1 && done.left == 2)
            #expect(Set(done.refusals.map(\.run)) == Set(runs.prefix(2).map(\.id)))
            #expect(Set(done.refusals.map(\.wording?.key)) == ["conflict.retry_blocked"])
            #expect(done.refusals.first?.detail.contains("cannot be read") ?? false)
            #expect(try await statuses(runs[2], in: world) == [.queued])
        }
    }

    /// Whole runs are locked and read, however few of their targets failed.
    @Test func fewLargeRunsAreWrittenAtOnce() async throws {
        try await withProviders { world in
            for name in ["one", "two", "three"] {
                try await world.addSkill(name)
                try await world.finish(try await world.start([.init(name: name)], on: ["alpha"]))
            }
            try await world.database.write { try $0.run("UPDATE install_runs SET success = 2400") }
            world.faults.fail(.answer, .max)
            #expect(try await world.admin.retryFailures(Self.request).retried == 3)
            #expect(world.faults.accesses(.answer) == 2)
        }
    }

    /// Whoever asks waits for the answer: what is left after a while is left to the next request.
    @Test func whatTakesTooLongIsLeftForTheNextRequest() async throws {
        try await withProviders { world in
            for number in 1...60 {
                try await world.addSkill("skill-\(number)")
                _ = try await world.start([.init(name: "skill-\(number)")], on: ["alpha"])
            }
            let failed: Query = "SELECT count(*) AS n FROM install_tasks WHERE status = 'failed'"
            try await world.work(world.worker()) { try await world.count(failed) == 60 }
            let gate = Gate()
            world.faults.holdWrites(gate)
            let retry = Task { try await world.admin.retryFailures(Self.request) }
            await gate.arrivals(1)
            world.clock.advance(by: .seconds(20))
            gate.open()
            let done = try await retry.value
            #expect(done.retried == 50 && done.left == 10)
            #expect(Set(done.refusals.map(\.wording?.key)) == ["unavailable.retry_unfinished"])
            #expect(try await world.count(failed) == 10)
            #expect(try await world.admin.retryFailures(Self.request).retried == 10)
        }
    }

    /// Content that this node has to read first takes its time as well, and what was read stays known.
    @Test func contentThatTakesTooLongToReadIsLeftForTheNextRequest() async throws {
        try await withProviders { world in
            let run = try await world.finish(try await world.start(["demo"], on: ["alpha"]))
            let caller = Caller(name: "ann", role: .admin, requestID: "request-1")
            let elsewhere = world.neighbour(on: world.faults).session(for: caller)
            let gate = Gate()
            world.faults.holdWrites(gate)
            let retry = Task { try await problem { try await elsewhere.retryFailures(Self.request) } }
            await gate.arrivals(1)
            world.clock.advance(by: .seconds(20))
            gate.open()
            #expect(try await retry.value?.wording?.key == "unavailable.retry_unfinished")
            #expect(try await statuses(run, in: world) == [.failed])
            #expect(try await elsewhere.retryFailures(Self.request).retried == 1)
        }
    }
}
