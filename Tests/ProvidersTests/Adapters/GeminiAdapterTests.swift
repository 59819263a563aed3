import Contract
import Domain
import Simulators
import Testing

@testable import Providers

@Suite struct GeminiAdapterTests {
    /// AD-04: another process goes on waiting with nothing but the step.
    @Test func waitingSurvivesARestart() async throws {
        try await Bench.with { bench in
            let bundle = try sampleBundle()
            bench.lose("POST", by: .operationPolls(7))
            let first = try bench.work(.gemini, .install(bundle, over: nil))
            guard case .waiting = try await first.attempt() else {
                throw ProviderFailure(.internal, "It did not wait.")
            }
            let step = try #require(first.journal.last)
            #expect(step.name == "poll_create")
            #expect(step.data["operation"]?.contains("/operations/") == true)
            let restarted = AdapterCatalog(
                httpClient: bench.client,
                homeDirectory: bench.home,
                stateDirectory: bench.state,
                secrets: FixedSecrets(values: ["env:KEY": Bench.key]),
                now: { bench.clock.now }
            )
            let adapter = try restarted.adapter(for: bench.provider(bench.settings(.gemini)))
            let second = Work(adapter, .install(bundle, over: nil), clock: bench.clock)
            try await second.journal.record(step)
            let remote = try await second.installed()
            #expect(remote == RemoteReference(id: "demo-skill", version: "1"))
            #expect(bench.posts == 1)
        }
    }

    @Test func aStuckOperationEndsAsATimeoutAndIsThenLeftAlone() async throws {
        try await Bench.with { bench in
            bench.lose("POST", by: .operationStuck)
            let work = try bench.work(.gemini, .install(try sampleBundle(), over: nil))
            guard case .waiting = try await work.attempt() else {
                throw ProviderFailure(.internal, "It did not wait.")
            }
            bench.clock.advance(by: GeminiPolling.standard.limit)
            let failure = try await work.failure()
            #expect(failure.code == .timeout)
            #expect(failure.isRetryable)
            #expect(work.journal.last?.name == "operation_failed")
        }
    }

    @Test(arguments: [(3, FailureCode.invalidSkill), (14, .providerUnavailable), (7, .permissionDenied)])
    func aFailedOperationIsReportedAndTheNextTryBeginsAnew(_ number: Int, _ code: FailureCode) async throws {
        try await Bench.with { bench in
            bench.lose("POST", by: .operationFails(code: number, message: "No SKILL.md."))
            let work = try bench.work(.gemini, .install(try sampleBundle(), over: nil))
            let failure = try await work.failure()
            #expect(failure.code == code)
            #expect(failure.message.contains("No SKILL.md."))
            let remote = try await work.installed()
            #expect(remote.id == "demo-skill")
            #expect(try bench.held(.gemini).count == 1)
        }
    }

    /// Old content shows until the operation is done: sending at once would add a second revision.
    @Test func aLostUpdateIsGivenTimeToShow() async throws {
        try await Bench.with { bench in
            let old = try await bench.work(.gemini, .install(try sampleBundle(), over: nil)).installed()
            let update = try bench.work(
                .gemini,
                .install(try sampleBundle(version: 2), over: old),
                task: "t2"
            )
            bench.lose("PATCH", by: .drop)
            #expect(try await update.failure().code == .outcomeUnknown)
            #expect(try await update.attempt() == .waiting(GeminiPolling.standard.later))
            bench.clock.advance(by: GeminiPolling.standard.unseen)
            #expect(try await update.attempt() == .done(RemoteReference(id: "demo-skill", version: "2")))
        }
    }

    @Test func anIDHeldBackAfterADeletionIsAClearConflict() async throws {
        try await Bench.with { bench in
            let bundle = try sampleBundle()
            let remote = try await bench.work(.gemini, .install(bundle, over: nil)).installed()
            _ = try await bench.work(.gemini, .remove(skill: bundle.name, remote), task: "t2").finish()
            let again = try bench.work(.gemini, .install(bundle, over: nil), task: "t3")
            let failure = try await again.failure()
            #expect(failure.code == .conflict)
            #expect(failure.message.contains("after a deletion"))
        }
    }

    @Test func equalContentIsAdoptedWithoutWriting() async throws {
        for encoding in [GoogleBehavior.DigestEncoding.hex, .base64, nil] {
            var options = SimulatorOptions()
            options.google.digestEncoding = encoding
            try await Bench.with(options: options) { bench in
                let bundle = try sampleBundle()
                let first = try await bench.work(.gemini, .install(bundle, over: nil)).installed()
                let other = try bench.work(.gemini, .install(bundle, over: nil), task: "t2")
                #expect(try await other.installed() == first)
                #expect(other.journal.all.isEmpty)
            }
        }
    }

    @Test func contentIsReadFromTheRevisionWhereTheSkillHasNone() async throws {
        for (reads, isReadable) in [(GoogleBehavior.ContentReads.revision, true), ([], false)] {
            var options = SimulatorOptions()
            options.google.contentReads = reads
            try await Bench.with(options: options) { bench in
                let bundle = try sampleBundle()
                let remote = try await bench.work(.gemini, .install(bundle, over: nil)).installed()
                let adapter = try bench.adapter(.gemini)
                if isReadable {
                    #expect(try await adapter.readBack(remote, skill: bundle.name) == bundle.files)
                } else {
                    await #expect(throws: ProviderFailure.self) {
                        _ = try await adapter.readBack(remote, skill: bundle.name)
                    }
                }
            }
        }
    }
}

extension Bench {
    var posts: Int {
        simulator.requests.vendors.values.joined().filter { $0.key.hasPrefix("POST ") }.map(\.value).reduce(
            0,
            +
        )
    }
}
