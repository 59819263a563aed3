import Bundles
import Contract
import Domain
import Engine
import Logging
import Proofs
import Store
import Testing
import Traces
import Tracing

/// OP-04: one id from the request to the try.
@Suite(.timeLimit(.minutes(5))) struct RequestTraceTests {
    private func withTwo(_ body: (World) async throws -> Void) async throws {
        try await withWorld { world in
            for id in ["alpha", "beta"] as [ProviderID] { try await world.addProvider(id) }
            try await world.addSkill("demo")
            try await body(world)
        }
    }

    private func ann(_ request: String, in world: World) -> EngineSession {
        world.engine.session(for: Caller(name: "ann", role: .admin, requestID: request))
    }

    private func start(_ request: String, on providers: [ProviderID], in world: World) async throws -> RunView
    {
        world.clock.advance(by: .milliseconds(1))
        return try await ann(request, in: world).startRun(
            RunRequest(skills: ["demo"], providers: providers),
            idempotencyKey: nil,
            source: .api
        )
    }

    /// The entries of an action, oldest first, by the request that each names.
    private func requests(_ action: String, in world: World) async throws -> [String?] {
        try await world.admin.audit(AuditQuery(action: action)).items.reversed().map(\.requestID)
    }

    // OP-04
    @Test func whatARunDoesAndBecomesNamesTheRequestThatAskedForIt() async throws {
        try await withTwo { world in
            let started = try await start("start-1", on: ["alpha", "beta"], in: world)
            #expect(started.requestID == "start-1")
            #expect(started.tasks?.map(\.requestID) == ["start-1", "start-1"])
            let done = try await world.finish(started)
            #expect(done.status == .success)
            #expect(done.requestID == "start-1")
            #expect(done.tasks?.flatMap { $0.attempts ?? [] }.map(\.requestID) == ["start-1", "start-1"])
            #expect(try await world.admin.runs(RunQuery()).items.map(\.requestID) == ["start-1"])
            #expect(try await requests("run.start", in: world) == ["start-1"])
            #expect(try await requests("task.install", in: world) == ["start-1", "start-1"])
            #expect(try await requests("run.finish", in: world) == ["start-1"])
            let ended = world.log.lines.filter { $0.hasPrefix("try ended") }
            #expect(ended.count == 2)
            #expect(ended.allSatisfy { $0.contains(" request_id=start-1 ") && $0.contains("run=\(done.id)") })
        }
    }

    private func ann(_ request: String, _ trace: Character, in world: World) -> EngineSession {
        let place = TraceParent(
            traceID: String(repeating: trace, count: 32),
            spanID: "00f067aa0ba902b7",
            isSampled: true
        )
        return world.engine.session(
            for: Caller(name: "ann", role: .admin, requestID: request, trace: place)
        )
    }

    /// OP-04: also of who has no session yet.
    @Test func aSignInNamesItsTrace() async throws {
        try await withWorld { world in
            _ = try await world.account("mina", .viewer)
            let place = TraceParent(
                traceID: "4bf92f3577b34da6a3ce929d0e0e4736",
                spanID: "00f067aa0ba902b7",
                isSampled: true
            )
            _ = try await ServiceContext.withValue(.of(place)) { try await world.enter("mina") }
            let entry = try await world.admin.audit(AuditQuery(action: "session.create")).items.first
            #expect(entry?.detail["trace_id"] == place.traceID)
        }
    }

    /// OP-04: whatever belongs to a request belongs to its trace.
    @Test func whatARunDoesBelongsToTheTraceThatAskedForIt() async throws {
        try await withTwo { world in
            world.providers.fail("beta", ProviderFailure(.permissionDenied, "No."))
            let request = RunRequest(skills: ["demo"], providers: ["alpha", "beta"])
            let run = try await ann("start-1", "a", in: world)
                .startRun(request, idempotencyKey: nil, source: .api)
            let (first, second) = (String(repeating: "a", count: 32), String(repeating: "b", count: 32))
            #expect(run.traceID == first)
            try await world.finish(run)
            _ = try await ann("retry-1", "b", in: world).retryRun(run.id)
            let done = try await world.finish(run)
            #expect(done.status == .success)
            #expect(done.traceID == first)
            #expect(try await world.admin.runs(RunQuery()).items.map(\.traceID) == [first])
            #expect(done.tasks?.last?.attempts?.map(\.traceID) == [first, second])
            let entries = try await world.admin.audit(AuditQuery(page: PageRequest(limit: 100))).items
            let actions = { (trace: String) in
                entries.reversed().filter { $0.detail["trace_id"] == trace }.map(\.action)
            }
            #expect(actions(first) == ["run.start", "task.install", "task.install", "run.finish"])
            #expect(actions(second) == ["run.retry", "task.install", "run.finish"])
            #expect(world.log.lines.contains { $0.contains("trace_id=\(second)") })
        }
    }

    /// OP-04: nobody has to have asked for more lines to find what failed.
    @Test func aFailedTryIsLoggedAtNoticeAndAGoodOneForDebugging() async throws {
        try await withTwo { world in
            world.providers.fail("beta", ProviderFailure(.permissionDenied, "No."))
            let request = RunRequest(skills: ["demo"], providers: ["alpha", "beta"])
            let run = try await ann("start-1", "a", in: world)
                .startRun(request, idempotencyKey: nil, source: .api)
            let done = try await world.finish(run)
            let task = try #require(done.tasks?.first { $0.provider == "beta" })
            let failed = world.log.lines(at: .notice).filter { $0.hasPrefix("try ended") }
            #expect(failed.count == 1)
            for value in [
                "code=permission_denied", "provider=beta", "run=\(run.id)", "task=\(task.id)",
                "request_id=start-1", "trace_id=\(String(repeating: "a", count: 32))",
            ] {
                #expect(failed.first?.contains(" \(value) ") == true, "\(value)")
            }
            let good = world.log.lines(at: .debug).filter { $0.hasPrefix("try ended") }
            #expect(good.count == 1)
            #expect(good.first?.contains(" provider=alpha ") == true)
            #expect(good.first?.contains(" code=") == false)
        }
    }

    /// OP-04: what was tried before keeps the id of its own request.
    @Test func aRetryHasItsOwnRequestAndARollbackToo() async throws {
        try await withTwo { world in
            world.providers.fail("beta", ProviderFailure(.permissionDenied, "No.", requestID: "vendor-1"))
            let run = try await world.finish(try await start("start-1", on: ["alpha", "beta"], in: world))
            #expect(run.status == .partialFailed)
            let again = try await ann("retry-1", in: world).retryRun(run.id)
            #expect(again.requestID == "start-1")
            #expect(again.tasks?.map(\.requestID) == ["start-1", "retry-1"])
            let done = try await world.finish(run)
            #expect(done.status == .success)
            #expect(done.requestID == "start-1")
            let tries = try #require(done.tasks?.last?.attempts)
            #expect(tries.map(\.requestID) == ["start-1", "retry-1"])
            #expect(tries.first?.error?.providerRequestID == "vendor-1")
            #expect(done.tasks?.first?.attempts?.map(\.requestID) == ["start-1"])
            #expect(try await requests("task.install", in: world) == ["start-1", "start-1", "retry-1"])
            #expect(try await requests("run.finish", in: world) == ["start-1", "retry-1"])

            let back = try await ann("back-1", in: world).rollbackRun(run.id, reason: "wrong", source: .api)
            let undone = try await world.finish(back)
            #expect(undone.requestID == "back-1")
            #expect(undone.tasks?.flatMap { $0.attempts ?? [] }.map(\.requestID) == ["back-1", "back-1"])
            #expect(try await requests("task.rollback", in: world) == ["back-1", "back-1"])
        }
    }

    @Test func theTryThatRunsHasTheRequestOfItsTarget() async throws {
        try await withTwo { world in
            let gate = Gate()
            world.providers.on("alpha") { order, _ throws(ProviderFailure) in
                await gate.pass()
                return ScriptedProviders.result(of: order)
            }
            let run = try await start("start-1", on: ["alpha"], in: world)
            let worker = world.worker()
            await worker.cycle()
            await gate.arrivals(1)
            let running = try await world.task(run, on: "alpha")?.attempts
            #expect(running?.map(\.outcome) == [nil])
            #expect(running?.map(\.requestID) == ["start-1"])
            gate.open()
            try await world.finish(run, with: worker)
        }
    }

    /// Nobody asks when a worker falls silent: what was asked for is what goes on.
    @Test func whatIsTakenBackFromASilentWorkerKeepsItsRequest() async throws {
        try await withTwo { world in
            let gate = Gate()
            let isFirst = Watched(true)
            world.providers.on("alpha") { order, journal throws(ProviderFailure) in
                let waits = isFirst.change { first in
                    defer { first = false }
                    return first
                }
                if waits { await gate.pass() }
                return try await ScriptedProviders.obey(order, journal)
            }
            let run = try await start("start-1", on: ["alpha"], in: world)
            let silent = world.worker("w1")
            await silent.cycle()
            await gate.arrivals(1)
            world.clock.advance(by: .seconds(16))
            #expect(try await world.engine.watchdog().patrol() == 1)
            let done = try await world.finish(run, with: world.worker("w2"))
            #expect(done.tasks?.first?.attempts?.map(\.outcome) == ["lease_lost", "success"])
            #expect(done.tasks?.first?.attempts?.map(\.requestID) == ["start-1", "start-1"])
            #expect(try await requests("run.finish", in: world) == ["start-1"])
            gate.open()
            await world.providers.record.until { $0.ended == 2 }
            try await world.work(silent) { world.log.messages.contains("LEASE_LOST") }
            let lost = try #require(world.log.lines.first { $0.hasPrefix("LEASE_LOST") })
            #expect(lost.contains(" request_id=start-1 ") && lost.contains("worker=w1"))
        }
    }

    /// What a person ends is that person's request's doing; the targets stay what they were asked for by.
    @Test func aCancelNamesItsOwnRequest() async throws {
        try await withTwo { world in
            let run = try await start("start-1", on: ["alpha"], in: world)
            let canceled = try await ann("cancel-1", in: world).cancelRun(run.id)
            #expect(canceled.tasks?.map(\.requestID) == ["start-1"])
            for action in ["run.cancel", "task.install", "run.finish"] {
                #expect(try await requests(action, in: world) == ["cancel-1"], "\(action)")
            }
        }
    }

    @Test func whatEndsSinceNobodyApprovedItNamesWhatAskedForIt() async throws {
        try await withTwo { world in
            try await world.addProvider("alpha") { $0.approval = .always }
            let run = try await start("start-1", on: ["alpha"], in: world)
            world.clock.advance(by: .seconds(7 * 24 * 3600))
            try await world.engine.janitor().tidy()
            #expect(try await world.admin.run(run.id).approval?.state == .refused)
            for action in ["run.refuse", "task.install", "run.finish"] {
                #expect(try await requests(action, in: world) == ["start-1"], "\(action)")
            }
        }
    }

    @Test func anApprovalChangesNothingAboutWhatAskedForIt() async throws {
        try await withTwo { world in
            try await world.addProvider("alpha") { $0.approval = .always }
            let run = try await start("start-1", on: ["alpha"], in: world)
            let approved = try await ann("approve-1", in: world).approveRun(run.id, comment: nil)
            #expect(approved.tasks?.map(\.requestID) == ["start-1"])
            let done = try await world.finish(run)
            #expect(done.tasks?.first?.attempts?.map(\.requestID) == ["start-1"])
            #expect(try await requests("run.approve", in: world) == ["approve-1"])
            #expect(try await requests("task.install", in: world) == ["start-1"])
        }
    }

    @Test func aTargetThatCannotBeReadIsGivenUpUnderItsRequest() async throws {
        try await withTwo { world in
            let run = try await start("start-1", on: ["alpha"], in: world)
            try await world.database.write { connection in
                _ = try connection.run("UPDATE install_tasks SET kind = 'future' WHERE run_id = \(run.id)")
            }
            await world.worker().cycle()
            #expect(try await requests("task.unreadable", in: world) == ["start-1"])
            #expect(try await requests("run.finish", in: world) == ["start-1"])
        }
    }

    /// What an earlier program left, or does beside this one, has no request and is carried out all the same.
    @Test func whatHasNoRequestIsCarriedOutWithoutOne() async throws {
        try await withTwo { world in
            let run = try await start("start-1", on: ["alpha"], in: world)
            try await world.database.write { connection in
                _ = try connection.run("UPDATE install_runs SET request_id = NULL")
                _ = try connection.run("UPDATE install_tasks SET request_id = NULL")
            }
            let done = try await world.finish(run)
            #expect(done.status == .success)
            #expect(done.requestID == nil)
            #expect(done.tasks?.first?.attempts?.map(\.requestID) == [nil])
            #expect(try await requests("run.finish", in: world) == [nil])
            let key = try #require(world.signingKey).publicKey.id
            let evidence = try await world.admin.evidence(of: run.id)
            let files = try EvidenceArchive.unpack(evidence.bytes)
            #expect(EvidenceCheck.report(on: files, trusting: [key]).faults == [])
        }
    }
}
