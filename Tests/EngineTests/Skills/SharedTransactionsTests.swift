import Store
import Synchronization
import Testing

@testable import Engine

@Suite struct SharedTransactionsTests {
    private final class Ledger: Sendable {
        private let kept = Mutex<[[Int]]>([])
        var batches: [[Int]] { kept.withLock(\.self) }

        func note(_ batch: [Int]) { kept.withLock { $0.append(batch) } }
    }

    @Test func whatComesWhileOneIsUnderWaySharesTheNext() async throws {
        let (ledger, first) = (Ledger(), Gate())
        let begun = Gate()
        let shared = SharedTransactions<Int, Int>(most: 3) { items in
            ledger.note(items)
            if items == [0] {
                begun.open()
                await first.pass()
            }
            return items.map { 10 * $0 }
        }
        async let zero = shared.perform(0)
        await begun.pass()
        let others = (1...5).map { number in Task { try await shared.perform(number) } }
        while shared.waiting < 5 { await Task.yield() }
        first.open()
        #expect(try await zero == 0)
        for (index, other) in others.enumerated() { #expect(try await other.value == 10 * (index + 1)) }
        #expect(ledger.batches.map(\.count) == [1, 3, 2])
    }

    @Test func oneThatCanNeverBeDoneDoesNotHoldUpTheOthers() async throws {
        let (first, begun) = (Gate(), Gate())
        let shared = SharedTransactions<Int, Int> { items in
            if items == [0] {
                begun.open()
                await first.pass()
            }
            if items.contains(13) { throw StoreError.rejected("13") }
            return items
        }
        async let zero = shared.perform(0)
        await begun.pass()
        let good = Task { try await shared.perform(7) }
        let bad = Task { try await shared.perform(13) }
        while shared.waiting < 2 { await Task.yield() }
        first.open()
        #expect(try await zero == 0)
        #expect(try await good.value == 7)
        await #expect(throws: StoreError.rejected("13")) { try await bad.value }
    }

    @Test func everybodyIsToldWhenTheDatabaseIsAway() async throws {
        let shared = SharedTransactions<Int, Int> { _ in throw StoreError.unavailable("away") }
        for number in 0..<2 {
            await #expect(throws: StoreError.unavailable("away")) { try await shared.perform(number) }
        }
    }
}
