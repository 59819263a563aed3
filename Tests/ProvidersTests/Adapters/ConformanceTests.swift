import Contract
import Domain
import Simulators
import Testing

@testable import Providers

/// What every adapter promises, asked of every adapter (AD-01).
@Suite struct ConformanceTests {
    @Test(arguments: ProviderKind.allCases)
    func aFirstInstallIsThereOnceAndReadsBackEqual(on kind: ProviderKind) async throws {
        try await Bench.with { bench in
            let bundle = try sampleBundle()
            let adapter = try bench.adapter(kind)
            #expect(adapter.kind == kind)
            let remote = try await bench.work(kind, .install(bundle, over: nil)).installed()
            #expect(try bench.held(kind).map(\.id).count == 1)
            try await expect(bundle, at: remote, of: adapter)
        }
    }

    /// What stands there is the bundle; a provider that cannot be read back says so.
    private func expect(_ bundle: SkillBundle, at remote: RemoteReference, of adapter: any ProviderAdapter)
        async throws
    {
        if adapter.kind.capabilities.readsBack {
            #expect(try await adapter.readBack(remote, skill: bundle.name) == bundle.files)
        } else {
            await #expect(throws: ProviderFailure.self) {
                try await adapter.readBack(remote, skill: bundle.name)
            }
        }
    }

    @Test(arguments: ProviderKind.allCases.filter(\.capabilities.readsBack))
    func execBitsSurvive(on kind: ProviderKind) async throws {
        try await Bench.with { bench in
            let bundle = try sampleBundle(executable: true)
            let adapter = try bench.adapter(kind)
            let remote = try await bench.work(kind, .install(bundle, over: nil)).installed()
            #expect(try await adapter.readBack(remote, skill: bundle.name) == bundle.files)
        }
    }

    @Test(arguments: ProviderKind.allCases)
    func performingTheSameOrderAgainChangesNothing(on kind: ProviderKind) async throws {
        try await Bench.with { bench in
            let work = try bench.work(kind, .install(try sampleBundle(), over: nil))
            let first = try await work.installed()
            let second = try await work.installed()
            #expect(first.id == second.id)
            #expect(first.version == second.version)
            #expect(try bench.held(kind).map(\.versions) == [1])
        }
    }

    @Test(arguments: ProviderKind.allCases)
    func aNewVersionTakesThePlaceOfTheOneBefore(on kind: ProviderKind) async throws {
        try await Bench.with { bench in
            let adapter = try bench.adapter(kind)
            let old = try await bench.work(kind, .install(try sampleBundle(), over: nil)).installed()
            let bundle = try sampleBundle(version: 2)
            let update = try bench.work(kind, .install(bundle, over: old), task: "task-2")
            let new = try await update.installed()
            #expect(new.version != old.version)
            // Going through it again, as after a crash just before the result was saved.
            #expect(try await update.installed() == new)
            if kind.capabilities.readsBack {
                #expect(new.id == old.id)
                #expect(try bench.held(kind).map(\.versions) == [kind.capabilities.keepsVersions ? 2 : 1])
            }
            try await expect(bundle, at: new, of: adapter)
        }
    }

    /// RB-02: by each provider's own method.
    @Test(arguments: ProviderKind.allCases)
    func restoringBringsTheVersionBeforeBack(on kind: ProviderKind) async throws {
        try await Bench.with { bench in
            let adapter = try bench.adapter(kind)
            let bundle = try sampleBundle()
            let old = try await bench.work(kind, .install(bundle, over: nil)).installed()
            let update = try bench.work(
                kind,
                .install(try sampleBundle(version: 2), over: old),
                task: "task-2"
            )
            let new = try await update.installed()
            let rollback = try bench.work(kind, .restore(bundle, current: new, previous: old), task: "task-3")
            let restored = try await rollback.installed()
            #expect(try await rollback.installed() == restored)
            switch kind.capabilities.rollback {
            case .moveDefault, .deleteVersion:
                #expect(restored == old)
                #expect(try bench.held(kind).map(\.versions) == [1])
            case .swapFolder:
                #expect(restored == old)
            case .sendAgain:
                #expect(restored != new)
            }
            try await expect(bundle, at: restored, of: adapter)
        }
    }

    /// RB-03: without a predecessor, going back is removing.
    @Test(arguments: ProviderKind.allCases)
    func removingTwiceIsDoneBothTimes(on kind: ProviderKind) async throws {
        try await Bench.with { bench in
            let adapter = try bench.adapter(kind)
            let bundle = try sampleBundle()
            let remote = try await bench.work(kind, .install(bundle, over: nil)).installed()
            let removal = try bench.work(kind, .remove(skill: bundle.name, remote), task: "task-2")
            #expect(try await removal.finish() == nil)
            #expect(try bench.held(kind).isEmpty)
            #expect(try await removal.finish() == nil)
            let other = try bench.work(kind, .remove(skill: bundle.name, remote), task: "task-3")
            #expect(try await other.finish() == nil)
            await #expect(throws: ProviderFailure.self) {
                _ = try await adapter.readBack(remote, skill: bundle.name)
            }
        }
    }

    @Test(arguments: ProviderKind.allCases)
    func aCanceledOrderSendsNothing(on kind: ProviderKind) async throws {
        try await Bench.with { bench in
            let work = try bench.work(kind, .install(try sampleBundle(), over: nil))
            // An in-house registry cannot be asked, so what an earlier try did stays unknown.
            let code: FailureCode = kind == .http ? .outcomeUnknown : .canceled
            #expect(try await work.failure(mayWrite: false).code == code)
            #expect(try bench.held(kind).isEmpty)
        }
    }

    @Test(arguments: ProviderKind.allCases.filter { $0 != .http })
    func aCanceledOrderThatHadTakenEffectSaysSo(on kind: ProviderKind) async throws {
        try await Bench.with { bench in
            let work = try bench.work(kind, .install(try sampleBundle(), over: nil))
            let remote = try await work.installed()
            #expect(try await work.attempt(mayWrite: false) == .done(remote))
        }
    }

    @Test(arguments: ProviderKind.allCases)
    func checkingPassesWhereAllIsWell(on kind: ProviderKind) async throws {
        try await Bench.with { bench in
            try await bench.adapter(kind).check()
        }
    }

    @Test(arguments: ProviderKind.allCases.filter { $0 != .http })
    func aLostLeaseStopsBeforeAnythingIsSent(on kind: ProviderKind) async throws {
        try await Bench.with { bench in
            let bundle = try sampleBundle()
            let name = kind == .folder ? "write_folder" : "create"
            let order = ProviderOrder(task: TaskID(rawValue: "task-1"), action: .install(bundle, over: nil))
            let adapter = try bench.adapter(kind)
            let failure = await #expect(throws: ProviderFailure.self) {
                try await adapter.perform(order, journal: MemoryJournal(refusing: name))
            }
            #expect(failure?.code == .leaseLost)
            #expect(try bench.held(kind).isEmpty)
        }
    }
}
