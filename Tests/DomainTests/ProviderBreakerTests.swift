import Contract
import Domain
import Testing

@Suite struct ProviderBreakerTests {
    private static let failure = TaskError(code: .timeout, message: "No answer.", retryable: true)
    private let probe = ProviderBreaker.Probe(task: TaskID(rawValue: "t"), token: "probe")
    private let other = ProviderBreaker.Probe(task: TaskID(rawValue: "t"), token: "earlier")

    private func opened() -> ProviderBreaker {
        var breaker = ProviderBreaker()
        for _ in 0..<ProviderBreaker.threshold { breaker.note(.down(Self.failure), of: other, at: start) }
        return breaker
    }

    @Test func itOpensAfterSoManyFailuresInARowAndNoSooner() {
        var breaker = ProviderBreaker()
        for _ in 1..<ProviderBreaker.threshold { breaker.note(.down(Self.failure), of: other, at: start) }
        #expect(breaker.state == .closed)
        breaker.note(.none, of: other, at: start)
        breaker.note(.alive, of: other, at: start)
        #expect(breaker.isAtRest)
        for _ in 1..<ProviderBreaker.threshold { breaker.note(.down(Self.failure), of: other, at: start) }
        #expect(breaker.state == .closed)
        breaker.note(.down(Self.failure), of: other, at: start)
        #expect(breaker.state == .open(since: start, probeAt: start + .seconds(5)))
        #expect(breaker.error == Self.failure)
    }

    @Test func theWaitBetweenProbesGrowsUpToALimit() {
        var breaker = opened()
        var now = start
        var waits: [Duration] = []
        for _ in 0..<8 {
            guard let probeAt = breaker.probeAt else { break }
            waits.append(probeAt - now)
            now = probeAt
            breaker.begin(probe)
            #expect(breaker.probeAt == nil)
            let wasProbe = breaker.note(.down(Self.failure), of: probe, at: now)
            #expect(wasProbe)
        }
        #expect(waits == [5, 10, 20, 40, 80, 160, 300, 300].map { .seconds($0) })
        let wasProbe = breaker.note(.alive, of: probe, at: now)
        #expect(!wasProbe)
        #expect(breaker.isAtRest)
    }

    @Test func whatBeganBeforeIsNoProbe() {
        var breaker = opened()
        breaker.begin(probe)
        let failedEarlier = breaker.note(.down(Self.failure), of: other, at: start)
        #expect(!failedEarlier)
        let endedEarlier = breaker.note(.none, of: other, at: start)
        #expect(!endedEarlier)
        #expect(breaker.state == .halfOpen(since: start, probe))
        // One that says nothing makes room for another at once.
        let wasProbe = breaker.note(.none, of: probe, at: start + .seconds(9))
        #expect(wasProbe)
        #expect(breaker.state == .open(since: start, probeAt: start + .seconds(9)))
        // An answer is an answer, whoever got it.
        breaker.note(.alive, of: other, at: start)
        #expect(breaker.isAtRest)
    }

    @Test(arguments: FailureCode.allCases)
    func onlyWhatSaysThatTheProviderIsDownCounts(_ code: FailureCode) {
        let down: Set<FailureCode> = [.providerUnavailable, .timeout, .outcomeUnknown]
        let answered = ProviderFailure(code, "", providerStatus: 500)
        let unheard = ProviderFailure(code, "")
        let ours = ProviderFailure(code, "", isOurs: true)
        func sign(_ failure: ProviderFailure) -> ProviderBreaker.Sign {
            InstallTask.Action.fail(failure, jitter: 0).sign
        }
        #expect(sign(answered) == (down.contains(code) ? .down(answered.taskError) : .alive))
        #expect(sign(unheard) == (down.contains(code) ? .down(unheard.taskError) : .none))
        #expect(sign(ours) == .none)
    }

    @Test func aTryForTheProvidersSakeCostsTheTaskNone() throws {
        let running = task(.running(lease), attempt: 3)
        let failure = ProviderFailure(.timeout, "No answer.")
        let held = try running.applying(.hold(failure, until: start + .seconds(20)), at: start)
        #expect(held.state == .retryWait(due: start + .seconds(20)))
        #expect(held.attempt == 2)
        #expect(held.lastError == failure.taskError)
    }
}
