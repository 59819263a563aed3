import Contract
import Domain
import Simulators
import Testing

@testable import Providers

/// What happens when the answer to a request that changes something gets lost (JOB-10).
@Suite struct LostAnswerTests {
    private static let effects: [FaultEffect] = [
        .commitThenDrop, .malformed, .truncated, .status(503, commit: true), .status(504, commit: true),
        .drop,
    ]

    @Test(arguments: ProviderKind.remote, effects)
    func aLostCreateEndsWithExactlyOneSkill(on kind: ProviderKind, by effect: FaultEffect) async throws {
        try await Bench.with { bench in
            let work = try bench.work(kind, .install(try sampleBundle(), over: nil))
            bench.lose("POST", by: effect)
            let failure = try await work.failure()
            #expect(failure.isRetryable)
            #expect(failure.code == (effect.status == 503 ? .providerUnavailable : .outcomeUnknown))
            let remote = try await work.installed()
            #expect(try bench.held(kind).map(\.id.lastPart) == [remote.id])
            #expect(try bench.held(kind).map(\.versions) == [1])
        }
    }

    @Test(arguments: ProviderKind.vendors, effects)
    func aLostNewVersionEndsWithExactlyOneMore(on kind: ProviderKind, by effect: FaultEffect) async throws {
        try await Bench.with { bench in
            let adapter = try bench.adapter(kind)
            let old = try await bench.work(kind, .install(try sampleBundle(), over: nil)).installed()
            let bundle = try sampleBundle(version: 2)
            let work = try bench.work(kind, .install(bundle, over: old), task: "task-2")
            bench.lose(kind == .gemini ? "PATCH" : "POST", by: effect)
            #expect(try await work.failure().isRetryable)
            let new = try await work.installed()
            #expect(try bench.held(kind).map(\.versions) == [2])
            #expect(try await adapter.readBack(new, skill: bundle.name) == bundle.files)
        }
    }

    /// RB-01: a first install that failed, then another run's newer one, then a retry of the first.
    @Test(arguments: ProviderKind.vendors, [false, true])
    func aRetryAfterAnotherRunsInstallAddsAVersionToIt(on kind: ProviderKind, createdUnseen: Bool)
        async throws
    {
        try await Bench.with { bench in
            let bundle = try sampleBundle()
            var first = try bench.work(kind, .install(bundle, over: nil))
            bench.lose("POST", by: createdUnseen && kind != .gemini ? .commitThenDrop : .status(501))
            _ = try await first.failure()
            let newer = try bench.work(
                kind,
                .install(try sampleBundle(version: 2), over: nil),
                task: "task-2"
            )
            let inUse = try await newer.installed()
            first.action = .install(bundle, over: inUse)
            let again = try await first.installed()
            #expect(again.id == inUse.id)
            #expect(try bench.held(kind).map(\.versions) == [2])
            #expect(try await bench.adapter(kind).readBack(again, skill: bundle.name) == bundle.files)
        }
    }

    @Test(arguments: ProviderKind.remote)
    func aLostRemovalIsFoundDone(on kind: ProviderKind) async throws {
        try await Bench.with { bench in
            let bundle = try sampleBundle()
            let remote = try await bench.work(kind, .install(bundle, over: nil)).installed()
            let removal = try bench.work(kind, .remove(skill: bundle.name, remote), task: "task-2")
            bench.lose("DELETE", by: .commitThenDrop)
            #expect(try await removal.failure().code == .outcomeUnknown)
            #expect(try await removal.finish() == nil)
            #expect(try bench.held(kind).isEmpty)
        }
    }

    /// A canceled task whose outcome is unknown is looked at, and says what had happened.
    @Test(arguments: ProviderKind.vendors)
    func aCanceledLostCreateIsFoundDone(on kind: ProviderKind) async throws {
        try await Bench.with { bench in
            let work = try bench.work(kind, .install(try sampleBundle(), over: nil))
            bench.lose("POST", by: .commitThenDrop)
            #expect(try await work.failure().code == .outcomeUnknown)
            let remote = try #require(try await work.finish(mayWrite: false))
            #expect(try bench.held(kind).map(\.id.lastPart) == [remote.id])
        }
    }

    /// Two lost creates both took effect: the oldest is kept, the other deleted.
    @Test(arguments: [ProviderKind.openai, .claude])
    func furtherDuplicatesAreDeleted(on kind: ProviderKind) async throws {
        try await Bench.with { bench in
            let work = try bench.work(kind, .install(try sampleBundle(), over: nil))
            // The first look comes too early to see what is still on its way.
            bench.lose("POST", by: .commitThenDrop)
            #expect(try await work.failure().code == .outcomeUnknown)
            let first = try #require(try bench.held(kind).first)
            let again = Work(work.adapter, work.action, clock: bench.clock)
            let step = try #require(work.journal.last)
            let order = ProviderOrder(task: again.task, action: again.action)
            _ = try await again.adapter.perform(order, journal: again.journal)
            #expect(try bench.held(kind).count == 2)
            let resumed = ProviderOrder(task: work.task, action: work.action, step: step)
            let outcome = try await work.adapter.perform(resumed, journal: work.journal)
            guard case .done(let remote?) = outcome else { throw ProviderFailure(.internal, "Not found.") }
            #expect(remote.id == first.id)
            #expect(try bench.held(kind).map(\.id) == [first.id])
        }
    }

    @Test func aSkillOfTheSameNameButOtherContentIsNotAdopted() async throws {
        try await Bench.with { bench in
            let work = try bench.work(.openai, .install(try sampleBundle(), over: nil))
            bench.lose("POST", by: .drop)
            #expect(try await work.failure().code == .outcomeUnknown)
            let other = try await bench.work(.openai, .install(try sampleBundle(version: 9), over: nil))
                .installed()
            let remote = try await work.installed()
            #expect(remote.id != other.id)
            #expect(try bench.held(.openai).count == 2)
        }
    }

    @Test(arguments: [ProviderKind.openai, .claude])
    func aLostRestorationGoesOnWhereItWas(on kind: ProviderKind) async throws {
        for position in 0..<(kind == .openai ? 2 : 1) {
            try await Bench.with { bench in
                let bundle = try sampleBundle()
                let old = try await bench.work(kind, .install(bundle, over: nil)).installed()
                let update = try bench.work(
                    kind,
                    .install(try sampleBundle(version: 2), over: old),
                    task: "task-2"
                )
                let new = try await update.installed()
                let rollback = try bench.work(
                    kind,
                    .restore(bundle, current: new, previous: old),
                    task: "task-3"
                )
                bench.lose(kind == .openai && position == 0 ? "POST" : "DELETE", by: .commitThenDrop)
                #expect(try await rollback.failure().code == .outcomeUnknown)
                #expect(try await rollback.installed() == old)
                #expect(try bench.held(kind).map(\.versions) == [1])
            }
        }
    }
}

extension Bench {
    /// The next request with this method loses its answer.
    func lose(_ method: String, by effect: FaultEffect) {
        simulator.load(FaultScript(rules: [FaultRule(method: method, times: 1, effect: effect)]))
    }
}

extension String {
    /// Google's simulator shows full names where references hold ids.
    var lastPart: String { split(separator: "/").last.map(String.init) ?? self }
}
