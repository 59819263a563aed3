import Contract
import Domain
import Testing

@testable import Engine
@testable import Store

@Suite struct WorkerDeskTests {
    private func claimed(
        _ token: String,
        _ id: TaskID = "task",
        on provider: ProviderID = "alpha"
    ) throws -> ClaimedTask {
        let task = InstallTask(
            id: id,
            runID: "run",
            kind: .install,
            skillID: "skill",
            skill: "demo",
            version: 1,
            digest: "digest",
            provider: provider,
            state: .queued(due: ManualClock.start),
            maxAttempts: 3
        )
        let expires = ManualClock.start + .seconds(15)
        let lease = InstallTask.Lease(worker: "w1", token: token, expires: expires)
        return ClaimedTask(
            task: try task.applying(.claim(lease), at: ManualClock.start),
            waitedAs: .queued
        )
    }

    /// JOB-04: the second lease is lost while its task still waits for a free place.
    @Test func aTaskUnderItsThirdLeaseWaitsForTheCallUnderItsFirst() async throws {
        var desk = WorkerDesk()
        let gate = Gate()
        let first = Task { await gate.pass() }
        desk.limit("alpha", to: 1)
        desk.take(try claimed("first"))
        let begun = desk.next(for: "alpha")
        desk.began(try #require(begun).claimed, call: first)
        desk.take(try claimed("second"))
        let early = desk.next(for: "alpha")
        #expect(early?.claimed == nil)
        desk.take(try claimed("third"))
        desk.limit("alpha", to: 2)
        let next = desk.next(for: "alpha")
        let third = try claimed("third")
        #expect(next?.claimed == third)
        #expect(next?.predecessor == first)
        await first.value
    }

    /// Takes what comes next for a provider, and says that it has ended.
    private func end(_ provider: ProviderID, of desk: inout WorkerDesk, _ running: inout [ClaimedTask]) {
        desk.ended(running.removeFirst(), with: .succeed(nil))
        begin(provider, of: &desk, &running)
    }

    private func begin(_ provider: ProviderID, of desk: inout WorkerDesk, _ running: inout [ClaimedTask]) {
        while let next = desk.next(for: provider) { running.append(next.claimed) }
    }

    @Test func resultsWaitOnlyWhereTasksAtHandKeepEveryPlaceTaken() throws {
        var desk = WorkerDesk()
        #expect(!desk.canGather)
        desk.limit("alpha", to: 2)
        var running: [ClaimedTask] = []
        for number in 0..<5 { desk.take(try claimed("t\(number)", TaskID(rawValue: "a\(number)"))) }
        // Nothing has begun yet.
        #expect(!desk.canGather)
        begin("alpha", of: &desk, &running)
        #expect(desk.canGather)
        end("alpha", of: &desk, &running)
        #expect(desk.canGather)
        // Two calls are open and one task is left: a place is about to lie idle.
        end("alpha", of: &desk, &running)
        #expect(!desk.canGather)
        #expect(!desk.isSupplied("alpha"))
    }

    /// Somebody may be waiting for the end of a short queue.
    @Test func aResultOfAShortQueueDoesNotWaitForTheLongOneBesideIt() throws {
        var desk = WorkerDesk()
        var (long, short): ([ClaimedTask], [ClaimedTask]) = ([], [])
        desk.limit("alpha", to: 1)
        desk.limit("beta", to: 2)
        for number in 0..<4 { desk.take(try claimed("t\(number)", TaskID(rawValue: "a\(number)"))) }
        desk.take(try claimed("b", "b", on: "beta"))
        begin("alpha", of: &desk, &long)
        begin("beta", of: &desk, &short)
        end("alpha", of: &desk, &long)
        #expect(desk.canGather)
        end("beta", of: &desk, &short)
        #expect(!desk.canGather)
        #expect(desk.isSupplied("alpha"))
        #expect(!desk.isSupplied("beta"))
    }
}
