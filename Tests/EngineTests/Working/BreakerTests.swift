import Contract
import CoreMetrics
import Domain
import Engine
import MetricsTestKit
import Store
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) struct BreakerTests {
    private static let opensAfter = ProviderBreaker.threshold

    private func names(_ count: Int) -> [RunRequest.Selection] {
        (0..<count).map { .init(name: "skill-\($0)") }
    }

    private func addSkills(_ count: Int, to world: World) async throws {
        for name in names(count) { try await world.addSkill(name.name) }
    }

    /// A provider that does not answer until told; and its run, with the breaker open.
    private func open(_ count: Int, in world: World, others: [ProviderID] = []) async throws -> (
        RunView, Watched<Bool>
    ) {
        try await addSkills(count, to: world)
        try await world.addProvider("dead") { $0.concurrency = 2 }
        for other in others { try await world.addProvider(other) }
        let isBack = Watched(false)
        world.providers.on("dead") { order, journal throws(ProviderFailure) in
            guard isBack.value else { throw ProviderFailure(.timeout, "No answer.") }
            return try await ScriptedProviders.obey(order, journal)
        }
        return (try await world.start(names(count), on: ["dead"] + others), isBack)
    }

    private func breaker(_ world: World) async throws -> BreakerView? {
        try await world.admin.provider("dead").breaker
    }

    private func calls(_ world: World) -> Int { world.providers.record.value.calls(to: "dead").count }

    /// Works until the breaker is open and what began before has ended.
    private func workUntilOpen(_ worker: Worker, _ world: World) async throws {
        try await world.work(worker) {
            guard try await world.running() == 0 else { return false }
            return try await breaker(world)?.state == .open
        }
    }

    /// Works until so many calls were made, and what they said is saved.
    private func work(_ worker: Worker, _ world: World, untilCalls count: Int) async throws {
        try await world.work(worker) {
            guard try await world.running() == 0 else { return false }
            return calls(world) == count
        }
    }

    /// JOB-12: a vendor that is down costs its first failures and then one try at a time, and delays nobody else.
    @Test func aDeadProviderCostsAProbeAndNotAThousandTimeouts() async throws {
        try await withWorld { world in
            let (run, isBack) = try await open(60, in: world, others: ["fine"])
            let worker = world.worker()
            try await workUntilOpen(worker, world)
            let spent = calls(world)
            // When the last of them is noted, one more call may be open and two at hand: they end on their own.
            #expect((Self.opensAfter...Self.opensAfter + 3).contains(spent))
            try await world.work(worker) { try await world.admin.run(run.id).counts.success == 60 }
            #expect(calls(world) == spent)
            let waiting = try await world.admin.run(run.id)
            #expect(waiting.counts.queued + waiting.counts.retryWait == 60)
            let gate = try #require(waiting.gates?.first)
            #expect(gate.cause == .breakerOpen)
            #expect(gate.error?.code == .timeout)
            // Hours go by: one call for each probe, at most every five minutes.
            var probes = 0
            while probes < 20 {
                let probeAt = try #require(try await breaker(world)?.probeAt)
                world.clock.advance(by: probeAt - world.clock.now)
                try await work(worker, world, untilCalls: spent + probes + 1)
                probes += 1
                for _ in 0..<3 { await worker.cycle() }
                #expect(calls(world) == spent + probes)
            }
            #expect(try await breaker(world)?.state == .open)
            isBack.change { $0 = true }
            let ended = try await world.finish(run, with: worker)
            #expect(ended.status == .success)
            #expect(try await breaker(world) == nil)
        }
    }

    @Test func thoseThatWaitAndTheOneThatTriesKeepTheirTries() async throws {
        try await withWorld { world in
            let (run, _) = try await open(30, in: world)
            let worker = world.worker()
            try await workUntilOpen(worker, world)
            let spent = calls(world)
            let before = try await attempts(of: run, world)
            #expect(before.reduce(0, +) == spent)
            for probe in 1...8 {
                let probeAt = try #require(try await breaker(world)?.probeAt)
                world.clock.advance(by: probeAt - world.clock.now)
                try await work(worker, world, untilCalls: spent + probe)
            }
            #expect(try await attempts(of: run, world) == before)
            #expect(try await world.admin.run(run.id).counts.failed == 0)
        }
    }

    private func attempts(of run: RunView, _ world: World) async throws -> [Int] {
        try await world.admin.run(run.id).tasks?.map(\.attempt).sorted() ?? []
    }

    /// However many nodes there are, one tries.
    @Test func oneProbeRunsInTheWholeCluster() async throws {
        try await withWorld { world in
            let (run, isBack) = try await open(30, in: world)
            let workers = [world.worker("w1"), world.neighbour().worker(id: "w2", settings: .testing)]
            try await workUntilOpen(workers[0], world)
            let spent = calls(world)
            let gate = Gate()
            world.providers.on("dead") { order, journal throws(ProviderFailure) in
                await gate.pass()
                guard isBack.value else { throw ProviderFailure(.timeout, "No answer.") }
                return try await ScriptedProviders.obey(order, journal)
            }
            world.clock.advance(by: .seconds(5))
            for _ in 0..<5 { for worker in workers { await worker.cycle() } }
            await gate.arrivals(1)
            for _ in 0..<5 { for worker in workers { await worker.cycle() } }
            #expect(calls(world) == spent + 1)
            #expect(try await breaker(world)?.state == .halfOpen)
            isBack.change { $0 = true }
            gate.open()
            try await world.work(workers[0]) {
                await workers[1].cycle()
                return try await world.admin.run(run.id).counts.success > 0
            }
            #expect(try await breaker(world) == nil)
            try await world.work(workers[1]) {
                await workers[0].cycle()
                if try await world.admin.run(run.id).status.isFinal { return true }
                if try await world.running() == 0 { world.clock.advance(by: .seconds(300)) }
                return false
            }
        }
    }

    /// A worker that dies over the probe does not leave its provider without one.
    @Test func aProbeThatIsLostMakesRoomForAnother() async throws {
        try await withWorld { world in
            let (run, _) = try await open(20, in: world)
            let worker = world.worker("w1")
            try await workUntilOpen(worker, world)
            await worker.stop()
            let gate = Gate()
            let hung = Watched(0)
            world.providers.on("dead") { order, journal throws(ProviderFailure) in
                if hung.change({
                    $0 += 1
                    return $0
                }) == 1 {
                    await gate.pass()
                }
                return try await ScriptedProviders.obey(order, journal)
            }
            world.clock.advance(by: .seconds(5))
            let lost = world.neighbour().worker(id: "w2", settings: .testing)
            await lost.cycle()
            await gate.arrivals(1)
            world.clock.advance(by: .seconds(16))
            #expect(try await world.engine.watchdog().patrol() == 1)
            let heir = world.worker("w3")
            #expect(try await world.finish(run, with: heir).status == .success)
            gate.open()
            await lost.stop()
        }
    }

    @Test func openingAndClosingIsToldAndAuditedOnce() async throws {
        try await withWorld { world in
            let (run, isBack) = try await open(20, in: world)
            let worker = world.worker()
            try await workUntilOpen(worker, world)
            isBack.change { $0 = true }
            world.clock.advance(by: .seconds(5))
            try await world.finish(run, with: worker)
            let told = try await world.events().filter { $0.kind == .providerChanged && $0.status != nil }
            #expect(told.map(\.status) == ["breaker_open", "breaker_half_open", "breaker_closed"])
            let audited = try await world.admin.audit(AuditQuery(action: "provider.breaker")).items
            #expect(audited.map(\.outcome).sorted() == ["closed", "open"])
            #expect(audited.allSatisfy { $0.detail["code"] == "timeout" })
        }
    }

    /// Also where results have to be saved one by one, since one of them never can be.
    @Test func whatOpensIsCountedHoweverItIsSaved() async throws {
        try await withWorld { world in
            try await addSkills(Self.opensAfter + 1, to: world)
            try await world.addProvider("dead") { $0.concurrency = 16 }
            let gate = Gate()
            world.providers.on("dead") { _, _ throws(ProviderFailure) in
                await gate.pass()
                throw ProviderFailure(.timeout, "No answer.")
            }
            let broken = try await world.start([.init(name: "skill-\(Self.opensAfter)")], on: ["dead"])
            _ = try await world.start(names(Self.opensAfter), on: ["dead"])
            let worker = world.worker()
            await worker.cycle()
            await gate.arrivals(Self.opensAfter + 1)
            try await world.database.write { connection in
                try connection.run("UPDATE install_runs SET source = 'nowhere' WHERE id = \(broken.id)")
            }
            gate.open()
            let metrics = TestMetrics()
            try await withMetricsFactory(metrics) {
                try await world.work(worker) { try await world.running() == 1 }
            }
            #expect(try await breaker(world)?.state == .open)
            let turned = try metrics.expectCounter("skillyard_breaker_changes_total", [("state", "open")])
            #expect(turned.totalValue == 1)
            let tries = try metrics.expectCounter("skillyard_tries_total", [("outcome", "timeout")])
            #expect(tries.totalValue == Int64(Self.opensAfter))
        }
    }

    /// What the caller got wrong, or the vendor refused, says nothing about whether it is there.
    @Test(arguments: [FailureCode.authFailed, .rateLimited, .invalidSkill])
    func whatTheProviderAnswersOpensNothing(_ code: FailureCode) async throws {
        try await withWorld { world in
            try await addSkills(20, to: world)
            try await world.addProvider("dead")
            world.providers.on("dead") { _, _ throws(ProviderFailure) in
                // With a time, a limit of the rate holds back those that have not begun.
                throw ProviderFailure(
                    code,
                    "No.",
                    providerStatus: 400,
                    retryAfter: code == .rateLimited ? nil : .seconds(3600)
                )
            }
            _ = try await world.start(names(20), on: ["dead"])
            let worker = world.worker()
            try await work(worker, world, untilCalls: 20)
            #expect(try await breaker(world) == nil)
        }
    }

    /// Where our own database fails before anything is sent.
    enum OwnFailure: CaseIterable, Sendable {
        case settings, bundle, scan, journal
    }

    @Test(arguments: OwnFailure.allCases)
    func ourOwnFailuresOpenNothing(_ failure: OwnFailure) async throws {
        try await withWorld { before in
            try await addSkills(Self.opensAfter + 3, to: before)
            try await before.addProvider("dead") { $0.concurrency = 16 }
            // As after a restart: nothing is at hand yet.
            let world = World(before.database)
            world.clock.advance(by: .seconds(60))
            let worker = world.worker()
            if failure != .settings {
                let first = try await before.start(["skill-0"], on: ["dead"])
                try await world.finish(first, with: worker)
            }
            let run = try await before.start(Array(names(Self.opensAfter + 3).dropFirst()), on: ["dead"])
            switch failure {
            case .settings, .bundle: world.faults.failReads(true)
            case .scan:
                try await world.database.write { try $0.run("UPDATE scans SET report = '{'") }
            case .journal:
                world.providers.on("dead") { order, journal throws(ProviderFailure) in
                    world.faults.failWrites(true)
                    return try await ScriptedProviders.obey(order, journal)
                }
            }
            await worker.cycle()
            if failure == .journal {
                await world.providers.record.until { $0.ended >= Self.opensAfter + 3 }
                world.faults.failWrites(false)
            }
            try await world.work(worker) { try await world.running() == 0 }
            world.faults.failReads(false)
            let tasks = try #require(try await world.admin.run(run.id).tasks)
            #expect(tasks.count == Self.opensAfter + 2)
            #expect(tasks.allSatisfy { $0.error?.code == .providerUnavailable && $0.attempt == 1 })
            #expect(try await breaker(world) == nil)
        }
    }

    /// Somebody who wants a target ended is not kept waiting for a vendor that is down, where nothing was sent.
    @Test func whatWaitsForADeadProviderCanBeCanceled() async throws {
        try await withWorld { world in
            let (run, _) = try await open(20, in: world)
            try await workUntilOpen(world.worker(), world)
            let canceled = try await world.admin.cancelRun(run.id)
            #expect(canceled.status.isFinal)
        }
    }
}
