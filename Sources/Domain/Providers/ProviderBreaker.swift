package import Contract

/// Whether a provider is taken to be down, learned from how tries there ended: a circuit breaker.
///
/// After so many failures in a row that say so, nothing begins there any more but one try at a time, each later than
/// the one before, until something gets an answer. `docs/decisions/0026-pauses-breakers-and-clocks.md` says why.
package struct ProviderBreaker: Equatable, Sendable {
    /// The one task that tries whether the provider is back.
    package struct Probe: Equatable, Sendable {
        package let task: TaskID
        /// Of its lease.
        package let token: String

        package init(task: TaskID, token: String) {
            self.task = task
            self.token = token
        }
    }

    package enum State: Equatable, Sendable {
        case closed
        /// Nothing begins before `probeAt`; then one task does.
        case open(since: Timestamp, probeAt: Timestamp)
        /// One task has begun, and nothing else does.
        case halfOpen(since: Timestamp, Probe)
    }

    /// What the end of a try says of its provider.
    package enum Sign: Equatable, Sendable {
        /// It answered, whatever it said.
        case alive
        case down(TaskError)
        /// It was not asked, or cut short by us.
        case none
    }

    /// So many failures in a row open it: more than one task has tries, so one broken skill alone does not.
    package static let threshold = 10
    private static let firstWait = Duration.seconds(5)
    private static let longestWait = Duration.seconds(300)

    package private(set) var state: State
    /// Failures in a row that say the provider is down.
    package private(set) var failures: Int
    /// How often it opened, or stayed open after a probe, since the provider was last alive.
    package private(set) var openings: Int
    package private(set) var error: TaskError?

    package init(state: State = .closed, failures: Int = 0, openings: Int = 0, error: TaskError? = nil) {
        self.state = state
        self.failures = failures
        self.openings = openings
        self.error = error
    }

    /// Whether there is nothing to remember.
    package var isAtRest: Bool { self == ProviderBreaker() }

    /// When the next task may try; nil while it is closed, or one tries.
    package var probeAt: Timestamp? {
        if case .open(_, let probeAt) = state { probeAt } else { nil }
    }

    /// Takes note of a try that ended.
    ///
    /// - Parameters:
    ///   - sign: What it says.
    ///   - attempt: Which it was, to tell the probe from those that began before.
    ///   - now: When.
    /// - Returns: Whether it was the probe.
    @discardableResult
    package mutating func note(_ sign: Sign, of attempt: Probe, at now: Timestamp) -> Bool {
        let isProbe = if case .halfOpen(_, attempt) = state { true } else { false }
        switch sign {
        case .alive: self = ProviderBreaker()
        case .down(let failure):
            failures += 1
            error = failure
            switch state {
            case .closed where failures >= Self.threshold: open(since: now, at: now)
            case .halfOpen(let since, _) where isProbe: open(since: since, at: now)
            case .closed, .open, .halfOpen: break
            }
        case .none:
            // Another task may try at once: this one said nothing.
            if case .halfOpen(let since, _) = state, isProbe { state = .open(since: since, probeAt: now) }
        }
        return isProbe
    }

    private mutating func open(since: Timestamp, at now: Timestamp) {
        openings += 1
        let doublings = min(openings - 1, 20)
        state = .open(since: since, probeAt: now + min(Self.firstWait * (1 << doublings), Self.longestWait))
    }

    /// Lets one task try.
    package mutating func begin(_ probe: Probe) {
        switch state {
        case .closed: break
        case .open(let since, _), .halfOpen(let since, _): state = .halfOpen(since: since, probe)
        }
    }
}

extension InstallTask.Action {
    /// What it says of the provider.
    package var sign: ProviderBreaker.Sign {
        switch self {
        case .succeed, .wait: .alive
        case .fail(let failure, _), .hold(let failure, _): failure.sign
        case .claim, .skip, .interrupt, .lapse, .cancel, .stop, .retry, .release, .approve, .refuse, .expire:
            .none
        }
    }
}

extension ProviderFailure {
    fileprivate var sign: ProviderBreaker.Sign {
        guard !isOurs else { return .none }
        switch code {
        case .providerUnavailable, .timeout, .outcomeUnknown: return .down(taskError)
        case .invalidSkill, .policyBlocked, .scanBlocked, .authFailed, .permissionDenied, .notFound,
            .conflict,
            .payloadTooLarge, .rateLimited, .quotaExceeded, .leaseLost, .watchdogTimeout, .integrityFailed,
            .canceled, .internal:
            // Some are found out before anything is sent.
            return providerStatus == nil ? .none : .alive
        }
    }
}
