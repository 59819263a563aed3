import Contract
import Domain
import Engine
import Store
import Testing

@Suite(.timeLimit(.minutes(5))) struct StartRunTests {
    private func withCatalog(_ body: (World) async throws -> Void) async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            try await world.addProvider("beta")
            try await world.addSkill("demo")
            try await world.addSkill("other")
            try await body(world)
        }
    }

    private let request = RunRequest(skills: ["demo", "other"], providers: ["alpha", "beta"])

    // API-03
    @Test func anAcceptedRunCanBeReadAtOnceAndIsQueued() async throws {
        try await withCatalog { world in
            let run = try await world.admin.startRun(request, idempotencyKey: nil, source: .chat)
            #expect(run.status == .queued)
            #expect(run.counts.queued == 4)
            #expect(run.source == .chat)
            #expect(run.requestedBy == "ann")
            #expect(try await world.admin.run(run.id) == run)
            let listed = try await world.admin.runs(RunQuery()).items
            #expect(listed.map(\.id) == [run.id])
            #expect(listed.first?.tasks == nil)
        }
    }

    @Test func aDatabaseThatGoesAwayDuringPreflightIsUnavailable() async throws {
        try await withCatalog { world in
            world.faults.failReads(true)
            let refusal = try await problem {
                try await world.admin.startRun(request, idempotencyKey: nil, source: .api)
            }
            #expect(refusal?.code == .unavailable)
            #expect(refusal?.retryAfterSeconds == 1)
            #expect(!world.log.messages.contains("request failed"))
        }
    }

    @Test func contentThatCannotBeReadIsLoggedAndKeptFromTheCaller() async throws {
        try await withCatalog { world in
            let rubbish: [UInt8] = [0]
            _ = try await world.database.write { try $0.run("UPDATE bundles SET archive = \(rubbish)") }
            let refusal = try await problem {
                try await world.admin.startRun(request, idempotencyKey: nil, source: .api)
            }
            #expect(refusal?.code == .internal)
            #expect(world.log.messages.contains("request failed"))
        }
    }

    /// JOB-01: whichever statement fails, everything or nothing is there.
    @Test func aRunItsTasksEventAuditAndKeyAreSavedTogetherOrNotAtAll() async throws {
        try await withCatalog { world in
            _ = try await world.admin.planRun(request)
            let before = try await rows(world)
            var failed = 0
            while true {
                world.faults.failStatement(failed + 1)
                do throws(Problem) {
                    _ = try await world.admin.startRun(request, idempotencyKey: "key", source: .api)
                    break
                } catch {
                    #expect(error.code == .unavailable)
                    failed += 1
                    #expect(try await rows(world) == before)
                }
            }
            #expect(failed >= 14)
            let after = try await rows(world)
            #expect(zip(after, before).map { $0 - $1 } == [1, 4, 1, 1, 1])
            #expect(try await world.admin.verifyAudit().intact)
        }
    }

    private func rows(_ world: World) async throws -> [Int] {
        var counts: [Int] = []
        for table in ["install_runs", "install_tasks", "events", "audit_entries", "idempotency_keys"] {
            counts.append(try await world.count(Query(stringLiteral: "SELECT count(*) AS n FROM \(table)")))
        }
        return counts
    }

    // API-02
    @Test func everyFaultOfARequestIsNamedAndNothingIsSaved() async throws {
        try await withCatalog { world in
            let before = try await rows(world)
            let wrong = RunRequest(
                skills: ["nobody", "demo", "demo", .init(name: "other", version: 9)],
                providers: ["nowhere", "alpha"],
                reason: String(repeating: "x", count: 501)
            )
            let problem = try await problem {
                try await world.admin.startRun(wrong, idempotencyKey: "k", source: .api)
            }
            #expect(problem?.code == .validationFailed)
            #expect(
                Set(problem?.errors.map(\.pointer) ?? [])
                    == ["/skills/0/name", "/skills/2/name", "/skills/3", "/providers/0", "/reason"]
            )
            // The audit log says that it was refused.
            #expect(try await rows(world) == [before[0], before[1], before[2], before[3] + 1, before[4]])
        }
    }

    @Test func anEmptyRequestARollbackAndTooManyTargetsAreRefused() async throws {
        try await withCatalog { world in
            let none = try await problem {
                try await world.admin.planRun(RunRequest(skills: [], providers: []))
            }
            #expect(none?.errors.map(\.pointer) == ["/skills", "/providers"])
            let rollback = RunRequest(kind: .rollback, skills: ["demo"], providers: ["alpha"])
            let refused = try await problem { try await world.admin.planRun(rollback) }
            #expect(refused?.errors.map(\.pointer) == ["/kind"])
            let many = RunRequest(
                skills: (0..<101).map { .init(name: "s\($0)") },
                providers: (0..<50).map { .init(rawValue: "p\($0)") }
            )
            let tooMany = try await problem { try await world.admin.planRun(many) }
            #expect(tooMany?.errors.first?.code == FaultCode.range.rawValue)
        }
    }

    // API-04
    @Test func fiftyEqualRequestsWithOneKeyMakeOneRunAndGetOneAnswer() async throws {
        try await withCatalog { world in
            let answers = try await withThrowingTaskGroup(of: RunView.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        try await world.admin.startRun(request, idempotencyKey: "key", source: .api)
                    }
                }
                return try await group.reduce(into: [RunView]()) { $0.append($1) }
            }
            #expect(answers.count == 50)
            #expect(answers.allSatisfy { $0 == answers[0] })
            #expect(try await world.count("SELECT count(*) AS n FROM install_runs") == 1)
            #expect(try await world.count("SELECT count(*) AS n FROM install_tasks") == 4)
        }
    }

    // API-04
    @Test func aKeyBelongsToOneCallerAndOneRequest() async throws {
        try await withCatalog { world in
            let first = try await world.admin.startRun(request, idempotencyKey: "key", source: .api)
            let other = RunRequest(skills: ["demo"], providers: ["alpha"])
            let reused = try await problem {
                try await world.admin.startRun(other, idempotencyKey: "key", source: .api)
            }
            #expect(reused?.code == .idempotencyKeyReused)
            let bob = world.session("bob", .operator)
            let second = try await bob.startRun(other, idempotencyKey: "key", source: .api)
            #expect(second.id != first.id)
            let again = try await world.admin.startRun(request, idempotencyKey: "key", source: .cli)
            #expect(again == first)
            for key in ["", String(repeating: "k", count: 256)] {
                let refused = try await problem {
                    try await bob.startRun(other, idempotencyKey: key, source: .api)
                }
                #expect(refused?.errors.first?.code == "length")
            }
        }
    }

    /// API-04: the key is optional.
    @Test func withoutAKeyTheSameRequestTwiceMakesTwoRuns() async throws {
        try await withCatalog { world in
            let first = try await world.admin.startRun(request, idempotencyKey: nil, source: .api)
            let second = try await world.admin.startRun(request, idempotencyKey: nil, source: .api)
            #expect(first.id != second.id)
            #expect(try await world.count("SELECT count(*) AS n FROM install_runs") == 2)
        }
    }

    @Test func aPlanThatChangedSinceItWasShownIsRefused() async throws {
        try await withCatalog { world in
            let shown = try await world.admin.planRun(request)
            #expect(shown.targets.map(\.action) == [.create, .create, .create, .create])
            #expect(try await world.admin.planRun(request) == shown)
            try await world.finish(try await world.start(["demo"], on: ["alpha"]))
            let confirmed = RunRequest(
                skills: request.skills,
                providers: request.providers,
                planHash: shown.hash
            )
            let changed = try await problem {
                try await world.admin.startRun(confirmed, idempotencyKey: nil, source: .web)
            }
            #expect(changed?.code == .planChanged)
        }
    }

    @Test func aDisabledProviderBlocksWithAReason() async throws {
        try await withCatalog { world in
            try await world.addProvider("beta") { $0.enabled = false }
            let plan = try await world.admin.planRun(request)
            #expect(plan.targets.map(\.action) == [.create, .blocked, .create, .blocked])
            let refused = try await problem {
                try await world.admin.startRun(request, idempotencyKey: nil, source: .api)
            }
            #expect(refused?.errors.map(\.code) == ["plan.provider_disabled", "plan.provider_disabled"])
            #expect(refused?.errors.map(\.pointer) == ["/skills/0", "/skills/1"])
        }
    }
}

/// What a call was refused with; nil when it was not.
func problem<Result>(_ body: () async throws -> Result) async throws -> Problem? {
    do {
        _ = try await body()
        return nil
    } catch let problem as Problem {
        return problem
    }
}
