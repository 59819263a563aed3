import Contract
import Domain
import Engine
import Store
import Testing

@Suite(.timeLimit(.minutes(5))) struct AlertTests {
    private func withAlpha(_ body: (World, AlertWatch) async throws -> Void) async throws {
        try await withWorld { world in
            try await world.engine.prepareAlerts()
            try await world.addProvider("alpha") { $0.maxAttempts = 3 }
            try await world.addSkill("demo")
            // Only what happens: the clock moves by leaps here, and nobody works meanwhile.
            try await body(world, world.engine.alertWatch(.init(measureEvery: .seconds(1_000_000_000))))
        }
    }

    private static let wrongKey = ProviderFailure(.authFailed, "The key is wrong.")
    private static let down = ProviderFailure(.providerUnavailable, "It is down.", providerStatus: 503)

    @Test("two failed tries and a success raise nothing (AL-01)")
    func triesRaiseNothing() async throws {
        try await withAlpha { world, watch in
            world.providers.fail("alpha", Self.down, Self.down)
            let run = try await world.finish(try await world.start(["demo"], on: ["alpha"]))
            #expect(run.status == .success)
            #expect(try await world.task(run, on: "alpha")?.attempt == 3)
            try await watch.catchUp()
            #expect(try await world.admin.alerts(AlertQuery()).items.isEmpty)
            #expect(try await world.notices().isEmpty)
        }
    }

    @Test("a final failure raises exactly one alert, and a later success ends it with a notice (AL-01)")
    func finalFailureRaisesOne() async throws {
        try await withAlpha { world, watch in
            world.providers.fail("alpha", Self.down, Self.down, Self.down)
            let run = try await world.finish(try await world.start(["demo"], on: ["alpha"]))
            #expect(run.status == .failed)
            try await watch.catchUp()
            try await watch.catchUp()
            let alert = try #require(try await world.admin.alerts(AlertQuery()).items.first)
            #expect(alert.state == .open)
            #expect(alert.count == 1)
            #expect(alert.rule == "target-failed")
            let cause = AlertCause(provider: "alpha", code: .providerUnavailable, signature: "http_503")
            #expect(alert.cause == cause)
            #expect(alert.message == "It is down.")
            #expect(alert.skills == ["demo"])
            #expect(try await world.notices() == [.opened])

            _ = try await world.admin.retryRun(run.id)
            #expect(try await world.finish(run).status == .success)
            try await watch.catchUp()
            #expect(try await world.admin.alert(alert.id).state == .recovered)
            #expect(try await world.notices() == [.opened, .recovered])
            #expect(try await world.admin.alerts(AlertQuery()).items.count == 1)
        }
    }

    @Test("a target that cannot be read raises an alert, which ends as any other does (JOB-08, AL-01)")
    func whatCannotBeReadIsToldOfAsWell() async throws {
        try await withAlpha { world, watch in
            let run = try await world.start(["demo"], on: ["alpha"])
            func store(_ text: String?) async throws {
                try await world.database.write { connection in
                    try connection.run("UPDATE install_tasks SET before = \(text) WHERE run_id = \(run.id)")
                }
            }
            try await store("{\"not\": what was written")
            #expect(try await world.finish(run).status == .failed)
            try await watch.catchUp()
            let alert = try #require(try await world.alarms().first)
            #expect(alert.cause == AlertCause(provider: "alpha", code: .internal))
            #expect(alert.skills == ["demo"])
            // Somebody mends the row.
            try await store(nil)
            _ = try await world.admin.retryRun(run.id)
            #expect(try await world.finish(run).status == .success)
            try await watch.catchUp()
            #expect(try await world.admin.alert(alert.id).state == .recovered)
        }
    }

    @Test("a hundred failures of one cause are one alert, and acknowledging stops its repeats (AL-02)")
    func oneCauseIsOneAlert() async throws {
        try await withAlpha { world, watch in
            let names = (0..<100).map { "skill-\($0)" }
            for name in names { try await world.addSkill(name) }
            world.providers.on("alpha") { _, _ throws(ProviderFailure) in
                throw ProviderFailure(.permissionDenied, "Not yours.", vendorCode: "forbidden")
            }
            try await world.finish(try await world.start(names.map { .init(name: $0) }, on: ["alpha"]))
            try await watch.catchUp()
            let page = try await world.admin.alerts(AlertQuery(state: .open, rule: "target-failed"))
            let alert = try #require(page.items.first)
            #expect(page.items.count == 1)
            #expect(alert.count == 100)
            #expect(alert.cause.signature == "forbidden")

            let person = world.session("olga", .operator)
            let acknowledged = try await person.acknowledgeAlert(alert.id, .init(reason: "Asked them."))
            #expect(acknowledged.state == .acknowledged)
            #expect(acknowledged.acknowledgedBy == "olga")
            #expect(acknowledged.reason == "Asked them.")
            world.clock.advance(by: .seconds(5 * 3600))
            try await world.finish(try await world.start(["demo"], on: ["alpha"]))
            try await watch.catchUp()
            #expect(try await world.admin.alert(alert.id).count == 101)
            let notices = try await world.notices(of: alert.id)
            #expect(notices == [.opened])
        }
    }

    @Test func anOpenAlertIsToldAgainAndASnoozedOneOnlyAfterItsTime() async throws {
        try await withAlpha { world, watch in
            world.providers.on("alpha") { _, _ throws(ProviderFailure) in
                throw ProviderFailure(.permissionDenied, "Not yours.")
            }
            func fail(after hours: Int) async throws {
                world.clock.advance(by: .seconds(hours * 3600))
                try await world.finish(try await world.start(["demo"], on: ["alpha"]))
                try await watch.catchUp()
            }
            try await fail(after: 0)
            let id = try #require(try await world.admin.alerts(AlertQuery(provider: "alpha")).items.first?.id)
            try await fail(after: 5)
            #expect(try await world.notices(of: id) == [.opened, .repeated])
            let until = world.clock.now + .seconds(10 * 3600)
            let snoozed = try await world.admin.snoozeAlert(id, .init(until: until))
            #expect(snoozed.state == .snoozed)
            #expect(snoozed.snoozeUntil == until)
            try await fail(after: 6)
            #expect(try await world.notices(of: id) == [.opened, .repeated])
            #expect(try await world.admin.alerts(AlertQuery(state: .snoozed)).items.map(\.id) == [id])
            try await fail(after: 6)
            #expect(try await world.notices(of: id) == [.opened, .repeated, .repeated])
            #expect(try await world.admin.alert(id).state == .open)
        }
    }

    /// However late the events are read: each says how its own check went.
    @Test func aCheckIsJudgedByItsOwnOutcome() async throws {
        try await withAlpha { world, watch in
            let outcomes: [ProviderFailure?] = [nil, Self.wrongKey, Self.down, nil]
            for outcome in outcomes {
                world.clock.advance(by: .seconds(1))
                world.providers.failChecks(of: "alpha", outcome)
                _ = try await world.admin.checkProvider("alpha")
            }
            try await watch.catchUp()
            let alert = try #require(
                try await world.admin.alerts(AlertQuery(rule: "provider-unhealthy")).items.first
            )
            #expect(alert.count == 2)
            #expect(alert.lastAt == alert.openedAt + .seconds(1))
            #expect(alert.recoveredAt == alert.openedAt + .seconds(2))
            #expect(alert.message == "The check of the provider failed.")
        }
    }

    /// Long before the queue is old, and without one final failure: probes cost no target its tries.
    @Test func aProviderThatIsTakenToBeDownIsToldOfUntilItIsBack() async throws {
        try await withAlpha { world, watch in
            let isBack = Watched(false)
            world.providers.on("alpha") { order, journal throws(ProviderFailure) in
                guard isBack.value else { throw Self.down }
                return try await ScriptedProviders.obey(order, journal)
            }
            let names = (0..<ProviderBreaker.threshold).map { "skill-\($0)" }
            for name in names { try await world.addSkill(name) }
            let run = try await world.start(names.map { .init(name: $0) }, on: ["alpha"])
            let worker = world.worker()
            try await world.work(worker) {
                guard try await world.running() == 0 else { return false }
                return try await world.admin.provider("alpha").breaker?.state == .open
            }
            try await watch.catchUp()
            let alert = try #require(try await world.alarms().first)
            #expect(alert.rule == "provider-unhealthy")
            #expect(alert.message == "Tries there keep failing: it is taken to be down.")
            #expect(try await world.admin.alerts(AlertQuery()).items.map(\.id) == [alert.id])

            isBack.change { $0 = true }
            #expect(try await world.finish(run, with: worker).status == .success)
            try await watch.catchUp()
            #expect(try await world.admin.alert(alert.id).state == .recovered)
            #expect(try await world.notices(of: alert.id) == [.opened, .recovered])
        }
    }

    @Test func whatHasRecoveredTakesNoAcknowledgement() async throws {
        try await withAlpha { world, watch in
            world.providers.failChecks(of: "alpha", ProviderFailure(.authFailed, "The key is wrong."))
            _ = try await world.admin.checkProvider("alpha")
            try await watch.catchUp()
            let query = AlertQuery(state: .open, rule: "provider-unhealthy")
            let alert = try #require(try await world.admin.alerts(query).items.first)
            #expect(alert.message == "The key is wrong.")
            world.providers.failChecks(of: "alpha", nil)
            _ = try await world.admin.checkProvider("alpha")
            try await watch.catchUp()
            #expect(try await world.admin.alert(alert.id).state == .recovered)
            let refused = try await problem {
                try await world.admin.acknowledgeAlert(alert.id, .init(reason: "late"))
            }
            #expect(refused?.code == .conflict)
        }
    }
}

extension AlertWatch {
    /// Reads until nothing is left.
    func catchUp() async throws {
        while try await look() {}
        // On PostgreSQL the second look may be the one that sees that the order is settled.
        while try await look() {}
    }
}

extension World {
    /// The open alerts, newest first.
    func alarms() async throws -> [AlertView] {
        try await admin.alerts(AlertQuery(state: .open)).items
    }

    /// What was written down for whoever tells people, in order.
    func notices(of alert: AlertID? = nil) async throws -> [AlertNotice.Kind] {
        try await database.read { connection in
            try AlertTable(connection).notices(after: 0, limit: 100_000).map(\.notice)
                .filter { alert == nil || $0.alert == alert }.map(\.kind)
        }
    }
}
