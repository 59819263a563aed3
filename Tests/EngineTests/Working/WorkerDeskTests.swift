import Contract
import Domain
import Testing

@testable import Engine
@testable import Store

@Suite struct WorkerDeskTests {
    private func claimed(_ token: String) throws -> ClaimedTask {
        let task = InstallTask(
            id: "task",
            runID: "run",
            kind: .install,
            skillID: "skill",
            skill: "demo",
            version: 1,
            digest: "digest",
            provider: "alpha",
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
}
