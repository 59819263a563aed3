import Contract
import Domain
import Testing

/// JOB-02: the state of a run is a function of its tasks.
@Suite struct AggregateTests {
    /// Every combination of states for up to four tasks, against the sentence of the specification.
    @Test func everyCombinationOfUpToFourTasksHasTheSpecifiedState() {
        var combinations: [[TaskStatus]] = [[]]
        var checked = 0
        for _ in 1...4 {
            combinations = combinations.flatMap { tasks in TaskStatus.allCases.map { tasks + [$0] } }
            for tasks in combinations {
                var counts = TaskCounts()
                for status in tasks { counts[status] += 1 }
                #expect(RunStatus(aggregating: counts) == expected(tasks), "\(tasks)")
                checked += 1
            }
        }
        #expect(checked == 7 + 49 + 343 + 2401)
    }

    private func expected(_ tasks: [TaskStatus]) -> RunStatus {
        let begun = tasks.contains { $0 != .queued }
        let open = tasks.contains { !$0.isFinal }
        let good = tasks.filter { $0 == .success || $0 == .skipped }.count
        if !begun { return .queued }
        if open { return .running }
        if good == tasks.count { return .success }
        return good == 0 ? .failed : .partialFailed
    }

    @Test func countsKeepOneNumberForEachState() {
        var counts = TaskCounts()
        for (index, status) in TaskStatus.allCases.enumerated() { counts[status] = index + 1 }
        for (index, status) in TaskStatus.allCases.enumerated() { #expect(counts[status] == index + 1) }
        #expect(counts.total == 28)
    }
}
