package import Contract

extension InstallTask {
    /// Something that happened to a task.
    package enum Action: Equatable, Sendable {
        case claim(Lease)
        case succeed(RemoteReference?)
        /// The provider holds this very content already: nothing was sent.
        case skip(RemoteReference?)
        /// `jitter`, in 0..<1, spreads the retries.
        case fail(ProviderFailure, jitter: Double)
        /// The provider is still at it; look again then.
        case wait(Duration)
        /// It tried whether a provider that was down is back, and found it is not; another may try then.
        case hold(ProviderFailure, until: Timestamp)
        /// One of its clocks ran out while it waited, for that reason.
        case expire(String)
        /// The worker gives the task back: it is stopping, or nothing begins at the provider any more. Either it cut
        /// the try short, which does not count then, or the try had not begun.
        case interrupt(begun: Bool)
        /// The worker fell silent: its lease ran out before it reported.
        case lapse
        case cancel
        /// The waves of its run were stopped, for that reason.
        case stop(String)
        /// A person wants a failed or canceled task tried again, by that request, and not before `hold` is over.
        case retry(attempts: Int, hold: Hold = [], request: String? = nil)
        /// Its wave begins.
        case release
        /// Somebody approved it.
        case approve
        /// Nobody approved it, for that reason.
        case refuse(String)
    }

    /// An action that makes no sense in the task's present state.
    package struct IllegalTransition: Error, Equatable {
        package let status: TaskStatus
        package let action: Action
    }

    /// A task that workers keep dying over, without getting a step further, is given up after this many.
    package static let maximumRescues = 10

    /// Decides what becomes of this task when something happens to it.
    ///
    /// - Parameters:
    ///   - action: What happened.
    ///   - now: When it happened; decides when a retry is due.
    ///   - retries: Whether and when to try again after a transient failure.
    /// - Returns: The task as it now is.
    /// - Throws: ``IllegalTransition``. Finished tasks accept nothing but a retry by a person.
    package func applying(
        _ action: Action,
        at now: Timestamp,
        retries: RetryPolicy = .standard
    ) throws(IllegalTransition) -> InstallTask {
        var next = self
        switch (state, action) {
        case (.queued(let due), .claim(let lease)), (.retryWait(let due), .claim(let lease)):
            next.beginTry(under: lease, due: due, at: now)
        case (.running, .succeed(let remote)):
            next.finish(as: .success, remote: remote, at: now)
        case (.running, .skip(let remote)):
            next.finish(as: .skipped, remote: remote, at: now)
        case (.running, .fail(let failure, let jitter)):
            next.fail(failure, jitter: jitter, at: now, retries: retries)
        case (.running, .wait(let delay)):
            next.attempt -= 1
            next.state = .retryWait(due: now + delay)
        case (.running, .hold(let failure, let until)):
            next.hold(failure, until: until)
        case (.queued, .expire(let reason)), (.retryWait, .expire(let reason)):
            next.giveUp(ProviderFailure(.watchdogTimeout, reason), at: now)
        case (.running, .interrupt(let begun)):
            next.giveBack(begun: begun, at: now)
        case (.running, .lapse):
            next.lapse(at: now)
        case (.queued, .cancel), (.held, .cancel), (.retryWait, .cancel), (.running, .cancel):
            next.cancel(at: now)
        case (_, .stop(let reason)) where !state.status.isFinal:
            next.cancel(for: reason, at: now)
        case (.failed, .retry(let attempts, let hold, let request)),
            (.canceled, .retry(let attempts, let hold, let request)):
            next.reopen(attempts: attempts, hold: hold, at: now)
            next.requestID = request
        case (.held(let hold), .approve) where hold.contains(.approval):
            next.wait(for: hold.subtracting(.approval), at: now)
        case (.held(let hold), .release) where hold.contains(.wave):
            next.wait(for: hold.subtracting(.wave), at: now)
        case (.held(let hold), .refuse(let reason)) where hold.contains(.approval):
            next.cancel(for: reason, at: now)
        default:
            throw IllegalTransition(status: state.status, action: action)
        }
        return next
    }

    private mutating func beginTry(under lease: Lease, due: Timestamp, at now: Timestamp) {
        state = .running(lease)
        attempt += 1
        claim = Claim(at: now, due: due)
        startedAt = startedAt ?? now
        begunAt = begunAt ?? now
    }

    private mutating func giveBack(begun: Bool, at now: Timestamp) {
        attempt -= 1
        guard !begun, let claim else {
            state = .queued(due: now)
            return
        }
        // As if nobody had taken it: it keeps its place, and its first try is still to come.
        state = .queued(due: claim.due)
        if begunAt == claim.at { begunAt = nil }
    }

    private mutating func finish(as state: State, remote: RemoteReference?, at now: Timestamp) {
        self.state = state
        self.remote = remote
        finishedAt = now
        if case .success = state { lastError = nil }
        if case .skipped = state { lastError = nil }
    }

    private mutating func fail(
        _ failure: ProviderFailure,
        jitter: Double,
        at now: Timestamp,
        retries: RetryPolicy
    ) {
        lastError = failure.taskError
        let sentNothing = step == nil && failure.code != .outcomeUnknown
        // Once something may have been sent, only a look that succeeded can say that nothing happened.
        if cancelRequested, sentNothing || failure.code == .canceled {
            finish(as: .canceled, remote: remote, at: now)
        } else if failure.isRetryable, attempt < maxAttempts {
            state = .retryWait(due: now + retries.delay(after: failure, attempt: attempt, jitter: jitter))
        } else {
            finish(as: failure.code == .canceled ? .canceled : .failed, remote: remote, at: now)
        }
    }

    private mutating func hold(_ failure: ProviderFailure, until due: Timestamp) {
        // The try was the provider's, not the task's own: it does not count.
        attempt -= 1
        lastError = failure.taskError
        state = .retryWait(due: due)
    }

    private mutating func giveUp(_ failure: ProviderFailure, at now: Timestamp) {
        lastError = failure.taskError
        finish(as: .failed, remote: remote, at: now)
    }

    private mutating func lapse(at now: Timestamp) {
        rescues += 1
        guard rescues <= Self.maximumRescues else {
            let failure = ProviderFailure(.watchdogTimeout, "Workers fell silent over it \(rescues) times.")
            return giveUp(failure, at: now)
        }
        // The try was cut short by us, not by the provider: it does not count.
        attempt -= 1
        lastError = ProviderFailure(.leaseLost, "The worker fell silent; another takes over.").taskError
        state = .retryWait(due: now)
    }

    private mutating func cancel(at now: Timestamp) {
        switch state {
        case .running:
            cancelRequested = true
        case .queued, .held, .retryWait:
            if mayHaveSent {
                // A worker looks, without writing, and says what happened.
                cancelRequested = true
                state = .retryWait(due: now)
            } else {
                finish(as: .canceled, remote: remote, at: now)
            }
        case .success, .failed, .canceled, .skipped:
            break
        }
    }

    private mutating func cancel(for reason: String, at now: Timestamp) {
        cancel(at: now)
        if case .canceled = state { lastError = ProviderFailure(.canceled, reason).taskError }
    }

    private mutating func wait(for hold: Hold, at now: Timestamp) {
        state = hold.isEmpty ? .queued(due: now) : .held(hold)
    }

    /// Whether an earlier try may have changed something at the provider.
    package var mayHaveSent: Bool {
        switch lastError?.code {
        case .outcomeUnknown, .leaseLost: true
        // Whatever an earlier try had left open is written over.
        case .watchdogTimeout: startedAt != nil
        default: step != nil
        }
    }

    private mutating func reopen(attempts: Int, hold: Hold, at now: Timestamp) {
        wait(for: hold, at: now)
        maxAttempts = attempt + attempts
        rescues = 0
        begunAt = nil
        cancelRequested = false
        finishedAt = nil
    }
}
