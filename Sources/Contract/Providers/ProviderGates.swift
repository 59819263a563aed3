/// Somebody's wish that nothing begins, at a provider or anywhere.
package struct PauseView: Codable, Equatable, Sendable {
    /// 1 to 500 characters.
    package let reason: String
    package let by: String
    package let since: Timestamp

    package init(reason: String, by: String, since: Timestamp) {
        self.reason = reason
        self.by = by
        self.since = since
    }
}

/// Whether work is done at all.
package struct WorkView: Codable, Equatable, Sendable {
    /// The pause of everything; absent when there is none.
    package let pause: PauseView?

    package init(pause: PauseView?) {
        self.pause = pause
    }
}

/// How a provider's circuit breaker stands.
package struct BreakerView: Codable, Equatable, Sendable {
    package enum State: String, Codable, CaseIterable, Sendable {
        /// Targets begin as usual.
        case closed
        /// Nothing begins before `probe_at`.
        case open
        /// One target tries whether the provider is back.
        case halfOpen = "half_open"
    }

    package let state: State
    /// Failures in a row that say the provider is down.
    package let failures: Int
    /// Since when nothing but probes begins; absent while it is closed.
    package let openedAt: Timestamp?
    /// When one target may try; absent while it is closed, or one tries.
    package let probeAt: Timestamp?
    /// The last such failure.
    package let error: TaskError?

    package init(
        state: State,
        failures: Int,
        openedAt: Timestamp? = nil,
        probeAt: Timestamp? = nil,
        error: TaskError?
    ) {
        self.state = state
        self.failures = failures
        self.openedAt = openedAt
        self.probeAt = probeAt
        self.error = error
    }

    enum CodingKeys: String, CodingKey {
        case state
        case failures
        case openedAt = "opened_at"
        case probeAt = "probe_at"
        case error
    }
}

/// That a provider asked not to be asked for a while, in answer to a try.
package struct BackOffView: Codable, Equatable, Sendable {
    /// Of wishes that follow each other closely: when the first was made.
    package let since: Timestamp
    /// Nothing begins before.
    package let until: Timestamp
    /// What it answered last.
    package let error: TaskError

    package init(since: Timestamp, until: Timestamp, error: TaskError) {
        self.since = since
        self.until = until
        self.error = error
    }
}

/// Why nothing begins at a provider now.
package struct ClosedGate: Codable, Equatable, Sendable {
    package enum Cause: String, Codable, CaseIterable, Sendable {
        case providerPaused = "provider_paused"
        /// Everything is.
        case workPaused = "work_paused"
        /// The provider is taken to be down.
        case breakerOpen = "breaker_open"
        /// The provider asked for a wait.
        case rateLimited = "rate_limited"
    }

    package let provider: ProviderID
    package let cause: Cause
    package let since: Timestamp
    /// Why somebody paused it; present for a pause only.
    package let reason: String?
    /// Who paused it; present for a pause only.
    package let by: String?
    /// When a target is tried next; absent for a pause, or while one tries.
    package let probeAt: Timestamp?
    /// What the provider answered last; absent for a pause.
    package let error: TaskError?

    package init(
        provider: ProviderID,
        cause: Cause,
        since: Timestamp,
        reason: String? = nil,
        by: String? = nil,
        probeAt: Timestamp? = nil,
        error: TaskError? = nil
    ) {
        self.provider = provider
        self.cause = cause
        self.since = since
        self.reason = reason
        self.by = by
        self.probeAt = probeAt
        self.error = error
    }

    enum CodingKeys: String, CodingKey {
        case provider
        case cause
        case since
        case reason
        case by
        case probeAt = "probe_at"
        case error
    }
}
