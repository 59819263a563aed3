package import Contract

/// How one message gets on: the only place that decides when it is tried, and when that ends.
package struct DeliveryCourse: Equatable, Sendable {
    package var state: DeliveryState
    /// Since it was made or sent again, the one under way included.
    package var attempts: Int
    /// When it was made or sent again.
    package var since: Timestamp
    package var nextAt: Timestamp?
    package var status: Int?
    package var error: String?
    package var finishedAt: Timestamp?

    /// How long it is worth while.
    package static let longest = Duration.seconds(24 * 3600)
    /// The most that a pause between two tries has before the jitter.
    package static let longestPause = Duration.seconds(3600)
    /// The same after the first try; it doubles with each.
    package static let firstPause = Duration.seconds(10)
    /// After so long another node may take over what one has begun to send.
    package static let lease = Duration.seconds(120)

    package init(
        state: DeliveryState,
        attempts: Int,
        since: Timestamp,
        nextAt: Timestamp?,
        status: Int? = nil,
        error: String? = nil,
        finishedAt: Timestamp? = nil
    ) {
        self.state = state
        self.attempts = attempts
        self.since = since
        self.nextAt = nextAt
        self.status = status
        self.error = error
        self.finishedAt = finishedAt
    }

    /// One to be sent at once.
    package init(at now: Timestamp) {
        self.init(state: .pending, attempts: 0, since: now, nextAt: now)
    }

    /// As it is while somebody tries it.
    package func begun(at now: Timestamp) -> DeliveryCourse {
        var next = self
        next.attempts += 1
        next.nextAt = now + Self.lease
        return next
    }

    /// As it is after a try.
    ///
    /// - Parameters:
    ///   - outcome: Of the try.
    ///   - kind: A test is tried once: somebody waits for the answer.
    ///   - now: When it ended.
    ///   - jitter: A random share in 0..<1, so that what failed together does not come back together.
    /// - Returns: What to save.
    package func after(
        _ outcome: SendOutcome,
        of kind: DeliveryKind,
        at now: Timestamp,
        jitter: Double
    ) -> DeliveryCourse {
        var next = self
        next.error = nil
        switch outcome {
        case .accepted(let status):
            next.end(.delivered, status, at: now)
        case .refused(let status, let detail):
            next.end(.failed, status, at: now)
            next.error = detail
        case .trouble(let status, let detail, let retryAfter):
            next.status = status
            next.error = detail
            let due = now + max(pause(jitter: jitter), retryAfter ?? .zero)
            if kind == .test {
                next.end(.failed, status, at: now)
            } else if due - since > Self.longest {
                next.end(.givenUp, status, at: now)
            } else {
                next.nextAt = due
            }
        }
        return next
    }

    /// As it is to be sent again, whatever became of it.
    package func replayed(at now: Timestamp) -> DeliveryCourse {
        var next = DeliveryCourse(at: now)
        (next.status, next.error) = (status, error)
        return next
    }

    private mutating func end(_ state: DeliveryState, _ status: Int?, at now: Timestamp) {
        self.state = state
        self.status = status
        nextAt = nil
        finishedAt = now
    }

    /// Exponential with full jitter, and a second at least.
    private func pause(jitter: Double) -> Duration {
        let doublings = min(max(attempts - 1, 0), 12)
        let ceiling = min(Self.firstPause * (1 << doublings), Self.longestPause)
        return max(ceiling * jitter, .seconds(1))
    }
}
