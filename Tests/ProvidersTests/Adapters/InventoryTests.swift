import Contract
import Domain
import Foundation
import Simulators
import Testing

@testable import Providers

/// What adapters say a provider holds, which drift is found by (AD-01).
@Suite struct InventoryTests {
    static let listing = AdapterUnderTest.all.filter { $0.capabilities.driftDetection != .none }

    @Test(arguments: listing)
    func whatWasInstalledIsListedWithTheVersionInUse(of tested: AdapterUnderTest) async throws {
        try await Bench.with { bench in
            let adapter = try tested.adapter(bench)
            #expect(try await adapter.inventory() == [])
            let old = try await tested.work(bench, .install(try sampleBundle(), over: nil)).installed()
            let bundle = try sampleBundle(version: 2)
            let update = try tested.work(bench, .install(bundle, over: old), task: "task-2")
            let new = try await update.installed()
            let listed = try #require(try await adapter.inventory().first)
            #expect(listed.reference.id == new.id)
            #expect(listed.reference.version == nil || listed.reference.version == new.version)
            #expect(listed.digests.isEmpty || listed.digests == [bundle.digest])
            // Google's list says neither; of the others a look learns something before it reads contents.
            let saysMore = listed.reference.version != nil || !listed.digests.isEmpty
            #expect(saysMore == (tested.kind != .gemini))
        }
    }

    @Test(arguments: listing)
    func whatWasRemovedIsNotListed(of tested: AdapterUnderTest) async throws {
        try await Bench.with { bench in
            let bundle = try sampleBundle()
            let remote = try await tested.work(bench, .install(bundle, over: nil)).installed()
            _ = try await tested.work(bench, .remove(skill: bundle.name, remote), task: "t2").finish()
            #expect(try await tested.adapter(bench).inventory() == [])
            let adapter = try tested.adapter(bench)
            await #expect(throws: ProviderFailure.self) {
                try await adapter.readBack(remote, skill: bundle.name)
            }
        }
    }

    @Test(arguments: AdapterUnderTest.all.filter { $0.capabilities.driftDetection == .none })
    func aProviderThatCannotBeAskedSaysSo(of tested: AdapterUnderTest) async throws {
        try await Bench.with { bench in
            let adapter = try tested.adapter(bench)
            await #expect(throws: ProviderFailure.self) { try await adapter.inventory() }
        }
    }

    @Test func everyPageIsRead() async throws {
        try await Bench.with { bench in
            let adapter = try #require(try bench.adapter(.openai) as? OpenAIAdapter)
            let service = OpenAIService(sender: adapter.sender, deadline: .after(.seconds(60)))
            let bundle = try sampleBundle()
            var made: Set<String> = []
            for _ in 0...OpenAIService.pageSize { made.insert(try await service.create(bundle).id) }
            let listed = try await adapter.inventory()
            #expect(Set(listed.map(\.reference.id)) == made)
            #expect(listed.count == made.count)
        }
    }

    @Test func aListWithoutAnEndIsAFailure() async {
        var failure: ProviderFailure?
        do throws(ProviderFailure) {
            _ = try await Inventory.collect(from: .openai) { (_: Int?) async throws(ProviderFailure) in
                ([], 1)
            }
        } catch {
            failure = error
        }
        #expect(failure?.code == .internal)
    }

    @Test func whatSkillsAtClaudeSayOfTheirTaskIsTold() async throws {
        try await Bench.with { bench in
            _ = try await bench.work(.claude, .install(try sampleBundle(), over: nil), task: "t-9")
                .installed()
            #expect(try await bench.adapter(.claude).inventory().map(\.task) == [TaskID(rawValue: "t-9")])
        }
    }

    @Test func aFolderTellsOursFromOthersAndWhatWasChangedByHand() async throws {
        try await Bench.with { bench in
            let bundle = try sampleBundle()
            let remote = try await bench.work(.folder, .install(bundle, over: nil)).installed()
            let foreign = bench.home + "/.claude/skills/foreign"
            try FileManager.default.createDirectory(atPath: foreign, withIntermediateDirectories: true)
            try Data("changed".utf8).write(to: URL(filePath: remote.id + "/SKILL.md"))
            let listed = try await bench.adapter(.folder).inventory()
            #expect(listed.map(\.isOurs) == [false, true] || listed.map(\.isOurs) == [true, false])
            let found = listed.first { $0.isOurs }
            let own = try #require(found)
            #expect(own.reference.id == remote.id)
            #expect(own.digests.count == 1 && own.digests != [bundle.digest])
        }
    }

    /// Drift is repaired over exactly what somebody looked at.
    @Test func aFolderChangedByHandIsReplacedOnlyWhereThatWasLookedAt() async throws {
        try await Bench.with { bench in
            let bundle = try sampleBundle()
            let remote = try await bench.work(.folder, .install(bundle, over: nil)).installed()
            try Data("changed".utf8).write(to: URL(filePath: remote.id + "/SKILL.md"))
            let again = ProviderOrder.Action.install(bundle, over: remote)
            #expect(try await bench.work(.folder, again, task: "t2").failure().code == .conflict)
            let listed = try await bench.adapter(.folder).inventory()
            let seen = try #require(listed.first?.digests.first)
            let order = ProviderOrder(task: TaskID(rawValue: "t3"), action: again, replaceable: seen)
            try Data("changed once more".utf8).write(to: URL(filePath: remote.id + "/SKILL.md"))
            let adapter = try bench.adapter(.folder)
            await #expect(throws: ProviderFailure.self) {
                try await adapter.perform(order, journal: SilentJournal())
            }
            try Data("changed".utf8).write(to: URL(filePath: remote.id + "/SKILL.md"))
            #expect(try await adapter.perform(order, journal: SilentJournal()) == .done(remote))
            #expect(try await adapter.readBack(remote, skill: bundle.name) == bundle.files)
        }
    }
}

private struct SilentJournal: StepJournal {
    func record(_ step: StepRecord) async throws(ProviderFailure) {}
}
