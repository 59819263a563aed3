import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(5))) struct MemoryBudgetTests {
    private struct Use {
        var now = 0
        var most = 0
        var turns = 0
    }

    @Test func noMoreIsTakenThanThereIsAndEverybodyGetsATurn() async {
        let budget = MemoryBudget(bytes: 1000)
        let use = Watched(Use())
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let bytes = 100 + number % 7 * 100
                    await budget.take("\(number)", bytes: bytes)
                    use.change { use in
                        use.now += bytes
                        use.most = max(use.most, use.now)
                        use.turns += 1
                    }
                    await Task.yield()
                    use.change { $0.now -= bytes }
                    budget.giveBack("\(number)", bytes: bytes)
                }
            }
        }
        #expect(use.value.most <= 1000)
        #expect(use.value.turns == 200)
    }

    @Test func whatIsLargerThanAllThereIsComesAlone() async {
        let budget = MemoryBudget(bytes: 1000)
        await budget.take("large", bytes: 5000)
        let other = Task { await budget.take("other", bytes: 100) }
        budget.giveBack("large", bytes: 5000)
        await other.value
    }

    @Test func smallContentsAndThoseInUseNeverWait() async {
        let budget = MemoryBudget(bytes: 1000)
        await budget.take("large", bytes: 1000)
        // Each of these would wait for ever.
        await budget.take("small", bytes: 10)
        await budget.take("large", bytes: 1000)
        budget.giveBack("large", bytes: 1000)
        budget.giveBack("large", bytes: 1000)
        await budget.take("next", bytes: 900)
    }
}
