import Contract
import Domain
import NIOHTTP1
import Simulators
import Testing

@testable import Providers

/// Somebody else changed something at the provider meanwhile.
@Suite struct DriftTests {
    @Test(arguments: ProviderKind.allCases)
    func anUpdateOfWhatIsGoneMakesItAnew(on kind: ProviderKind) async throws {
        var options = SimulatorOptions()
        options.google.reservedSeconds = 0
        try await Bench.with(options: options) { bench in
            let bundle = try sampleBundle()
            let old = try await bench.work(kind, .install(bundle, over: nil)).installed()
            _ = try await bench.work(kind, .remove(skill: bundle.name, old), task: "other").finish()
            let update = try bench.work(kind, .install(try sampleBundle(version: 2), over: old), task: "t2")
            _ = try await update.installed()
            #expect(try bench.held(kind).map(\.versions) == [1])
        }
    }

    @Test(arguments: [ProviderKind.openai, .claude])
    func aVersionThatIsGoneIsRestoredFromTheBundle(on kind: ProviderKind) async throws {
        try await Bench.with { bench in
            let bundle = try sampleBundle()
            let old = try await bench.work(kind, .install(bundle, over: nil)).installed()
            let update = try bench.work(kind, .install(try sampleBundle(version: 2), over: old), task: "t2")
            let new = try await update.installed()
            try await bench.deleteVersion(try #require(old.version), of: old.id, on: kind)
            let rollback = try bench.work(kind, .restore(bundle, current: new, previous: old), task: "t3")
            // Its upload gets lost as well: the next try has to go on with sending again.
            bench.lose("POST", by: .commitThenDrop)
            #expect(try await rollback.failure().code == .outcomeUnknown)
            let restored = try await rollback.installed()
            #expect(restored.id == old.id)
            #expect(restored.version != old.version)
            #expect(try bench.held(kind).map(\.versions) == [2])
            #expect(try await rollback.adapter.readBack(restored, skill: bundle.name) == bundle.files)
        }
    }

    /// A skill at Claude without our mark was made by somebody else: deleting it cannot be undone.
    @Test func aSkillWithoutOurMarkIsLeftAloneAtClaude() async throws {
        try await Bench.with { bench in
            let bundle = try sampleBundle()
            let settings = bench.settings(.claude)
            let adapter = try #require(
                try bench.catalog.adapter(for: bench.provider(settings)) as? ClaudeAdapter
            )
            let service = ClaudeService(sender: adapter.sender, deadline: .after(.seconds(120)))
            let foreign = try await service.create(bundle, displayName: "Somebody's")
            let remote = RemoteReference(id: foreign.id, version: foreign.latestVersionID)
            let removal = try bench.work(.claude, .remove(skill: bundle.name, remote))
            #expect(try await removal.failure().code == .conflict)
            #expect(try bench.held(.claude).count == 1)
        }
    }

    /// Uploaded but not in use when the task was canceled: it has not taken effect.
    @Test func aCanceledUpdateThatIsNotInUseSaysCanceled() async throws {
        try await Bench.with { bench in
            let bundle = try sampleBundle()
            let old = try await bench.work(.openai, .install(bundle, over: nil)).installed()
            let update = try bench.work(
                .openai,
                .install(try sampleBundle(version: 2), over: old),
                task: "t2"
            )
            bench.lose("POST", by: .commitThenDrop)
            #expect(try await update.failure().code == .outcomeUnknown)
            #expect(try await update.failure(mayWrite: false).code == .canceled)
            #expect(try await update.adapter.readBack(old, skill: bundle.name) == bundle.files)
        }
    }

    @Test func aReplacedCredentialIsUsedAtOnce() async throws {
        try await Bench.with { bench in
            let secrets = ChangingSecret()
            let catalog = AdapterCatalog(
                httpClient: bench.client,
                homeDirectory: bench.home,
                stateDirectory: bench.state,
                secrets: secrets,
                now: { bench.clock.now }
            )
            let provider = bench.provider(bench.settings(.openai))
            let first = try #require(try catalog.adapter(for: provider) as? OpenAIAdapter)
            #expect(first.sender.headers.first(name: "authorization") == "Bearer key-1")
            let second = try #require(try catalog.adapter(for: provider) as? OpenAIAdapter)
            #expect(second.sender.headers.first(name: "authorization") == "Bearer key-2")
        }
    }
}

extension Bench {
    fileprivate func deleteVersion(_ version: String, of skill: String, on kind: ProviderKind) async throws {
        switch try adapter(kind) {
        case let adapter as OpenAIAdapter:
            try await OpenAIService(sender: adapter.sender, deadline: .after(.seconds(120)))
                .deleteVersion(version, of: skill)
        case let adapter as ClaudeAdapter:
            try await ClaudeService(sender: adapter.sender, deadline: .after(.seconds(120)))
                .deleteVersion(version, of: skill)
        default:
            Issue.record("This kind has no versions to delete.")
        }
    }
}
