import Contract
import Domain
import Testing

/// What follows from how the waves of a run stand.
@Suite struct RunRolloutTests {
    private typealias Step = RunRollout.Step

    /// Three waves of two targets each.
    private static func rollout(
        soak: Int = 0,
        stopAt: RunWaves.Threshold = .failures(1),
        onStop: RunWaves.OnStop = .cancel,
        startAt: Timestamp? = nil
    ) throws -> RunRollout {
        let waves = RunWaves(
            steps: [.percent(30), .percent(60)],
            soakSeconds: soak,
            stopAt: stopAt,
            onStop: onStop
        )
        let request = RunRequest(skills: [], providers: [], startAt: startAt, waves: waves)
        return try #require(RunRollout(request, sizes: [2, 2, 2], at: start))
    }

    private static func counts(_ waves: [TaskStatus]...) -> [Int: TaskCounts] {
        var counts: [Int: TaskCounts] = [:]
        for (index, states) in waves.enumerated() {
            for state in states { counts[index + 1, default: TaskCounts()][state] += 1 }
        }
        return counts
    }

    private static let waiting: [TaskStatus] = [.queued, .queued]
    private static let done: [TaskStatus] = [.success, .skipped]

    @Test func withoutAStartTheFirstWaveHasBegun() throws {
        let rollout = try Self.rollout()
        #expect(rollout.isReleased(1))
        #expect(rollout.following == 2)
        #expect(rollout.next(Self.counts(Self.waiting, Self.waiting, Self.waiting), at: start) == nil)
    }

    @Test func aRunBeginsAtItsTimeAndNotBefore() throws {
        let rollout = try Self.rollout(startAt: start + .seconds(60))
        let counts = Self.counts(Self.waiting, Self.waiting, Self.waiting)
        #expect(rollout.next(counts, at: start + .seconds(59)) == nil)
        #expect(rollout.next(counts, at: start + .seconds(60)) == .release(1))
    }

    @Test func eachWaveBeginsWhenTheOneBeforeIsDoneAndSoaked() throws {
        var rollout = try Self.rollout(soak: 60)
        var counts = Self.counts(Self.done, Self.waiting, Self.waiting)
        #expect(rollout.next(counts, at: start) == .soak(1, until: start + .seconds(60)))
        rollout = rollout.applying(.soak(1, until: start + .seconds(60)), at: start)
        #expect(rollout.waves[0].state == .soaking)
        #expect(rollout.next(counts, at: start + .seconds(59)) == nil)
        let later = start + .seconds(60)
        #expect(rollout.next(counts, at: later) == .finish(1))
        rollout = rollout.applying(.finish(1), at: later)
        #expect(rollout.waves[0].endedAt == start)
        #expect(rollout.next(counts, at: later) == .release(2))
        rollout = rollout.applying(.release(2), at: later)
        #expect(rollout.waves.map(\.state) == [.done, .running, .waiting])
        counts = Self.counts(Self.done, Self.done, Self.done)
        #expect(rollout.next(counts, at: later) == .end)
    }

    /// Somebody has a tolerated failure tried again while the next wave waits.
    @Test func aRetryDuringTheSoakIsWaitedForAndSoaksAnew() throws {
        var rollout = try Self.rollout(soak: 60, stopAt: .failures(2))
        rollout = rollout.applying(.soak(1, until: start + .seconds(60)), at: start)
        let busy = Self.counts([.success, .queued], Self.waiting, Self.waiting)
        #expect(rollout.next(busy, at: start + .seconds(90)) == .resume(1))
        rollout = rollout.applying(.resume(1), at: start + .seconds(90))
        #expect(rollout.next(busy, at: start + .seconds(90)) == nil)
        let ended = Self.counts(Self.done, Self.waiting, Self.waiting)
        #expect(
            rollout.next(ended, at: start + .seconds(100)) == .soak(1, until: start + .seconds(160))
        )
    }

    @Test func theThresholdStopsBeforeTheWaveIsOver() throws {
        let rollout = try Self.rollout()
        let counts = Self.counts([.failed, .running], Self.waiting, Self.waiting)
        let stop = try #require(rollout.next(counts, at: start))
        #expect(stop == .stop(.init(at: start, by: "system", failed: 1, begun: 2), undoing: false))
        let stopped = rollout.applying(stop, at: start)
        #expect(stopped.state == .ended)
        #expect(stopped.waves.map(\.state) == [.stopped, .stopped, .stopped])
        #expect(stopped.next(counts, at: start) == nil)
    }

    @Test(arguments: [(RunWaves.Threshold.failures(2), false), (.percent(50), true), (.percent(51), false)])
    func theThresholdIsOfWhatHasBegun(_ stopAt: RunWaves.Threshold, _ stops: Bool) throws {
        let counts = Self.counts([.failed, .success], Self.waiting, Self.waiting)
        let step = try Self.rollout(soak: 60, stopAt: stopAt).next(counts, at: start)
        let isStop = if case .stop = step { true } else { false }
        #expect(isStop == stops)
    }

    /// A canary of which nothing succeeded says nothing about the others, whatever was tolerated.
    @Test func aWaveOfWhichNothingSucceededStopsTheRun() throws {
        let counts = Self.counts([.canceled, .canceled], Self.waiting, Self.waiting)
        let step = try Self.rollout(stopAt: .failures(6)).next(counts, at: start)
        #expect(
            step
                == .stop(
                    .init(
                        at: start,
                        by: "system",
                        reason: "Nothing of wave 1 succeeded.",
                        failed: 0,
                        begun: 2
                    ),
                    undoing: false
                )
        )
    }

    /// What was refused or yanked says nothing against the waves before; what failed does.
    @Test(arguments: [(TaskStatus.canceled, false), (.failed, true)])
    func onlyWhatFailedUndoesTheWavesBefore(_ ended: TaskStatus, _ undoing: Bool) throws {
        var rollout = try Self.rollout(stopAt: .failures(3), onStop: .rollback)
        rollout = rollout.applying(.finish(1), at: start).applying(.release(2), at: start)
        let counts = Self.counts(Self.done, [ended, ended], Self.waiting)
        let step = try #require(rollout.next(counts, at: start))
        guard case .stop(let stop, undoing) = step else {
            Issue.record("\(step)")
            return
        }
        #expect(stop.reason == "Nothing of wave 2 succeeded.")
        #expect(rollout.applying(step, at: start).state == (undoing ? .stopping : .ended))
    }

    /// Where there was nothing to do, nothing could fail.
    @Test func aShareIsOfWhatThereIsToDo() throws {
        var rollout = try Self.rollout(stopAt: .percent(50))
        for wave in 1...2 {
            rollout = rollout.applying(.finish(wave), at: start).applying(.release(wave + 1), at: start)
        }
        let counts = Self.counts([.success, .failed], [.skipped, .skipped], [.skipped, .running])
        #expect(rollout.next(counts, at: start) == nil)
        let done = Self.counts([.success, .failed], [.skipped, .skipped], [.skipped, .skipped])
        let stop = RunWavesView.Stop(at: start, by: "system", failed: 1, begun: 2)
        #expect(rollout.next(done, at: start) == .stop(stop, undoing: false))
    }

    /// Whoever asks may send any number.
    @Test(arguments: [Int.min, -1, 0, 4, .max]) func noOtherWaveHasBegun(_ number: Int) throws {
        let rollout = try Self.rollout()
        #expect(!rollout.isReleased(number))
        #expect(rollout.applying(.release(number), at: start) == rollout)
    }

    @Test func aRollbackComesOnceWhenNothingIsOpenAnyMore() throws {
        var rollout = try Self.rollout(onStop: .rollback)
        let stop = rollout.stop(by: "ann", for: "Enough.", [:], at: start)
        rollout = rollout.applying(.stop(stop, undoing: rollout.undoesWhatItStops), at: start)
        #expect(rollout.state == .stopping)
        #expect(rollout.next(Self.counts([.success, .running]), at: start) == nil)
        #expect(rollout.next(Self.counts([.success, .success]), at: start) == .rollBack)
        rollout = rollout.applying(.rolledBack(RunID(rawValue: "back")), at: start)
        #expect(rollout.stopped?.rollbackRunID?.rawValue == "back")
        #expect(rollout.next(Self.counts([.success, .success]), at: start) == nil)
    }

    @Test func aRetryTakesUpWhatWasStoppedWhereItWas() throws {
        var rollout = try Self.rollout(soak: 60)
        rollout = rollout.applying(.cancel, at: start)
        #expect(rollout.canReopen)
        rollout = rollout.applying(.reopen, at: start + .seconds(5))
        #expect(rollout.state == .open)
        #expect(rollout.askedAt == start + .seconds(5))
        #expect(rollout.waves.map(\.state) == [.running, .waiting, .waiting])
        #expect(!rollout.canReopen)
    }

    @Test func aWaveThatWasReleasedEarlyLetsTheOneBeforeEnd() throws {
        var rollout = try Self.rollout(soak: 60)
        rollout = rollout.applying(.release(2), at: start)
        let busy = Self.counts([.running, .success], Self.waiting, Self.waiting)
        #expect(rollout.next(busy, at: start) == nil)
        let counts = Self.counts(Self.done, Self.waiting, Self.waiting)
        #expect(rollout.next(counts, at: start) == .finish(1))
    }

    /// It still counts: nothing follows the second before the first is over, too.
    @Test func afterAnEarlyReleaseTheWaveBeforeStillCounts() throws {
        var rollout = try Self.rollout(soak: 60, stopAt: .failures(3))
        rollout = rollout.applying(.release(2), at: start)
        let busy = Self.counts([.running, .success], Self.done, Self.waiting)
        #expect(rollout.next(busy, at: start) == nil)
        let over = Self.counts(Self.done, Self.done, Self.waiting)
        #expect(rollout.next(over, at: start) == .finish(1))
        rollout = rollout.applying(.finish(1), at: start)
        #expect(rollout.next(over, at: start) == .soak(2, until: start + .seconds(60)))
        let fruitless = Self.counts([.failed, .canceled], [.running, .success], Self.waiting)
        let early = try Self.rollout(stopAt: .failures(3)).applying(.release(2), at: start)
        let isStop = if case .stop = early.next(fruitless, at: start) { true } else { false }
        #expect(isStop)
    }

    @Test func timeAloneMattersBeforeTheStartAndInASoak() throws {
        var rollout = try Self.rollout(soak: 60, startAt: start + .seconds(10))
        #expect(rollout.due == start + .seconds(10))
        rollout = rollout.applying(.release(1), at: start)
        #expect(rollout.due == nil)
        rollout = rollout.applying(.soak(1, until: start + .seconds(70)), at: start)
        #expect(rollout.due == start + .seconds(70))
        #expect(rollout.applying(.cancel, at: start).due == nil)
    }

    /// Whatever becomes of targets, and whatever people do, in whatever order: waves begin one after the other, by
    /// themselves none while one before has something open, nothing begins after a stop, what is undone is so once, and
    /// it always comes to an end.
    @Test(arguments: 0..<200)
    func everyCourseEnds(_ seed: UInt64) throws {
        var random = SplitMix(seed)
        let onStop: RunWaves.OnStop = random.next() % 2 == 0 ? .rollback : .cancel
        let most = Int(random.next() % 3) + 1
        var rollout = try Self.rollout(
            soak: Int(random.next() % 2) * 30,
            stopAt: .failures(most),
            onStop: onStop,
            startAt: random.next() % 2 == 0 ? nil : start + .seconds(30)
        )
        var states = Array(repeating: Self.waiting, count: 3)
        var (now, people, isUndone) = (start, Int(random.next() % 5), false)
        for _ in 0..<600 {
            let counts = Self.counts(states[0], states[1], states[2])
            guard let step = rollout.next(counts, at: now) else {
                if people > 0, rollout.state == .ended || random.next() % 4 == 0 {
                    people -= 1
                    if !isUndone { Self.steer(&rollout, &states, &random, at: now) }
                    continue
                }
                guard rollout.state != .ended else { return }
                now = now + .seconds(10)
                Self.work(&states, rollout, &random)
                continue
            }
            if case .release(let wave) = step {
                #expect(rollout.state == .open)
                #expect(wave == rollout.following)
                #expect(
                    (1..<wave).allSatisfy { counts[$0]?.open == 0 && rollout.waves[$0 - 1].state == .done }
                )
                #expect(counts.values.reduce(0) { $0 + $1.failed } < most)
            }
            if case .stop = step {
                states = states.map { $0.map { [.queued, .retryWait].contains($0) ? .canceled : $0 } }
            }
            if step == .rollBack {
                #expect(!isUndone && counts.values.allSatisfy { $0.open == 0 })
                isUndone = true
            }
            rollout = rollout.applying(step == .rollBack ? .rolledBack(nil) : step, at: now)
        }
        Issue.record("It did not end: \(rollout)")
    }

    /// Somebody begins the next wave early, cancels, or has tried again what did not go well.
    private static func steer(
        _ rollout: inout RunRollout,
        _ states: inout [[TaskStatus]],
        _ random: inout SplitMix,
        at now: Timestamp
    ) {
        switch random.next() % 3 {
        case 0:
            guard rollout.state == .open, let next = rollout.following else { return }
            rollout = rollout.applying(.release(next), at: now)
        case 1:
            guard rollout.state == .open else { return }
            states = states.map { $0.map { $0.isFinal ? $0 : .canceled } }
            rollout = rollout.applying(.cancel, at: now)
        default:
            guard rollout.state == .open || rollout.canReopen else { return }
            states = states.map { $0.map { [.failed, .canceled].contains($0) ? .queued : $0 } }
            if rollout.canReopen { rollout = rollout.applying(.reopen, at: now) }
        }
    }

    /// One target that may moves on.
    private static func work(_ states: inout [[TaskStatus]], _ rollout: RunRollout, _ random: inout SplitMix)
    {
        for wave in 1...3 where rollout.isReleased(wave) {
            for index in states[wave - 1].indices where !states[wave - 1][index].isFinal {
                let next: [TaskStatus] = [.running, .success, .success, .skipped, .retryWait, .failed]
                states[wave - 1][index] = next[Int(random.next() % UInt64(next.count))]
                return
            }
        }
    }
}

private struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
