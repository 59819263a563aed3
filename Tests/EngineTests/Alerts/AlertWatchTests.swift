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
            let watch = world.engine.alertWatch()
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
