package import Contract

extension RunRollout {
    /// One change of where a run stands.
    package enum Step: Equatable, Sendable {
        /// The targets of this wave may begin.
        case release(Int)
        /// All targets of the wave have ended; the next waits until then.
        case soak(Int, until: Timestamp)
        /// Nothing more is waited for at this wave.
        case finish(Int)
        /// Somebody had targets of a wave tried again while the next one waited.
        case resume(Int)
        /// What is open ends; what was done stays, or is undone afterwards.
        case stop(RunWavesView.Stop, undoing: Bool)
        /// What it did is to be undone, after it was stopped.
        case rollBack
        /// Nothing is open, whatever had begun.
        case end
        /// Somebody canceled the run.
        case cancel
        /// The rollback was started, or there was nothing to undo.
        case rolledBack(RunID?)
        /// Somebody has what a stop or a cancel ended tried again.
        case reopen
    }

    /// What follows from how the targets stand.
    ///
    /// - Parameters:
    ///   - counts: Of the targets of each wave, by its number.
    ///   - now: The moment.
    /// - Returns: The next step; nil when something has to happen first, or nothing ever follows.
    package func next(_ counts: [Int: TaskCounts], at now: Timestamp) -> Step? {
        let isOpen = counts.values.contains { $0.open > 0 }
        switch state {
        case .ended: return nil
        case .stopping: return isOpen ? nil : .rollBack
        case .open: break
        }
        if let stop = stop(for: counts, at: now) { return .stop(stop, undoing: undoesWhatItStops) }
        guard isOpen else { return .end }
        guard let current else {
            return startAt.map { $0 > now } ?? false ? nil : following.map(Step.release)
        }
        if let stop = stopForNothing(in: counts, at: now) { return stop }
        if let earlier = waves.first(where: { wave in
            wave.number < current.number && wave.state != .done && counts[wave.number]?.open ?? 0 == 0
        }) {
            return .finish(earlier.number)
        }
        // Of a wave that somebody began early the one before may still be at work.
        let isBusy = waves.contains { $0.releasedAt != nil && counts[$0.number]?.open ?? 0 > 0 }
        return step(at: current, isBusy: isBusy, now)
    }

    private func step(at wave: Wave, isBusy: Bool, _ now: Timestamp) -> Step? {
        switch wave.state {
        case .running:
            guard !isBusy else { return nil }
            let soak = following == nil ? 0 : plan?.soakSeconds ?? 0
            return soak > 0 ? .soak(wave.number, until: now + .seconds(soak)) : .finish(wave.number)
        case .soaking:
            if isBusy { return .resume(wave.number) }
            return wave.soakUntil.map { $0 > now } ?? false ? nil : .finish(wave.number)
        case .done: return isBusy ? nil : following.map(Step.release)
        case .waiting, .stopped: return nil
        }
    }

    /// What a person who stops it now writes down, too.
    ///
    /// - Parameters:
    ///   - person: Who stops it.
    ///   - reason: Why.
    ///   - counts: Of the targets of each wave.
    ///   - now: The moment.
    /// - Returns: The stop.
    package func stop(
        by person: String,
        for reason: String?,
        _ counts: [Int: TaskCounts],
        at now: Timestamp
    ) -> RunWavesView.Stop {
        RunWavesView.Stop(
            at: now,
            by: person,
            reason: reason,
            failed: counts.values.reduce(0) { $0 + $1.failed },
            begun: waves.reduce(0) {
                $0 + ($1.releasedAt == nil ? 0 : $1.targets - (counts[$1.number]?.skipped ?? 0))
            }
        )
    }

    /// Whether a stop undoes what was done.
    package var undoesWhatItStops: Bool { plan?.onStop == .rollback }

    /// The stop of a run of which a wave has ended and nothing of it went well, so that nothing speaks for the others.
    ///
    /// Nothing speaks against the earlier ones either, unless something of it failed.
    private func stopForNothing(in counts: [Int: TaskCounts], at now: Timestamp) -> Step? {
        guard plan != nil, let last = waves.last?.number else { return nil }
        for wave in waves where wave.state == .running && wave.number != last {
            let found = counts[wave.number] ?? TaskCounts()
            guard found.open == 0, found.isFruitless else { continue }
            let reason = "Nothing of wave \(wave.number) succeeded."
            let stop = stop(by: "system", for: reason, counts, at: now)
            return .stop(stop, undoing: undoesWhatItStops && found.failed > 0)
        }
        return nil
    }

    /// Nil while fewer have failed than it takes.
    private func stop(for counts: [Int: TaskCounts], at now: Timestamp) -> RunWavesView.Stop? {
        guard let plan else { return nil }
        let stop = stop(by: "system", for: nil, counts, at: now)
        guard stop.failed > 0 else { return nil }
        let isReached =
            switch plan.stopAt {
            case .failures(let most): stop.failed >= most
            case .percent(let share): stop.failed * 100 >= share * stop.begun
            }
        return isReached ? stop : nil
    }

    /// How the run stands after a step.
    ///
    /// - Parameters:
    ///   - step: What is done.
    ///   - now: When.
    /// - Returns: The same run, later.
    package func applying(_ step: Step, at now: Timestamp) -> RunRollout {
        var later = self
        switch step {
        case .release(let wave): later.release(wave, at: now)
        case .soak(let wave, let until):
            later.change(wave) { ($0.state, $0.endedAt, $0.soakUntil) = (.soaking, now, until) }
        case .finish(let wave):
            later.change(wave) { ($0.state, $0.endedAt, $0.soakUntil) = (.done, $0.endedAt ?? now, nil) }
        case .resume(let wave):
            later.change(wave) { ($0.state, $0.endedAt, $0.soakUntil) = (.running, nil, nil) }
        case .stop(let stop, let undoing):
            later.stopped = stop
            later.stopWaves { _ in true }
            later.state = undoing ? .stopping : .ended
        case .end:
            later.stopWaves { $0.releasedAt == nil }
            for wave in later.waves where wave.state != .stopped {
                later = later.applying(.finish(wave.number), at: now)
            }
            later.state = .ended
        case .cancel:
            later.stopWaves { _ in true }
            later.state = .ended
        case .rollBack: break
        case .rolledBack(let run):
            later.stopped = stopped.map { $0.with(rollback: run) }
            later.state = .ended
        case .reopen: later.reopen(at: now)
        }
        return later
    }

    /// Whether a retry takes the waves up again that a stop or a cancel ended.
    package var canReopen: Bool { state == .ended && waves.contains { $0.state == .stopped } }

    private mutating func stopWaves(where isMeant: (Wave) -> Bool) {
        for wave in waves where wave.state != .done && isMeant(wave) {
            change(wave.number) { ($0.state, $0.soakUntil) = (.stopped, nil) }
        }
    }

    private mutating func reopen(at now: Timestamp) {
        guard canReopen else { return }
        for wave in waves where wave.state == .stopped {
            change(wave.number) { wave in
                wave.state = wave.releasedAt == nil ? .waiting : .running
                wave.endedAt = nil
            }
        }
        (state, stopped, askedAt) = (.open, nil, now)
    }
}

extension TaskCounts {
    /// Whether nothing went well, so that it says nothing about what comes next.
    fileprivate var isFruitless: Bool { success + skipped == 0 }
}

extension RunWavesView.Stop {
    fileprivate func with(rollback: RunID?) -> Self {
        Self(at: at, by: by, reason: reason, failed: failed, begun: begun, rollbackRunID: rollback)
    }
}
