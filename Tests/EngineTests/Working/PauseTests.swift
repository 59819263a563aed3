import Contract
import Domain
import Engine
import Store
import Testing

@Suite(.timeLimit(.minutes(5))) struct PauseTests {
    private func names(_ count: Int) -> [RunRequest.Selection] {
        (0..<count).map { .init(name: "skill-\($0)") }
    }

    private func addSkills(_ count: Int, to world: World) async throws {
        for name in names(count) { try await world.addSkill(name.name) }
    }

    @Test func nothingBeginsAtAPausedProviderAndTheOthersGoOn() async throws {
        try await withWorld { world in
            try await addSkills(2, to: world)
            for id in ["alpha", "beta"] as [ProviderID] { try await world.addProvider(id) }
            let paused = try await world.admin.pauseProvider("alpha", reason: "moving house")
            #expect(paused.pause == PauseView(reason: "moving house", by: "ann", since: world.clock.now))
            let plan = try await world.admin.planRun(
                RunRequest(skills: names(2), providers: ["alpha", "beta"])
            )
            #expect(plan.gates?.map(\.cause) == [.providerPaused])
            let run = try await world.start(names(2), on: ["alpha", "beta"])
            #expect(run.gates?.map(\.reason) == ["moving house"])
            // Another process knows, too.
            let workers = [world.worker(), world.neighbour().worker(id: "w2", settings: .testing)]
            try await world.work(workers[0]) {
                await workers[1].cycle()
                return try await world.admin.run(run.id).counts.success == 2
            }
            #expect(world.providers.record.value.calls(to: "alpha").isEmpty)
            let waiting = try await world.admin.run(run.id)
            #expect(waiting.counts.queued == 2)
            #expect(waiting.gates == run.gates)
            #expect(waiting.tasks?.filter { $0.provider == "alpha" }.map(\.attempt) == [0, 0])
            #expect(try await world.admin.resumeProvider("alpha").pause == nil)
            let ended = try await world.finish(run, with: workers[0])
            #expect(ended.status == .success)
            #expect(ended.gates == nil)
        }
    }

    /// What a worker holds and has not begun goes back; what runs goes on to its end.
    @Test func whatRunsGoesOnAndWhatOnlyWaitsAtAWorkerGoesBack() async throws {
        try await withWorld { world in
            try await addSkills(6, to: world)
            try await world.addProvider("alpha") { $0.concurrency = 2 }
            let gate = Gate()
            world.providers.on("alpha") { order, journal throws(ProviderFailure) in
                await gate.pass()
                return try await ScriptedProviders.obey(order, journal)
            }
            let run = try await world.start(names(6), on: ["alpha"])
            let worker = world.worker()
            await worker.cycle()
            await gate.arrivals(2)
            #expect(try await world.running() == 4)
            world.clock.advance(by: .seconds(9))
            _ = try await world.admin.pauseWork(reason: "a look at the scan")
            await worker.cycle()
            await worker.cycle()
            #expect(try await world.running() == 2)
            // Those that had not begun are as they were.
            let untouched: Query = "status = 'queued' AND begun_at IS NULL AND due_at = \(run.createdAt)"
            let back = try await world.count("SELECT count(*) AS n FROM install_tasks WHERE \(untouched)")
            #expect(back == 4)
            gate.open()
            try await world.settle(worker, afterCalls: 2)
            for _ in 0..<3 { await worker.cycle() }
            let paused = try await world.admin.run(run.id)
            #expect(paused.counts.success == 2)
            #expect(paused.counts.queued == 4)
            #expect(paused.gates?.map(\.cause) == [.workPaused])
            #expect(world.providers.calls.count == 2)
            #expect(try await world.admin.resumeWork() == WorkView(pause: nil))
            #expect(try await world.finish(run, with: worker).status == .success)
        }
    }

    @Test func thePauseOfEverythingIsOneOfItsOwn() async throws {
        try await withWorld { world in
            try await addSkills(1, to: world)
            try await world.addProvider("alpha")
            _ = try await world.admin.pauseProvider("alpha", reason: "one")
            _ = try await world.admin.pauseWork(reason: "all")
            try await world.addProvider("late")
            let run = try await world.start(names(1), on: ["alpha", "late"])
            #expect(run.gates?.map(\.reason) == ["all", "one", "all"])
            let worker = world.worker()
            #expect(!(await worker.cycle()))
            _ = try await world.admin.resumeWork()
            try await world.work(worker) { try await world.admin.run(run.id).counts.success == 1 }
            #expect(try await world.admin.provider("alpha").pause?.reason == "one")
            #expect(world.providers.record.value.calls(to: "alpha").isEmpty)
        }
    }

    /// JOB-11: also while nothing begins, what somebody wants ended is looked at and ends.
    @Test func whatMayHaveBeenSentCanBeCanceledWhileItsProviderIsPaused() async throws {
        try await withWorld { world in
            try await addSkills(2, to: world)
            try await world.addProvider("alpha")
            world.providers.on("alpha") { order, journal throws(ProviderFailure) in
                guard order.mayWrite else { throw ProviderFailure(.canceled, "Nothing had happened.") }
                try await journal.record(ScriptedProviders.step(of: order))
                throw ProviderFailure(.outcomeUnknown, "The connection broke.")
            }
            let run = try await world.start(["skill-0"], on: ["alpha"])
            let worker = world.worker()
            await worker.cycle()
            try await world.settle(worker, afterCalls: 1)
            _ = try await world.admin.pauseProvider("alpha", reason: "why")
            let other = try await world.start(["skill-1"], on: ["alpha"])
            _ = try await world.admin.cancelRun(run.id)
            try await world.work(worker) { try await world.admin.run(run.id).status.isFinal }
            #expect(try await world.task(run, on: "alpha")?.status == .canceled)
            #expect(world.providers.calls.map(\.order.mayWrite) == [true, false])
            #expect(try await world.admin.run(other.id).status == .queued)
        }
    }

    @Test func whoPausedItWhenAndWhyIsKeptAndTold() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            let since = world.clock.now
            let position = try await world.events().last?.position ?? 0
            _ = try await world.admin.pauseProvider("alpha", reason: "one")
            world.clock.advance(by: .seconds(60))
            let bob = world.session("bob", .operator)
            let again = try await bob.pauseProvider("alpha", reason: "two")
            #expect(again.pause == PauseView(reason: "two", by: "bob", since: since))
            _ = try await bob.resumeProvider("alpha")
            _ = try await bob.resumeProvider("alpha")
            let events = try await world.events(after: position)
            #expect(events.map(\.status) == ["paused", "paused", "resumed"])
            #expect(Set(events.map(\.provider)) == ["alpha"])
            let audited = try await world.admin.audit(AuditQuery(action: "provider.pause")).items
            #expect(Set(audited.compactMap { $0.detail["reason"] }) == ["one", "two"])
            world.clock.advance(by: .seconds(60))
            let fresh = try await bob.pauseProvider("alpha", reason: "three")
            #expect(fresh.pause?.since == world.clock.now)
        }
    }

    @Test(arguments: ["", "  ", String(repeating: "x", count: 501)])
    func aPauseSaysWhy(_ reason: String) async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            let refused = try await problem { try await world.admin.pauseProvider("alpha", reason: reason) }
            #expect(refused?.code == .validationFailed)
            #expect(refused?.errors.map(\.pointer) == ["/reason"])
            #expect(try await world.admin.provider("alpha").pause == nil)
            #expect(
                try await problem { try await world.admin.pauseWork(reason: reason) }?.code
                    == .validationFailed
            )
        }
    }
}
