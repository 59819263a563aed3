package import Contract

/// How far a run has come that begins later or in waves.
///
/// What follows from it ``next(_:at:)`` decides; every change goes through ``applying(_:at:)``.
package struct RunRollout: Equatable, Sendable {
    package enum State: String, CaseIterable, Sendable {
        case open
        /// Stopped; once its last target has ended it is to be rolled back.
        case stopping
        /// Nothing follows any more.
        case ended
    }

    package struct Wave: Equatable, Sendable {
        package let number: Int
        package let targets: Int
        package internal(set) var state: RunWavesView.Wave.State
        package internal(set) var releasedAt: Timestamp?
        package internal(set) var endedAt: Timestamp?
        package internal(set) var soakUntil: Timestamp?

        package init(
            _ number: Int,
            targets: Int,
            state: RunWavesView.Wave.State = .waiting,
            releasedAt: Timestamp? = nil,
            endedAt: Timestamp? = nil,
            soakUntil: Timestamp? = nil
        ) {
            self.number = number
            self.targets = targets
            self.state = state
            self.releasedAt = releasedAt
            self.endedAt = endedAt
            self.soakUntil = soakUntil
        }
    }

    /// Nil for a run that only begins later.
    package let plan: RunWaves?
    package let startAt: Timestamp?
    /// When it was asked for, or for the last time asked for again after it had been stopped.
    package internal(set) var askedAt: Timestamp
    package internal(set) var state: State
    /// In order, from 1.
    package internal(set) var waves: [Wave]
    package internal(set) var stopped: RunWavesView.Stop?

    package init(
        plan: RunWaves?,
        startAt: Timestamp?,
        askedAt: Timestamp,
        state: State = .open,
        waves: [Wave],
        stopped: RunWavesView.Stop? = nil
    ) {
        self.plan = plan
        self.startAt = startAt
        self.askedAt = askedAt
        self.state = state
        self.waves = waves
        self.stopped = stopped
    }

    /// Of a run that is about to be accepted; the first wave has begun where nothing is waited for.
    ///
    /// - Parameters:
    ///   - request: What was asked for.
    ///   - sizes: How many targets each wave has, from the first.
    ///   - now: When it is accepted.
    package init?(_ request: RunRequest, sizes: [Int], at now: Timestamp) {
        guard request.startAt != nil || request.waves != nil else { return nil }
        self.init(
            plan: request.waves,
            startAt: request.startAt,
            askedAt: now,
            waves: sizes.enumerated().map { Wave($0 + 1, targets: $1) }
        )
        if startAt == nil { release(1, at: now) }
    }

    /// Whether targets of a wave may begin.
    package func isReleased(_ wave: Int) -> Bool { self[wave]?.releasedAt != nil }

    /// The last wave that has begun.
    package var current: Wave? { waves.last { $0.releasedAt != nil } }

    /// The wave that begins next; nil where all have begun.
    package var following: Int? { waves.first { $0.releasedAt == nil }?.number }

    /// As everybody is shown it; nil for a run that only begins later.
    package var view: RunWavesView? {
        plan.map { plan in
            RunWavesView(
                plan: plan,
                waves: waves.map {
                    RunWavesView.Wave(
                        wave: $0.number,
                        targets: $0.targets,
                        state: $0.state,
                        releasedAt: $0.releasedAt,
                        endedAt: $0.endedAt,
                        soakUntil: $0.soakUntil
                    )
                },
                stopped: stopped
            )
        }
    }

    /// When something follows by time alone; nil where nothing does.
    package var due: Timestamp? {
        guard state == .open else { return nil }
        guard let current else { return startAt }
        return current.state == .soaking ? current.soakUntil : nil
    }

    /// Whoever asks may name any number.
    subscript(number: Int) -> Wave? { waves.first { $0.number == number } }

    mutating func change(_ number: Int, _ body: (inout Wave) -> Void) {
        guard let index = waves.firstIndex(where: { $0.number == number }) else { return }
        body(&waves[index])
    }

    mutating func release(_ number: Int, at now: Timestamp) {
        change(number) { ($0.state, $0.releasedAt) = (.running, now) }
    }
}
