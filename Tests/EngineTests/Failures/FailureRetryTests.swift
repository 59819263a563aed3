import Contract
import Domain
import Engine
import Store
import Testing

/// One operation puts exactly the open failed targets of a cause back to work.
@Suite(.timeLimit(.minutes(5))) struct FailureRetryTests {
    private static let denied = ProviderFailure(.permissionDenied, "Not yours.", vendorCode: "forbidden")
    private static let other = ProviderFailure(.permissionDenied, "Not now.", vendorCode: "closed")
    private static let down = ProviderFailure(.providerUnavailable, "Down.")
    private static let cause = AlertCause(provider: "alpha", code: .permissionDenied, signature: "forbidden")
    private static let request = FailureRetryRequest(cause: cause)

    /// So many runs of one target each, all of which failed of one cause.
    private func withFailedRuns(_ count: Int, _ body: (World) async throws -> Void) async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            world.providers.on("alpha") { _, _ throws(ProviderFailure) in throw Self.denied }
            var runs: [RunView] = []
            for number in 1...count {
                try await world.addSkill("skill-\(number)")
                runs.append(try await world.start([.init(name: "skill-\(number)")], on: ["alpha"]))
            }
            let worker = world.worker()
            for run in runs { try await world.finish(run, with: worker) }
            #expect(try await failed(world) == count)
            try await body(world)
        }
    }

    private func failed(_ world: World) async throws -> Int {
        try await world.count("SELECT count(*) AS n FROM install_tasks WHERE status = 'failed'")
    }

    private func queued(_ world: World) async throws -> Int {
        try await world.count("SELECT count(*) AS n FROM install_tasks WHERE status = 'queued'")
    }

    private func retries(_ outcome: String, in world: World) async throws -> Int {
        try await world.count(
            "SELECT count(*) AS n FROM audit_entries WHERE action = 'run.retry' AND outcome = \(outcome)"
        )
    }

    @Test func allOfACauseGoBackWithOneCallHoweverManyRunsTheyAreOf() async throws {
        try await withFailedRuns(120) { world in
            let before = try await world.events().last?.position ?? 0
            let operating = world.session("olga", .operator)
            let done = try await operating.retryFailures(Self.request)
            #expect(done == FailureRetry(retried: 120, runs: 120, left: 0, refusals: []))
            #expect(try await queued(world) == 120)
            #expect(try await world.admin.failures().groups.isEmpty)
            let entries = try await world.admin.audit(AuditQuery(action: "run.retry")).items
            #expect(entries.first?.actor == "olga")
            #expect(entries.first?.detail["targets"] == "1")
            #expect(entries.first?.detail["cause"] == Self.cause.sortKey)
            #expect(try await retries("accepted", in: world) == 120)
            let told = try await world.events(after: before)
            #expect(Set(told.filter { $0.kind == .taskChanged }.compactMap(\.taskID)).count == 120)
            #expect(Set(told.filter { $0.kind == .runChanged }.compactMap(\.runID)).count == 120)

            // A second call finds nothing and changes nothing.
            let again = try await problem { try await operating.retryFailures(Self.request) }
            #expect(again?.code == .notFound)
            #expect(try await queued(world) == 120)
            #expect(try await retries("accepted", in: world) == 120)
        }
    }

    @Test func canceledTargetsAndThoseOfOtherCausesStay() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha") { $0.concurrency = 3 }
            for name in ["one", "two", "three"] { try await world.addSkill(name) }
            world.providers.on("alpha") { order, _ throws(ProviderFailure) in
                guard case .install(let bundle, _) = order.action else { throw Self.denied }
                if bundle.name == "one" { throw Self.denied }
                if bundle.name == "two" { throw Self.other }
                throw Self.down
            }
            let run = try await world.start(["one", "two", "three"], on: ["alpha"])
            let worker = world.worker()
            try await world.work(worker) {
                let counts = try await world.admin.run(run.id).counts
                return counts.failed == 2 && counts.retryWait == 1
            }
            let ended = try await world.admin.cancelRun(run.id)
            #expect(ended.counts.canceled == 1)

            let done = try await world.admin.retryFailures(Self.request)
            #expect(done == FailureRetry(retried: 1, runs: 1, left: 0, refusals: []))
            func statuses() async throws -> [String: TaskStatus] {
                let tasks = try await world.admin.run(run.id).tasks ?? []
                return Dictionary(tasks.map { ($0.skill, $0.status) }) { first, _ in first }
            }
            #expect(try await statuses() == ["one": .queued, "two": .failed, "three": .canceled])
            world.providers.on("alpha", ScriptedProviders.obey)
            let finished = try await world.finish(run, with: worker)
            #expect(finished.status == .partialFailed)
            #expect(try await statuses() == ["one": .success, "two": .failed, "three": .canceled])
        }
    }

    @Test func whoeverMayNotRetryARunMayNotRetryFailures() async throws {
        try await withFailedRuns(1) { world in
            for role in [Role.viewer, .approver, .auditor] {
                let refusal = try await problem {
                    try await world.session("eve", role).retryFailures(Self.request)
                }
                #expect(refusal?.code == .permissionDenied, "\(role)")
            }
            let scope = Scope(providers: ["beta"])
            let caller = Caller(name: "eve", role: .operator, scope: scope, requestID: "request-1")
            let outside = try await problem {
                try await world.engine.session(for: caller).retryFailures(Self.request)
            }
            #expect(outside?.code == .permissionDenied)
            #expect(outside?.errors.map(\.pointer) == ["/cause/provider"])
            #expect(try await retries("denied", in: world) == 4)
            #expect(try await failed(world) == 1)
        }
    }

    @Test func failuresOfOtherNamespacesAreLeftAndSaidSo() async throws {
        try await withFailedRuns(2) { world in
            _ = try await world.session("olga", .operator).registerSkill(
                SkillUpload(content: .text(skillText("mine")))
            )
            try await world.finish(try await world.start(["mine"], on: ["alpha"]))
            let scope = Scope(providers: ["alpha"], namespaces: ["olga"])
            let caller = Caller(name: "olga", role: .operator, scope: scope, requestID: "request-1")
            let bounded = world.engine.session(for: caller)
            let done = try await bounded.retryFailures(Self.request)
            #expect(done.retried == 1 && done.runs == 1 && done.left == 2)
            #expect(done.refusals.map(\.code) == [.permissionDenied, .permissionDenied])
            #expect(try await failed(world) == 2)
            let none = try await problem { try await bounded.retryFailures(Self.request) }
            #expect(none?.code == .permissionDenied)
            #expect(none?.detail.contains("namespace ann") ?? false)
        }
    }

    @Test func whatMayNotBeginAgainIsLeftWithTheReason() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            for name in ["one", "two"] { try await world.addSkill(name) }
            world.providers.on("alpha") { _, _ throws(ProviderFailure) in throw Self.denied }
            let run = try await world.finish(try await world.start(["one", "two"], on: ["alpha"]))
            _ = try await world.admin.yank(version: 1, of: "one", reason: "broken", if: .present)
            let done = try await world.admin.retryFailures(Self.request)
            #expect(done.retried == 1 && done.runs == 1 && done.left == 1)
            #expect(done.refusals.map(\.run) == [run.id] && done.refusals.map(\.targets) == [1])
            #expect(done.refusals.first?.code == .conflict)
            #expect(done.refusals.first?.detail.contains("yanked") ?? false)

            try await world.finish(run)
            _ = try await world.admin.yank(version: 1, of: "two", reason: "broken", if: .present)
            let none = try await world.admin.retryFailures(Self.request)
            #expect(none.retried == 0 && none.runs == 0 && none.left == 2)
            #expect(try await failed(world) == 2)
            #expect(try await retries("refused", in: world) == 1)
        }
    }

    /// What was put back stays so, and the answer tells of the rest.
    @Test func whatBreaksHalfWayIsSaidSo() async throws {
        try await withFailedRuns(60) { world in
            world.faults.fail(.answer, 2)
            let done = try await world.admin.retryFailures(Self.request)
            #expect(done.retried > 0 && done.left > 0 && done.retried + done.left == 60)
            #expect(Set(done.refusals.map(\.code)) == [.unavailable])
            // That write was carried out; its answer was lost.
            #expect(try await failed(world) == 0)
            #expect(try await queued(world) == 60)
        }
    }

    @Test func allThatFailedIsReadInParts() async throws {
        try await withFailedRuns(5) { world in
            var parts: [[TaskID]] = []
            var place: FailureTable.Place?
            repeat {
                let start = place
                let part = try await world.database.read { connection in
                    try FailureTable(connection).part(on: "alpha", after: start, among: 2)
                }
                parts.append(part.open.map(\.task))
                place = part.end
            } while place != nil
            #expect(parts.map(\.count) == [2, 2, 1])
            let all = try await world.database.read { try FailureTable($0).open() }
            #expect(parts.flatMap(\.self) == all.map(\.task))
        }
    }
}
