import Contract
import Domain
import Engine
import Store
import Testing

// JOB-11
@Suite(.timeLimit(.minutes(5))) struct CancelTests {
    private func withOne(_ body: (World) async throws -> Void) async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            try await world.addSkill("demo")
            try await body(world)
        }
    }

    @Test func aQueuedTargetIsCanceledAtOnceAndNeverSent() async throws {
        try await withOne { world in
            let run = try await world.start(["demo"], on: ["alpha"])
            let canceled = try await world.admin.cancelRun(run.id)
            #expect(canceled.status == .failed)
            #expect(canceled.tasks?.first?.status == .canceled)
            await world.worker().cycle()
            #expect(world.providers.calls.isEmpty)
            #expect(try await problem { try await world.admin.cancelRun(run.id) }?.code == .nothingToCancel)
            #expect(try await problem { try await world.admin.cancelRun("missing") }?.code == .notFound)
        }
    }

    @Test func aTargetThatWaitsForItsNextTryIsCanceledAtOnce() async throws {
        try await withOne { world in
            world.providers.fail("alpha", ProviderFailure(.providerUnavailable, "Down."))
            let run = try await world.start(["demo"], on: ["alpha"])
            let worker = world.worker()
            await worker.cycle()
            try await world.settle(worker, afterCalls: 1)
            #expect(try await world.task(run, on: "alpha")?.status == .retryWait)
            #expect(try await world.admin.cancelRun(run.id).tasks?.first?.status == .canceled)
            #expect(world.providers.calls.count == 1)
        }
    }

    @Test func aRunningTargetThatSentSomethingFinishesAndSaysSo() async throws {
        try await withOne { world in
            let gate = Gate()
            world.providers.on("alpha") { order, journal throws(ProviderFailure) in
                try await journal.record(ScriptedProviders.step(of: order))
                await gate.pass()
                // A later step of the same order is taken, too: half of it would help nobody.
                try await journal.record(StepRecord(name: "flip_default", at: ManualClock.start))
                return ScriptedProviders.result(of: order)
            }
            let run = try await world.start(["demo"], on: ["alpha"])
            let worker = world.worker()
            await worker.cycle()
            await gate.arrivals(1)
            let canceled = try await world.admin.cancelRun(run.id)
            let running = try #require(canceled.tasks?.first)
            #expect(running.status == .running && running.cancelRequested == true)
            let tries = try #require(running.attempts)
            #expect(tries.map(\.number) == [1] && tries[0].finishedAt == nil && tries[0].outcome == nil)
            gate.open()
            let ended = try await world.finish(run, with: worker)
            #expect(ended.status == .success)
            #expect(ended.tasks?.first?.cancelRequested == nil)
            #expect(ended.tasks?.first?.attempts?.map(\.outcome) == ["success"])
            #expect(try await world.installed("demo", on: "alpha") != nil)
        }
    }

    @Test func aRunningTargetThatSentNothingYetSendsNothing() async throws {
        try await withOne { world in
            let gate = Gate()
            world.providers.on("alpha") { order, journal throws(ProviderFailure) in
                await gate.pass()
                return try await ScriptedProviders.obey(order, journal)
            }
            let run = try await world.start(["demo"], on: ["alpha"])
            let worker = world.worker()
            await worker.cycle()
            await gate.arrivals(1)
            _ = try await world.admin.cancelRun(run.id)
            gate.open()
            let ended = try await world.finish(run, with: worker)
            #expect(ended.tasks?.first?.status == .canceled)
            #expect(ended.tasks?.first?.step == nil)
            #expect(try await world.installed("demo", on: "alpha") == nil)
        }
    }

    @Test func aRunningTargetThatFailsAfterwardsIsCanceledAndNotTriedAgain() async throws {
        try await withOne { world in
            let gate = Gate()
            world.providers.on("alpha") { _, _ throws(ProviderFailure) in
                await gate.pass()
                throw ProviderFailure(.providerUnavailable, "Down.")
            }
            let run = try await world.start(["demo"], on: ["alpha"])
            let worker = world.worker()
            await worker.cycle()
            await gate.arrivals(1)
            _ = try await world.admin.cancelRun(run.id)
            gate.open()
            #expect(try await world.finish(run, with: worker).tasks?.first?.status == .canceled)
            #expect(world.providers.calls.count == 1)
        }
    }

    @Test(arguments: [true, false])
    func anUnknownOutcomeIsLookedAtWithoutWriting(_ hadHappened: Bool) async throws {
        try await withOne { world in
            world.providers.on("alpha") { order, journal throws(ProviderFailure) in
                guard order.step != nil else {
                    try await journal.record(ScriptedProviders.step(of: order))
                    throw ProviderFailure(.outcomeUnknown, "Lost.")
                }
                if hadHappened { return ScriptedProviders.result(of: order) }
                return try await ScriptedProviders.obey(order, journal)
            }
            let run = try await world.start(["demo"], on: ["alpha"])
            let worker = world.worker()
            await worker.cycle()
            try await world.settle(worker, afterCalls: 1)
            #expect(try await world.admin.cancelRun(run.id).tasks?.first?.status == .retryWait)
            let ended = try await world.finish(run, with: worker)
            #expect(ended.tasks?.first?.status == (hadHappened ? .success : .canceled))
            #expect(world.providers.calls.map(\.order.mayWrite) == [true, false])
            #expect(world.providers.calls.last?.order.step?.name == "create")
            #expect(try await world.installed("demo", on: "alpha") != nil || !hadHappened)
        }
    }
}
