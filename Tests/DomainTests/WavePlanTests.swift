import Contract
import Domain
import Testing

/// Which target begins in which wave.
@Suite struct WavePlanTests {
    private func plan(
        _ steps: [RunWaves.Step],
        skills: Int = 2,
        on providers: [String] = ["a", "b", "c"],
        skipping skipped: Set<Int> = []
    ) -> WavePlan {
        let providers = providers.map(ProviderID.init(rawValue:))
        var targets: [PlanView.Target] = []
        for skill in 0..<skills {
            for provider in providers {
                let action: PlanView.Action = skipped.contains(targets.count) ? .skip : .create
                targets.append(
                    .init(skill: "s\(skill)", version: 1, provider: provider, action: action, reasons: [])
                )
            }
        }
        let request = RunRequest(skills: [], providers: providers, waves: RunWaves(steps: steps))
        return WavePlan(targets, request)
    }

    private func on(_ providers: String...) -> RunWaves.Step {
        .providers(providers.map(ProviderID.init(rawValue:)))
    }

    @Test func aShareIsOfAllAndTakesTheFirstInOrder() {
        #expect(plan([.percent(10)]).waves == [1, 2, 2, 2, 2, 2])
        #expect(plan([.percent(34)]).waves == [1, 1, 1, 2, 2, 2])
        #expect(plan([.percent(10), .percent(50)]).waves == [1, 2, 2, 3, 3, 3])
        #expect(plan([.percent(10), .percent(50)]).sizes == [1, 2, 3])
    }

    @Test func providersTakeEveryTargetOfTheirs() {
        #expect(plan([on("b")]).waves == [2, 1, 2, 2, 1, 2])
        #expect(plan([on("b"), .percent(60)]).waves == [2, 1, 2, 3, 1, 3])
    }

    /// 10 and 20 percent of three are both one.
    @Test func stepsThatTakeNothingAreLeftOut() {
        #expect(plan([.percent(10), .percent(20)], skills: 1).sizes == [1, 2])
        #expect(plan([on("a", "b", "c")], skills: 1).sizes == [3])
    }

    @Test func whatChangesNothingIsNoCanary() {
        #expect(plan([.percent(30)], skipping: [0, 1]).waves == [2, 2, 1, 1, 2, 2])
        #expect(plan([.percent(30)], skills: 1, skipping: [0, 1, 2]).sizes == [3])
        #expect(plan([on("a")], skipping: [0]).waves == [2, 2, 2, 1, 2, 2])
        #expect(plan([on("a"), on("b")], skills: 1, skipping: [0]).waves == [2, 1, 2])
    }
}
