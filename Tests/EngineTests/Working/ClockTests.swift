import Contract
import Domain
import Engine
import Store
import Testing

/// Nothing waits for ever.
@Suite(.timeLimit(.minutes(5))) struct ClockTests {
    private func withRun(
        _ limits: (inout ProviderSettings) -> Void = { _ in },
        _ body: (World, RunView) async throws -> Void
    ) async throws {
        try await withWorld { world in
            try await world.addProvider("alpha") { settings in
                settings.queueTimeoutSeconds = 600
                settings.targetTimeoutSeconds = 3600
                settings.maxAttempts = 20
                limits(&settings)
            }
            try await world.addSkill("demo")
            try await body(world, try await world.start(["demo"], on: ["alpha"]))
        }
    }

    private func task(_ run: RunView, _ world: World) async throws -> TaskView {
        try #require(try await world.task(run, on: "alpha"))
    }

    /// Lets a worker begin the task, which then waits for another try, due at once.
    private func failOnce(_ world: World, _ worker: Worker) async throws {
        let calls = world.providers.calls.count
        await worker.cycle()
        try await world.settle(worker, afterCalls: calls + 1)
    }

    @Test func aTargetThatNobodyTakesInTimeEnds() async throws {
        try await withRun { world, run in
            let watchdog = world.engine.watchdog()
            try await world.pass(.seconds(599), under: watchdog)
            #expect(try await task(run, world).status == .queued)
            try await world.pass(.seconds(1), under: watchdog)
            let ended = try await task(run, world)
            #expect(ended.status == .failed)
            #expect(ended.error?.code == .watchdogTimeout)
            #expect(ended.error?.message.contains("600 seconds") ?? false)
            #expect(ended.attempt == 0)
            #expect(try await world.admin.run(run.id).status == .failed)
            let audited = try await world.admin.audit(AuditQuery(action: "task.install")).items
            #expect(audited.map(\.source) == ["watchdog"])
            #expect(audited.first?.detail["code"] == "watchdog_timeout")
            // Asked for again, its clocks begin anew.
            _ = try await world.admin.retryRun(run.id)
            try await watchdog.patrol()
            #expect(try await world.finish(run).status == .success)
        }
    }

    @Test func aTargetThatIsNotDoneInTimeEndsAndIsNotTriedAgain() async throws {
        try await withRun { world, run in
            world.providers.on("alpha") { _, _ throws(ProviderFailure) in
                throw ProviderFailure(.rateLimited, "Wait.", providerStatus: 429, retryAfter: .seconds(1000))
            }
            let (worker, watchdog) = (world.worker(), world.engine.watchdog())
            for _ in 1...3 {
                try await failOnce(world, worker)
                try await world.pass(.seconds(1000), under: watchdog)
            }
            try await failOnce(world, worker)
            #expect(try await task(run, world).status == .retryWait)
            try await world.pass(.seconds(600), under: watchdog)
            let ended = try await task(run, world)
            #expect(ended.status == .failed)
            #expect(ended.error?.code == .watchdogTimeout)
            #expect(ended.error?.message.contains("3600 seconds") ?? false)
            #expect(ended.attempt == 4)
            world.clock.advance(by: .seconds(1000))
            await worker.cycle()
            #expect(world.providers.calls.count == 4)
        }
    }

    /// What waits for its turn cannot begin, so nobody is late to take it.
    @Test func theTimeOfATargetBehindAnotherBeginsWhenThatEnds() async throws {
        try await withRun { world, first in
            let gate = Gate()
            world.providers.on("alpha") { order, journal throws(ProviderFailure) in
                await gate.pass()
                return try await ScriptedProviders.obey(order, journal)
            }
            let lease = Duration.seconds(90_000)
            let settings = WorkerSettings(lease: lease, grace: .zero, cutOff: .seconds(20), poll: .seconds(1))
            let (worker, watchdog) = (world.worker("w1", settings), world.engine.watchdog(lease: lease))
            let second = try await world.start(["demo"], on: ["alpha"])
            await worker.cycle()
            await gate.arrivals(1)
            try await world.pass(.seconds(1200), under: watchdog)
            #expect(try await task(second, world).status == .queued)
            gate.open()
            await world.providers.record.until { $0.ended == 1 }
            await worker.stop()
            #expect(try await task(first, world).status == .success)
            try await world.pass(.seconds(599), under: watchdog)
            #expect(try await task(second, world).status == .queued)
            try await world.pass(.seconds(1), under: watchdog)
            #expect(try await task(second, world).error?.code == .watchdogTimeout)
        }
    }

    /// Also where no worker ever came across them.
    @Test func targetsOfOneQueueRunOutOfTimeOneAfterTheOther() async throws {
        try await withRun { world, first in
            let later = [
                try await world.start(["demo"], on: ["alpha"]),
                try await world.start(["demo"], on: ["alpha"]),
            ]
            let watchdog = world.engine.watchdog()
            for (ended, waiting) in [(first, later[0]), (later[0], later[1])] {
                try await world.pass(.seconds(600), under: watchdog)
                #expect(try await task(ended, world).error?.code == .watchdogTimeout)
                #expect(try await task(waiting, world).status == .queued)
            }
            #expect(try await world.finish(later[1]).status == .success)
        }
    }

    /// A try that runs has an outcome, and it is waited for.
    @Test func aTryThatRunsIsNotCutShort() async throws {
        try await withRun { world, run in
            let gate = Gate()
            world.providers.on("alpha") { order, journal throws(ProviderFailure) in
                await gate.pass()
                return try await ScriptedProviders.obey(order, journal)
            }
            let worker = world.worker(
                "w1",
                WorkerSettings(lease: .seconds(90_000), grace: .zero, poll: .seconds(1))
            )
            await worker.cycle()
            await gate.arrivals(1)
            try await world.pass(.seconds(4000), under: world.engine.watchdog(lease: .seconds(90_000)))
            #expect(try await task(run, world).status == .running)
            gate.open()
            #expect(try await world.finish(run, with: worker).status == .success)
        }
    }

    @Test(arguments: [true, false])
    func aPauseStopsTheClocksAndItsEndSetsThemBack(_ everything: Bool) async throws {
        try await withRun { world, run in
            let watchdog = world.engine.watchdog()
            try await world.pass(.seconds(500), under: watchdog)
            if everything {
                _ = try await world.admin.pauseWork(reason: "why")
            } else {
                _ = try await world.admin.pauseProvider("alpha", reason: "why")
            }
            try await world.pass(.seconds(1200), under: watchdog)
            #expect(try await task(run, world).status == .queued)
            if everything {
                _ = try await world.admin.resumeWork()
            } else {
                _ = try await world.admin.resumeProvider("alpha")
            }
            try await world.pass(.seconds(599), under: watchdog)
            #expect(try await task(run, world).status == .queued)
            try await world.pass(.seconds(2), under: watchdog)
            #expect(try await task(run, world).error?.code == .watchdogTimeout)
        }
    }

    /// What cannot begin is not late, and has all its time once it can.
    @Test(arguments: [true, false])
    func aDisabledProviderStopsTheClocksToo(_ hasBegun: Bool) async throws {
        func limit(_ settings: inout ProviderSettings) {
            settings.queueTimeoutSeconds = hasBegun ? 100_000 : 600
            settings.targetTimeoutSeconds = 600
            settings.maxAttempts = 20
        }
        try await withRun(limit) { world, run in
            let watchdog = world.engine.watchdog()
            if hasBegun {
                world.providers.fail("alpha", ProviderFailure(.rateLimited, "Wait.", providerStatus: 429))
                try await failOnce(world, world.worker())
            }
            let status: TaskStatus = hasBegun ? .retryWait : .queued
            try await world.pass(.seconds(500), under: watchdog)
            try await world.addProvider("alpha") { settings in
                limit(&settings)
                settings.enabled = false
            }
            try await world.pass(.seconds(1200), under: watchdog)
            #expect(try await task(run, world).status == status)
            try await world.addProvider("alpha", limit)
            try await world.pass(.seconds(599), under: watchdog)
            #expect(try await task(run, world).status == status)
            try await world.pass(.seconds(2), under: watchdog)
            #expect(try await task(run, world).error?.code == .watchdogTimeout)
        }
    }

    /// After a weekend without servers a worker has its time again, before anybody calls it late.
    @Test(arguments: [true, false])
    func aTimeWithoutServersSetsTheClocksBack(_ hasBegun: Bool) async throws {
        try await withRun { settings in
            settings.queueTimeoutSeconds = hasBegun ? 1_000_000 : 600
            settings.targetTimeoutSeconds = 600
        } _: { world, run in
            if hasBegun {
                world.providers.fail("alpha", ProviderFailure(.rateLimited, "Wait.", providerStatus: 429))
                try await failOnce(world, world.worker())
            }
            try await world.pass(.seconds(500), under: world.engine.watchdog())
            world.clock.advance(by: .seconds(200_000))
            let watchdog = world.neighbour().watchdog()
            try await world.pass(.seconds(599), under: watchdog)
            #expect(try await task(run, world).status == (hasBegun ? .retryWait : .queued))
            try await world.pass(.seconds(1), under: watchdog)
            #expect(try await task(run, world).error?.code == .watchdogTimeout)
        }
    }

    /// Or clocks would never run out where nodes are replaced often.
    @Test func aNodeThatIsReplacedSetsNothingBack() async throws {
        try await withRun { world, run in
            let first = world.engine.watchdog()
            try await world.pass(.seconds(555), under: first)
            world.clock.advance(by: .seconds(45))
            try await world.neighbour().watchdog().patrol()
            #expect(try await task(run, world).error?.code == .watchdogTimeout)
        }
    }

    /// The limits of a run hold also while its provider is taken to be down.
    @Test func whatWaitsForADeadProviderEndsWhenItsTimeIsOver() async throws {
        try await withRun { world, run in
            world.providers.on("alpha") { _, _ throws(ProviderFailure) in
                throw ProviderFailure(.timeout, "Dead.")
            }
            let (worker, watchdog) = (world.worker(), world.engine.watchdog())
            var calls = 0
            while !(try await world.admin.run(run.id).status.isFinal) {
                try await failOnce(world, worker)
                calls += 1
                try await world.pass(.seconds(300), under: watchdog)
                try #require(calls < 20)
            }
            let ended = try await task(run, world)
            #expect(ended.error?.code == .watchdogTimeout)
            #expect(calls == 12)
            // Those that found the breaker open cost none of the task's tries.
            #expect(ended.attempt == ProviderBreaker.threshold)
            #expect(try await world.admin.provider("alpha").breaker?.state == .open)
        }
    }

    @Test func whatWaitsForAnApprovalHasNoSuchClock() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha") {
                $0.approval = .always
                $0.queueTimeoutSeconds = 600
            }
            try await world.addSkill("demo")
            let run = try await world.start(["demo"], on: ["alpha"])
            let watchdog = world.engine.watchdog()
            try await world.pass(.seconds(1200), under: watchdog)
            #expect(try await task(run, world).awaitsApproval == true)
            let bob = world.person("bob", .approver)
            _ = try await bob.approveRun(run.id, comment: nil)
            try await watchdog.patrol()
            #expect(try await world.finish(run).status == .success)
        }
    }

    @Test func manyEndInOneRound() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha") { $0.queueTimeoutSeconds = 60 }
            let names = (0..<40).map { RunRequest.Selection(name: "skill-\($0)") }
            for name in names { try await world.addSkill(name.name) }
            let run = try await world.start(names, on: ["alpha"])
            try await world.database.write { connection in
                try connection.run("UPDATE install_tasks SET target = '{' WHERE skill = 'skill-7'")
            }
            try await world.pass(.seconds(60), under: world.engine.watchdog())
            #expect(try await world.admin.run(run.id).status == .failed)
        }
    }
}
