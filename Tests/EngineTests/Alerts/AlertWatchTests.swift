import Contract
import Domain
import Engine
import Store
import Testing

@Suite(.timeLimit(.minutes(5))) struct AlertWatchTests {
    @Test func onlyOneNodeLooksAndTheNextGoesOnWhereItEnded() async throws {
        try await withWorld { world in
            try await world.engine.prepareAlerts()
            let (first, second) = (world.engine.alertWatch(), world.neighbour().alertWatch())
            try await world.fail("one")
            try await first.catchUp()
            try await world.fail("two")
            // The first still has the duty.
            try await second.catchUp()
            #expect(try await world.alarms().map(\.count) == [1])
            world.clock.advance(by: .seconds(11))
            try await second.catchUp()
            #expect(try await world.alarms().map(\.count) == [2])
            try await first.catchUp()
            #expect(try await world.alarms().map(\.count) == [2])
            #expect(try await world.notices() == [.opened])
        }
    }

    /// Of two that believe they lead, one comes too late and has changed nothing.
    @Test func theSameStepIsTakenOnce() async throws {
        try await withWorld { world in
            try await world.engine.prepareAlerts()
            let progress = try await world.database.read { try AlertProgressTable($0).find() }
            var next = try #require(progress)
            next.eventPosition += 1
            let step = next
            #expect(try await world.database.write { try AlertProgressTable($0).save(step) })
            #expect(try await world.database.write { try AlertProgressTable($0).save(step) } == false)
        }
    }

    /// Whichever access goes wrong, and whether or not what it was for was carried out.
    @Test("an event whose step fails is not lost", arguments: FaultyDatabase.Fault.allCases)
    func aFailedStepIsTakenAgain(_ fault: FaultyDatabase.Fault) async throws {
        try await withWorld { world in
            try await world.engine.prepareAlerts()
            _ = try await world.admin.removeAlertRule("failure-rate", if: .present)
            let watch = world.engine.alertWatch(.init(measureEvery: .seconds(1_000_000_000)))
            try await watch.catchUp()
            world.faults.fail(fault, .max)
            try await world.fail("skill-0")
            try await watch.catchUp()
            let accesses = world.faults.accesses(fault)
            var failed = 0
            for number in 1...max(1, accesses) {
                try await world.fail("skill-\(number)")
                world.faults.fail(fault, number)
                do { try await watch.catchUp() } catch is StoreError { failed += 1 }
                world.faults.fail(fault, .max)
                // One more behind it, so that a step past the first would be seen.
                try await world.fail("skill-\(number)")
                try await watch.catchUp()
                #expect(try await world.alarms().map(\.count) == [1 + 2 * number], "access \(number)")
            }
            #expect(failed > 0)
            #expect(try await world.notices() == [.opened])
        }
    }

    @Test func whatHappenedBeforeTheFirstLookRaisesNothing() async throws {
        try await withWorld { world in
            try await world.fail("old")
            try await world.engine.alertWatch().catchUp()
            #expect(try await world.alarms().isEmpty)
            let rules = try await world.admin.alertRules().items
            #expect(rules.map(\.id).sorted() == AlertDefaults.rules.map(\.id).sorted())
            #expect(rules.filter(\.settings.enabled).count == rules.count)
        }
    }

    @Test func aRuleThatWasRemovedStaysAway() async throws {
        try await withWorld { world in
            try await world.engine.prepareAlerts()
            _ = try await world.admin.removeAlertRule("target-failed", if: .present)
            try await world.engine.prepareAlerts()
            try await world.fail("one")
            try await world.engine.alertWatch().catchUp()
            #expect(try await world.alarms().isEmpty)
            #expect(try await problem { try await world.admin.alertRule("target-failed") }?.code == .notFound)
        }
    }

    @Test func disablingARuleEndsItsAlerts() async throws {
        try await withWorld { world in
            try await world.engine.prepareAlerts()
            try await world.fail("one")
            let watch = world.engine.alertWatch()
            try await watch.catchUp()
            #expect(try await world.alarms().count == 1)
            let rule = try await world.admin.alertRule("target-failed")
            var settings = rule.settings
            settings.enabled = false
            let put = try await world.admin.putAlertRule(rule.id, settings, if: .unchanged(rule.revision))
            #expect(put.rule.revisionNumber == 2)
            #expect(put.rule.updatedBy == "ann")
            #expect(try await world.alarms().isEmpty)
            let stale = try await problem {
                try await world.admin.putAlertRule(rule.id, rule.settings, if: .unchanged(rule.revision))
            }
            #expect(stale?.code == .preconditionFailed)
        }
    }

    /// Whoever has a page open sees it at once; a program of the step before reads them as events it knows.
    @Test func everyChangeOfAnAlertIsAnEvent() async throws {
        try await withWorld { world in
            try await world.engine.prepareAlerts()
            let watch = world.engine.alertWatch()
            try await world.fail("one")
            try await watch.catchUp()
            try await world.fail("two")
            try await watch.catchUp()
            let alert = try #require(try await world.alarms().first)
            _ = try await world.admin.acknowledgeAlert(alert.id, AlertAcknowledgement(reason: "I look."))
            let rule = try await world.admin.alertRule("target-failed")
            _ = try await world.admin.removeAlertRule(rule.id, if: .present)
            let events = try await world.database.read { try EventTable($0).entries(after: 0, limit: 100) }
                .filter { $0.kind == .alertChanged }
            #expect(events.map(\.status) == ["open", "open", "acknowledged", "recovered"])
            #expect(events.allSatisfy { $0.provider == "alpha" && $0.code == .timeout })
            let known = try await world.database.read { connection in
                try connection.run("SELECT kind FROM events WHERE exact_kind = 'alert.changed'")
                    .map { try $0.text("kind") }
            }
            #expect(Set(known) == ["provider.changed"])
        }
    }

    @Test func aQueueThatDoesNotMoveAndWorkersThatAreGoneAreNoticed() async throws {
        try await withWorld { world in
            try await world.engine.prepareAlerts()
            let watch = world.engine.alertWatch()
            try await world.addProvider("alpha")
            try await world.addSkill("demo")
            let run = try await world.start(["demo"], on: ["alpha"])
            try await watch.catchUp()
            #expect(try await world.alarms().isEmpty)
            world.clock.advance(by: .seconds(31 * 60))
            try await watch.catchUp()
            #expect(Set(try await world.alarms().map(\.rule)) == ["queue-age", "worker-gone"])
            try await world.finish(run)
            world.clock.advance(by: .seconds(60))
            let now = world.clock.now
            try await world.database.write { try WorkerTable($0).see("w2", process: "p", at: now) }
            try await watch.catchUp()
            #expect(try await world.alarms().isEmpty)
            #expect(try await world.notices().count == 4)
        }
    }

    /// What may not begin waits for somebody, and not too long.
    @Test func plannedPausesRaiseNothing() async throws {
        try await withWorld { world in
            try await world.engine.prepareAlerts()
            let watch = world.engine.alertWatch()
            for id in ["alpha", "beta"] as [ProviderID] { try await world.addProvider(id) }
            try await world.addSkill("demo")
            _ = try await world.start(["demo"], on: ["alpha", "beta"])
            _ = try await world.admin.pauseProvider("alpha", reason: "They move.")
            try await world.addProvider("beta") { $0.enabled = false }
            func late(after minutes: Int) async throws -> [ProviderID?] {
                world.clock.advance(by: .seconds(minutes * 60))
                try await watch.catchUp()
                return try await world.alarms().filter { $0.rule == "queue-age" }.map(\.cause.provider)
            }
            #expect(try await late(after: 60).isEmpty)
            _ = try await world.admin.resumeProvider("alpha")
            #expect(try await late(after: 29).isEmpty)
            #expect(try await late(after: 1) == ["alpha"])
        }
    }

    /// A rule that is made later finds how many there are, and is told again while that lasts.
    @Test func tooFewWorkersAreNoticedAtEveryLook() async throws {
        try await withWorld { world in
            try await world.engine.prepareAlerts()
            let watch = world.engine.alertWatch()
            func pass(_ minutes: Int) async throws {
                for _ in 0..<minutes {
                    world.clock.advance(by: .seconds(60))
                    let now = world.clock.now
                    try await world.database.write { connection in
                        for id in ["w1", "w2"] { try WorkerTable(connection).see(id, process: "p", at: now) }
                    }
                    try await watch.catchUp()
                }
            }
            try await pass(3)
            let settings = AlertRuleSettings(
                title: "Three",
                condition: .workerGone(minimum: 3),
                repeatMinutes: 2
            )
            _ = try await world.admin.putAlertRule("three", settings, if: .absent)
            try await pass(3)
            #expect(try await world.alarms().map(\.count) == [3])
            #expect(try await world.notices() == [.opened, .repeated])
            let dry = try await world.admin.dryRunAlertRule(.init(condition: .workerGone(minimum: 3)))
            #expect(dry.firings.map(\.count) == [6])
        }
    }

    /// One that a later program wrote, perhaps.
    @Test func aRuleThatCannotBeReadSilencesNoOther() async throws {
        try await withWorld { world in
            try await world.engine.prepareAlerts()
            try await world.database.write { connection in
                try connection.run(
                    """
                    UPDATE alert_rules SET settings = '{"title":"T","condition":{"kind":"of_tomorrow"}}'
                    WHERE id = 'failure-rate'
                    """
                )
            }
            let watch = world.engine.alertWatch()
            for number in 0..<2 {
                try await world.fail("skill-\(number)")
                try await watch.catchUp()
            }
            #expect(try await world.alarms().map(\.rule) == ["target-failed"])
            #expect(world.log.lines.filter { $0.contains("rules=failure-rate") }.count == 1)
            #expect(try await world.admin.alertRules().items.count == AlertDefaults.rules.count - 1)
        }
    }

    @Test func whatAlertsWereDecidedByIsForgottenPieceByPiece() async throws {
        try await withWorld { world in
            try await world.engine.prepareAlerts()
            let watch = world.engine.alertWatch(.init(measureEvery: .seconds(1_000_000_000)))
            for number in 0..<10 { try await world.fail("skill-\(number)") }
            try await watch.catchUp()
            func kept() async throws -> Int {
                try await world.count("SELECT count(*) AS n FROM alert_facts")
            }
            try await world.engine.janitor().tidy()
            #expect(try await kept() == 10)
            try await world.engine.janitor(.init(alertFactsKept: 4)).tidy()
            #expect(try await kept() == 4)
            let now = world.clock.now
            let removed = try await world.database.write { connection in
                let table = AlertFactTable(connection)
                return [
                    try table.prune(before: now, keeping: 100, limit: 2),
                    try table.prune(before: now, keeping: 100, limit: 2),
                    try table.prune(before: now, keeping: 100, limit: 2),
                ]
            }
            #expect(removed == [2, 1, 0])
        }
    }

    /// Whoever stood still for long says so, and goes on.
    @Test func eventsThatWereRemovedUnreadAreSpokenOf() async throws {
        try await withWorld { world in
            try await world.engine.prepareAlerts()
            let watch = world.engine.alertWatch()
            for number in 0..<4 { try await world.fail("skill-\(number)") }
            try await watch.catchUp()
            #expect(world.log.lines.contains { $0.contains("events were removed") } == false)
            for number in 4..<9 { try await world.fail("skill-\(number)") }
            try await world.database.write { connection in
                let events = EventTable(connection)
                try events.prune(before: try events.latestPosition() - 1)
            }
            try await watch.catchUp()
            try await watch.catchUp()
            #expect(world.log.lines.filter { $0.contains("events were removed") }.count == 1)
            #expect(try await world.alarms().map(\.count) == [6])
        }
    }
}

extension World {
    /// Says that a target has failed for good.
    fileprivate func fail(_ skill: String) async throws {
        clock.advance(by: .seconds(1))
        let event = NewEvent(
            .taskChanged,
            runID: "run",
            taskID: TaskID(rawValue: skill),
            skill: skill,
            provider: "alpha",
            status: "failed",
            code: .timeout
        )
        let now = clock.now
        try await database.write { try EventTable($0).append([event], at: now) }
    }
}
