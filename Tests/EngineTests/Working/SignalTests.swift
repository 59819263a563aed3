import Engine
import Testing

@Suite(.timeLimit(.minutes(5))) struct SignalTests {
    @Test func whoeverWaitsIsWokenAndWhoeverIsLateDoesNotWait() async {
        let signal = Signal()
        let generation = signal.generation
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<20 { group.addTask { await signal.wait(after: generation, upTo: .seconds(60)) } }
            signal.notify()
        }
        await signal.wait(after: generation, upTo: .seconds(60))
    }

    @Test func nobodyMissesANotificationBetweenLookingAndWaiting() async {
        let signal = Signal()
        let turns = Watched(0)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while turns.value < 500 {
                    let generation = signal.generation
                    if turns.value >= 500 { return }
                    await signal.wait(after: generation, upTo: .seconds(60))
                }
            }
            group.addTask {
                for _ in 0..<500 {
                    turns.change { $0 += 1 }
                    signal.notify()
                    await Task.yield()
                }
            }
        }
        #expect(turns.value == 500)
    }

    @Test func theWaitEndsWithTheTimeAndWithItsTask() async {
        let signal = Signal()
        await signal.wait(after: signal.generation, upTo: .milliseconds(1))
        let waiting = Task { await signal.wait(after: signal.generation, upTo: .seconds(60)) }
        waiting.cancel()
        await waiting.value
    }
}
