import Contract
import Domain
import Engine
import Store
import Testing

@Suite(.timeLimit(.minutes(5))) struct OverviewTests {
    @Test func whatEndedAndWhatIsOpenIsCounted() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            try await world.addProvider("beta")
            try await world.addSkill("demo")
            world.providers.fail("beta", ProviderFailure(.authFailed, "No."))
            try await world.finish(try await world.start(["demo"], on: ["alpha", "beta"]))
            world.clock.advance(by: .seconds(7200))
            try await world.finish(try await world.start(["demo"], on: ["alpha"]))
            let waiting = try await world.start(["demo"], on: ["beta"])

            let overview = try await world.session("eve", .viewer).overview(OverviewQuery(.day))
            #expect(overview.until == world.clock.now)
            #expect(overview.from == world.clock.now - .seconds(86_400))
            #expect(overview.current.success == 1)
            #expect(overview.current.partialFailed == 1)
            #expect(overview.current.total == 2)
            #expect(overview.previous.total == 0)
            #expect(overview.parts.count == 24)
            #expect(overview.parts[0].from == overview.from)
            #expect(overview.parts[21].totals.partialFailed == 1)
            #expect(overview.parts[23].totals.success == 1)
            #expect(
                overview.providers == [
                    ProviderTotals(provider: "alpha", success: 2, failed: 0, canceled: 0),
                    ProviderTotals(provider: "beta", success: 0, failed: 1, canceled: 0),
                ]
            )
            #expect(
                overview.open
                    == OpenWork(
                        queuedRuns: 1,
                        runningRuns: 0,
                        waitingTargets: 1,
                        waitingSince: waiting.createdAt,
                        queuedSince: waiting.createdAt
                    )
            )
        }
    }

    @Test func itCanBeOfSomeRunsOnly() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            try await world.addProvider("beta")
            try await world.addSkill("demo")
            try await world.addSkill("other")
            try await world.finish(try await world.start(["demo"], on: ["alpha", "beta"]))
            try await world.finish(try await world.start(["other"], on: ["beta"]))
            func overview(_ traits: RunTraits) async throws -> Overview {
                try await world.admin.overview(OverviewQuery(.day, runs: traits))
            }
            #expect(try await overview(RunTraits()).current.success == 2)
            #expect(try await overview(RunTraits(skill: "other")).current.success == 1)
            #expect(try await overview(RunTraits(status: .failed)).current.total == 0)
            let alpha = try await overview(RunTraits(provider: "alpha"))
            #expect(alpha.current.success == 1)
            #expect(alpha.providers.map(\.provider) == ["alpha"])
            #expect(alpha.providerSeries.map(\.provider) == ["alpha"])
            #expect(alpha.providerSeries[0].parts.count == 24)
            #expect(alpha.providerSeries[0].parts[23].success == 1)
        }
    }

    @Test func theBusiestProvidersHaveASeriesOfTheirOwn() async throws {
        try await withWorld { world in
            let providers = (1...8).map { ProviderID(rawValue: "p\($0)") }
            for provider in providers { try await world.addProvider(provider) }
            try await world.addSkill("demo")
            try await world.finish(try await world.start(["demo"], on: providers))
            try await world.addSkill("other")
            try await world.finish(try await world.start(["other"], on: ["p8"]))
            let overview = try await world.admin.overview(OverviewQuery(.day))
            #expect(overview.providers.count == 8)
            #expect(overview.providerSeries.map(\.provider) == ["p8", "p1", "p2", "p3", "p4", "p5", nil])
            let totals = overview.providerSeries.map { series in
                series.parts.reduce(0) { $0 + $1.total }
            }
            #expect(totals == [2, 1, 1, 1, 1, 1, 2])
        }
    }

    @Test func whatStoodOpenIsKnownOfThePastToo() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            try await world.addSkill("demo")
            let run = try await world.start(["demo"], on: ["alpha"])
            world.clock.advance(by: .seconds(2 * 3600))
            let overview = try await world.admin.overview(OverviewQuery(.day))
            #expect(overview.open.queuedSince == run.createdAt)
            #expect(overview.parts.map { $0.queuedSince == nil }.suffix(3) == [true, false, false])
            #expect(overview.parts.allSatisfy { $0.running == 0 })
            try await world.finish(run)
            world.clock.advance(by: .seconds(3600))
            let later = try await world.admin.overview(OverviewQuery(.day))
            #expect(later.open.queuedSince == nil)
            #expect(later.parts.map(\.queuedSince).suffix(4) == [nil, run.createdAt, run.createdAt, nil])
        }
    }

    @Test func whatEndedADayBeforeIsTheSpanBefore() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            try await world.addSkill("demo")
            try await world.finish(try await world.start(["demo"], on: ["alpha"]))
            world.clock.advance(by: .seconds(30 * 3600))
            let day = try await world.admin.overview(OverviewQuery(.day))
            #expect(day.current.total == 0)
            #expect(day.current.p95Milliseconds == nil)
            #expect(day.previous.success == 1)
            #expect(day.providers.isEmpty)
            #expect(try await world.admin.overview(OverviewQuery(.week)).current.success == 1)
            #expect(try await world.admin.overview(OverviewQuery(.week)).parts.count == 28)
            #expect(try await world.admin.overview(OverviewQuery(.month)).parts.count == 30)
        }
    }

    @Test func itIsWorkedOutOnceForEverybodyWithinTwoSeconds() async throws {
        try await withWorld { world in
            let gate = Gate()
            world.faults.holdReads(gate)
            async let first = world.admin.overview(OverviewQuery(.day))
            async let second = world.session("eve", .viewer).overview(OverviewQuery(.day))
            await gate.arrivals(1)
            gate.open()
            let (one, other) = try await (first, second)
            #expect(one == other)
            world.faults.holdReads(nil)
            #expect(world.faults.reads == 1)
            world.clock.advance(by: .milliseconds(1999))
            #expect(try await world.admin.overview(OverviewQuery(.day)) == one)
            #expect(world.faults.reads == 1)
            world.clock.advance(by: .milliseconds(1))
            #expect(try await world.admin.overview(OverviewQuery(.day)).until == world.clock.now)
            #expect(world.faults.reads == 2)
            // Another range is another question.
            _ = try await world.admin.overview(OverviewQuery(.week))
            #expect(world.faults.reads == 3)
        }
    }

    @Test func aClockThatIsSetBackDoesNotKeepAnOldAnswer() async throws {
        try await withWorld { world in
            _ = try await world.admin.overview(OverviewQuery(.day))
            world.clock.advance(by: .seconds(-3600))
            #expect(try await world.admin.overview(OverviewQuery(.day)).until == world.clock.now)
        }
    }

    @Test func aFailureIsNotRemembered() async throws {
        try await withWorld { world async throws in
            world.faults.failReads(true)
            #expect(
                try await problem { try await world.admin.overview(OverviewQuery(.day)) }?.code
                    == .unavailable
            )
            world.faults.failReads(false)
            #expect(try await world.admin.overview(OverviewQuery(.day)).current.total == 0)
        }
    }

    @Test func theMatrixShowsWhereEverySkillStands() async throws {
        try await withWorld { world in
            for id in ["alpha", "beta", "gamma"] as [ProviderID] { try await world.addProvider(id) }
            try await world.addSkill("demo")
            world.providers.fail("beta", ProviderFailure(.authFailed, "No."))
            let run = try await world.finish(try await world.start(["demo"], on: ["alpha", "beta"]))
            try await world.addSkill("other")
            let waiting = try await world.start(["other"], on: ["gamma"])
            let eve = world.session("eve", .viewer)
            let rows = try await eve.matrix(SkillQuery()).items
            #expect(rows.map(\.skill) == ["demo", "other"])
            #expect(
                rows.map { $0.cells.map(\.state) } == [
                    [.current, .failed, .absent], [.absent, .absent, .waiting],
                ]
            )
            #expect(rows[0].cells[0].installedVersion == 1)
            #expect(rows[0].cells[1].runID == run.id)
            #expect(rows[0].cells[1].code == .authFailed)
            #expect(rows[1].cells[2].runID == waiting.id)
            try await world.addSkill("demo", content: "v2")
            let demo = try await eve.matrix(SkillQuery(page: PageRequest(limit: 1)))
            #expect(demo.items.map(\.latestVersion) == [2])
            #expect(demo.items[0].cells.map(\.state) == [.outdated, .failed, .absent])
            #expect(demo.nextCursor != nil)
        }
    }
}
