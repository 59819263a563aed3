/// What an alert rule looks for: a closed set, each with what has to be known to decide it.
///
/// A condition about a provider looks at every provider, each for itself, unless it names one.
package enum AlertCondition: Equatable, Sendable {
    package enum Kind: String, Codable, CaseIterable, Sendable {
        /// A target failed for good; tries that are followed by another do not count.
        case targetFailed = "target_failed"
        /// A run ended with failed targets.
        case runFailed = "run_failed"
        /// Too many of the targets that ended within a time had failed.
        case failureRate = "failure_rate"
        /// A target that may begin has waited too long.
        case queueAge = "queue_age"
        /// One try of a target has been running for too long.
        case stuckTask = "stuck_task"
        /// The last check of a provider failed.
        case providerUnhealthy = "provider_unhealthy"
        /// Fewer workers than there should be give signs of life.
        case workerGone = "worker_gone"
        /// The audit log is not whole.
        case auditBroken = "audit_broken"
        /// A provider does not hold what the ledger says.
        case driftFound = "drift_found"
        /// A stored credential ceases to hold soon, as whoever stored it said.
        case credentialExpiring = "credential_expiring"
    }

    /// Without codes, all of them.
    case targetFailed(provider: ProviderID? = nil, codes: [FailureCode] = [])
    /// The outcomes are among `failed` and `partial_failed`.
    case runFailed(
        outcomes: [RunStatus] = AlertCondition.failedOutcomes,
        provider: ProviderID? = nil,
        codes: [FailureCode] = []
    )
    /// Counts whole minutes, and nothing before `atLeast` targets have ended in them.
    case failureRate(provider: ProviderID? = nil, percent: Int, windowMinutes: Int, atLeast: Int)
    case queueAge(provider: ProviderID? = nil, minutes: Int)
    case stuckTask(provider: ProviderID? = nil, minutes: Int)
    case providerUnhealthy(provider: ProviderID? = nil)
    case workerGone(minimum: Int)
    case auditBroken
    /// Counts the places of one provider that differ.
    case driftFound(provider: ProviderID? = nil, atLeast: Int = 1)
    case credentialExpiring(provider: ProviderID? = nil, withinDays: Int = AlertCondition.usualDays)

    package static let failedOutcomes: [RunStatus] = [.failed, .partialFailed]
    package static let percents = 1...100
    /// Up to a day.
    package static let windows = 1...1440
    package static let counts = 1...100_000
    /// Up to a week.
    package static let ages = 1...10_080
    package static let workers = 1...1000
    /// How long before its end a credential is spoken of, up to a year.
    package static let days = 1...365
    package static let usualDays = 14

    package var kind: Kind {
        switch self {
        case .targetFailed: .targetFailed
        case .runFailed: .runFailed
        case .failureRate: .failureRate
        case .queueAge: .queueAge
        case .stuckTask: .stuckTask
        case .providerUnhealthy: .providerUnhealthy
        case .workerGone: .workerGone
        case .auditBroken: .auditBroken
        case .driftFound: .driftFound
        case .credentialExpiring: .credentialExpiring
        }
    }

    /// The only provider it looks at; nil for every one, and where it is not about providers.
    package var provider: ProviderID? {
        switch self {
        case .targetFailed(let provider, _), .runFailed(_, let provider, _),
            .failureRate(let provider, _, _, _),
            .queueAge(let provider, _), .stuckTask(let provider, _), .providerUnhealthy(let provider),
            .driftFound(let provider, _), .credentialExpiring(let provider, _):
            provider
        case .workerGone, .auditBroken: nil
        }
    }
}

extension AlertCondition: Codable {
    private enum CodingKeys: String, CodingKey {
        case kind
        case provider
        case codes
        case outcomes
        case percent
        case windowMinutes = "window_minutes"
        case atLeast = "at_least"
        case minutes
        case minimum
        case withinDays = "within_days"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func number(_ key: CodingKeys) throws -> Int { try values.decode(Int.self, forKey: key) }
        let provider = try values.decodeIfPresent(ProviderID.self, forKey: .provider)
        let codes = try values.decodeIfPresent([FailureCode].self, forKey: .codes) ?? []
        switch try values.decode(Kind.self, forKey: .kind) {
        case .targetFailed: self = .targetFailed(provider: provider, codes: codes)
        case .runFailed:
            let outcomes = try values.decodeIfPresent([RunStatus].self, forKey: .outcomes)
            self = .runFailed(outcomes: outcomes ?? Self.failedOutcomes, provider: provider, codes: codes)
        case .failureRate:
            self = .failureRate(
                provider: provider,
                percent: try number(.percent),
                windowMinutes: try number(.windowMinutes),
                atLeast: try number(.atLeast)
            )
        case .queueAge: self = .queueAge(provider: provider, minutes: try number(.minutes))
        case .stuckTask: self = .stuckTask(provider: provider, minutes: try number(.minutes))
        case .providerUnhealthy: self = .providerUnhealthy(provider: provider)
        case .workerGone: self = .workerGone(minimum: try number(.minimum))
        case .auditBroken: self = .auditBroken
        case .driftFound:
            let atLeast = try values.decodeIfPresent(Int.self, forKey: .atLeast)
            self = .driftFound(provider: provider, atLeast: atLeast ?? 1)
        case .credentialExpiring:
            let days = try values.decodeIfPresent(Int.self, forKey: .withinDays)
            self = .credentialExpiring(provider: provider, withinDays: days ?? Self.usualDays)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(kind, forKey: .kind)
        try values.encodeIfPresent(provider, forKey: .provider)
        switch self {
        case .targetFailed(_, let codes):
            if !codes.isEmpty { try values.encode(codes, forKey: .codes) }
        case .runFailed(let outcomes, _, let codes):
            try values.encode(outcomes, forKey: .outcomes)
            if !codes.isEmpty { try values.encode(codes, forKey: .codes) }
        case .failureRate(_, let percent, let window, let atLeast):
            try values.encode(percent, forKey: .percent)
            try values.encode(window, forKey: .windowMinutes)
            try values.encode(atLeast, forKey: .atLeast)
        case .queueAge(_, let minutes), .stuckTask(_, let minutes):
            try values.encode(minutes, forKey: .minutes)
        case .driftFound(_, let atLeast): try values.encode(atLeast, forKey: .atLeast)
        case .credentialExpiring(_, let days): try values.encode(days, forKey: .withinDays)
        case .workerGone(let minimum): try values.encode(minimum, forKey: .minimum)
        case .providerUnhealthy, .auditBroken: break
        }
    }
}
