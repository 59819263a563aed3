import Contract
import Domain
import Simulators
import Testing

@testable import Providers

/// What every adapter promises, asked of every adapter (AD-01), also of one that came later (AD-05).
@Suite struct ConformanceTests {
    @Test(arguments: AdapterUnderTest.all)
    func aFirstInstallIsThereOnceAndReadsBackEqual(of tested: AdapterUnderTest) async throws {
        try await Bench.with { bench in
            let bundle = try sampleBundle()
            let adapter = try tested.adapter(bench)
            #expect(adapter.kind == tested.kind)
            let remote = try await tested.work(bench, .install(bundle, over: nil)).installed()
            #expect(try tested.held(bench).map(\.id).count == 1)
            try await tested.expect(bundle, at: remote, of: adapter)
        }
    }

    @Test(arguments: AdapterUnderTest.all.filter(\.capabilities.readsBack))
    func execBitsSurvive(of tested: AdapterUnderTest) async throws {
        try await Bench.with { bench in
            let bundle = try sampleBundle(executable: true)
            let adapter = try tested.adapter(bench)
            let remote = try await tested.work(bench, .install(bundle, over: nil)).installed()
            #expect(try await adapter.readBack(remote, skill: bundle.name) == bundle.files)
        }
    }

    @Test(arguments: AdapterUnderTest.all)
    func performingTheSameOrderAgainChangesNothing(of tested: AdapterUnderTest) async throws {
        try await Bench.with { bench in
            let work = try tested.work(bench, .install(try sampleBundle(), over: nil))
            let first = try await work.installed()
            let second = try await work.installed()
            #expect(first.id == second.id)
            #expect(first.version == second.version)
            #expect(try tested.held(bench).map(\.versions) == [1])
        }
    }

    @Test(arguments: AdapterUnderTest.all)
    func aNewVersionTakesThePlaceOfTheOneBefore(of tested: AdapterUnderTest) async throws {
        try await Bench.with { bench in
            let adapter = try tested.adapter(bench)
            let old = try await tested.work(bench, .install(try sampleBundle(), over: nil)).installed()
            let bundle = try sampleBundle(version: 2)
            let update = try tested.work(bench, .install(bundle, over: old), task: "task-2")
            let new = try await update.installed()
            #expect(new.version != old.version)
            // Going through it again, as after a crash just before the result was saved.
            #expect(try await update.installed() == new)
            if tested.capabilities.readsBack {
                #expect(new.id == old.id)
                #expect(try tested.held(bench).map(\.versions) == [tested.capabilities.keepsVersions ? 2 : 1])
            }
            try await tested.expect(bundle, at: new, of: adapter)
        }
    }

    /// RB-02: by each provider's own method.
    @Test(arguments: AdapterUnderTest.all)
    func restoringBringsTheVersionBeforeBack(of tested: AdapterUnderTest) async throws {
        try await Bench.with { bench in
            let adapter = try tested.adapter(bench)
            let bundle = try sampleBundle()
            let old = try await tested.work(bench, .install(bundle, over: nil)).installed()
            let update = try tested.work(
                bench,
                .install(try sampleBundle(version: 2), over: old),
                task: "task-2"
            )
            let new = try await update.installed()
            let rollback = try tested.work(
                bench,
                .restore(bundle, current: new, previous: old),
                task: "task-3"
            )
            let restored = try await rollback.installed()
            #expect(try await rollback.installed() == restored)
            switch tested.capabilities.rollback {
            case .moveDefault, .deleteVersion:
                #expect(restored == old)
                #expect(try tested.held(bench).map(\.versions) == [1])
            case .swapFolder:
                #expect(restored == old)
            case .sendAgain:
                #expect(restored != new)
            }
            try await tested.expect(bundle, at: restored, of: adapter)
        }
    }

    /// RB-03: without a predecessor, going back is removing.
    @Test(arguments: AdapterUnderTest.all)
    func removingTwiceIsDoneBothTimes(of tested: AdapterUnderTest) async throws {
        try await Bench.with { bench in
            let adapter = try tested.adapter(bench)
            let bundle = try sampleBundle()
            let remote = try await tested.work(bench, .install(bundle, over: nil)).installed()
            let removal = try tested.work(bench, .remove(skill: bundle.name, remote), task: "task-2")
            #expect(try await removal.finish() == nil)
            #expect(try tested.held(bench).isEmpty)
            #expect(try await removal.finish() == nil)
            let other = try tested.work(bench, .remove(skill: bundle.name, remote), task: "task-3")
            #expect(try await other.finish() == nil)
            await #expect(throws: ProviderFailure.self) {
                _ = try await adapter.readBack(remote, skill: bundle.name)
            }
        }
    }

    @Test(arguments: AdapterUnderTest.all)
    func aCanceledOrderSendsNothing(of tested: AdapterUnderTest) async throws {
        try await Bench.with { bench in
            let work = try tested.work(bench, .install(try sampleBundle(), over: nil))
            // What cannot be asked leaves open what an earlier try did.
            let code: FailureCode = tested.capabilities.readsBack ? .canceled : .outcomeUnknown
            #expect(try await work.failure(mayWrite: false).code == code)
            #expect(try tested.held(bench).isEmpty)
        }
    }

    @Test(arguments: AdapterUnderTest.all.filter(\.capabilities.readsBack))
    func aCanceledOrderThatHadTakenEffectSaysSo(of tested: AdapterUnderTest) async throws {
        try await Bench.with { bench in
            let work = try tested.work(bench, .install(try sampleBundle(), over: nil))
            let remote = try await work.installed()
            #expect(try await work.attempt(mayWrite: false) == .done(remote))
        }
    }

    @Test(arguments: AdapterUnderTest.all)
    func checkingPassesWhereAllIsWell(of tested: AdapterUnderTest) async throws {
        try await Bench.with { bench in
            try await tested.adapter(bench).check()
        }
    }

    @Test(arguments: AdapterUnderTest.all.filter(\.capabilities.readsBack))
    func aLostLeaseStopsBeforeAnythingIsSent(of tested: AdapterUnderTest) async throws {
        try await Bench.with { bench in
            let bundle = try sampleBundle()
            let order = ProviderOrder(task: TaskID(rawValue: "task-1"), action: .install(bundle, over: nil))
            let adapter = try tested.adapter(bench)
            let failure = await #expect(throws: ProviderFailure.self) {
                try await adapter.perform(order, journal: MemoryJournal(refuses: true))
            }
            #expect(failure?.code == .leaseLost)
            #expect(try tested.held(bench).isEmpty)
        }
    }
}
