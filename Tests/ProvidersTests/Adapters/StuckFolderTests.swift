import Contract
import Domain
import Foundation
import NIOCore
import Synchronization
import Testing

@testable import Providers

@Suite(.timeLimit(.minutes(5))) struct StuckFolderTests {
    private let files = FileManager.default

    private func adapter(_ client: String, in bench: Bench) throws -> any ProviderAdapter {
        var settings = bench.settings(.folder)
        settings.options = ["client": client]
        settings.attemptTimeoutSeconds = 1
        return try bench.catalog.adapter(for: bench.provider(settings, id: client))
    }

    private func place(_ bench: Bench) -> SkillPlace {
        SkillPlace(
            root: bench.home,
            parts: [".cursor", "skills"],
            name: "demo-skill",
            owner: ProviderID(rawValue: "cursor")
        )
    }

    /// A disk that does not answer: the receipt is a pipe that nobody writes to.
    @Test func aStuckFolderEndsAtTheDeadlineAndHoldsUpNoOther() async throws {
        try await Bench.with { bench in
            let bundle = try sampleBundle()
            let stuck = try adapter("cursor", in: bench)
            let first = Work(stuck, .install(bundle, over: nil), task: "t1", clock: bench.clock)
            let remote = try await first.installed()
            let receipts = bench.state + "/receipts"
            let name = try #require(
                files.contentsOfDirectory(atPath: receipts).first { $0.hasSuffix(".json") }
            )
            try files.removeItem(atPath: "\(receipts)/\(name)")
            #expect(unsafe mkfifo("\(receipts)/\(name)", 0o600) == 0)

            let update = Work(
                stuck,
                .install(try sampleBundle(version: 2), over: remote),
                task: "t2",
                clock: bench.clock
            )
            #expect(try await update.failure(timeLimit: .milliseconds(300)).code == .timeout)
            #expect(update.journal.all.isEmpty)
            // Those behind it in the queue keep their time limit, too.
            await #expect(throws: ProviderFailure.self) {
                _ = try await stuck.readBack(remote, skill: bundle.name)
            }
            let other = Work(
                try adapter("claude-code", in: bench),
                .install(bundle, over: nil),
                task: "t3",
                clock: bench.clock
            )
            #expect(try await other.installed().version == bundle.digest)

            // Lets go of the thread.
            try #require(FileHandle(forWritingAtPath: "\(receipts)/\(name)")).close()
        }
    }

    @Test func aLockHeldElsewhereIsWaitedForUntilTheDeadline() async throws {
        try await Bench.with { bench in
            let work = Work(
                try adapter("cursor", in: bench),
                .install(try sampleBundle(), over: nil),
                clock: bench.clock
            )
            let lock = try SkillFolders.lock(place(bench), in: SkillFolders.receiptsFolder(in: bench.state))
            try lock.take(until: .now())
            #expect(try await work.failure(timeLimit: .milliseconds(300)).code == .timeout)
            withExtendedLifetime(lock) {}
        }
    }

    @Test func aDeadlineMissedAfterTheStepLeavesTheOutcomeUnknown() async throws {
        try await Bench.with { bench in
            let adapter = try adapter("cursor", in: bench)
            let bundle = try sampleBundle()
            let journal = LockingJournal(try SkillFolders.receiptsFolder(in: bench.state), place(bench))
            let failure = await #expect(throws: ProviderFailure.self) {
                _ = try await adapter.perform(order(bundle, step: nil), journal: journal)
            }
            #expect(failure?.code == .outcomeUnknown)
            // Still so on the next try, which has not found out either.
            let step = try #require(journal.step)
            let again = await #expect(throws: ProviderFailure.self) {
                _ = try await adapter.perform(order(bundle, step: step), journal: journal)
            }
            #expect(again?.code == .outcomeUnknown)
            journal.letGo()
            let inTime = order(bundle, step: step, timeLimit: .seconds(60))
            let outcome = try await adapter.perform(inTime, journal: MemoryJournal())
            #expect(outcome == .done(RemoteReference(id: place(bench).path, version: bundle.digest)))
        }
    }

    private func order(_ bundle: SkillBundle, step: StepRecord?, timeLimit: Duration = .seconds(1))
        -> ProviderOrder
    {
        ProviderOrder(
            task: TaskID(rawValue: "t1"),
            action: .install(bundle, over: nil),
            step: step,
            mayWrite: true,
            timeLimit: timeLimit
        )
    }
}

/// Another process takes the lock right after the step is recorded.
private final class LockingJournal: StepJournal {
    private let receipts: Directory
    private let place: SkillPlace
    private let state = Mutex<(step: StepRecord?, lock: FolderLock?)>((nil, nil))

    init(_ receipts: Directory, _ place: SkillPlace) {
        self.receipts = receipts
        self.place = place
    }

    var step: StepRecord? { state.withLock(\.step) }

    func record(_ step: StepRecord) async throws(ProviderFailure) {
        do throws(PathFailure) {
            let lock = try SkillFolders.lock(place, in: receipts)
            try lock.take(until: .now())
            state.withLock { $0 = (step, lock) }
        } catch {
            throw error.providerFailure(at: place.path)
        }
    }

    func letGo() {
        state.withLock { $0.lock = nil }
    }
}
