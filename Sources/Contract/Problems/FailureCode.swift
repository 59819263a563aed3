/// Why a target of a run did not succeed: one vocabulary for all providers.
///
/// `docs/07-provider-adapter-spec.md` documents each; adapters map every status, timeout and malformed
/// reply to exactly one.
package enum FailureCode: String, Codable, CaseIterable, Sendable {
    case invalidSkill = "invalid_skill"
    case policyBlocked = "policy_blocked"
    case scanBlocked = "scan_blocked"
    case authFailed = "auth_failed"
    case permissionDenied = "permission_denied"
    case notFound = "not_found"
    case conflict
    case payloadTooLarge = "payload_too_large"
    case rateLimited = "rate_limited"
    case quotaExceeded = "quota_exceeded"
    case providerUnavailable = "provider_unavailable"
    case timeout
    case outcomeUnknown = "outcome_unknown"
    case leaseLost = "lease_lost"
    case watchdogTimeout = "watchdog_timeout"
    case integrityFailed = "integrity_failed"
    case canceled
    case `internal`

    /// Whose move it is when this happens.
    package enum Fault: String, Codable, Sendable {
        case skill
        case configuration
        case provider
        case skillyard
        case person
    }

    /// Whether trying again later, with nothing changed, can succeed.
    package var isRetryable: Bool {
        switch self {
        case .rateLimited, .providerUnavailable, .timeout, .outcomeUnknown, .leaseLost: true
        case .invalidSkill, .policyBlocked, .scanBlocked, .authFailed, .permissionDenied, .notFound,
            .conflict,
            .payloadTooLarge, .quotaExceeded, .watchdogTimeout, .integrityFailed, .canceled, .internal:
            false
        }
    }

    /// The wait before the second try; doubles after each further one.
    package var defaultBackOff: Duration {
        switch self {
        case .rateLimited: .seconds(5)
        case .outcomeUnknown, .leaseLost: .seconds(1)
        default: .seconds(2)
        }
    }

    package var fault: Fault {
        switch self {
        case .invalidSkill, .payloadTooLarge, .scanBlocked: .skill
        case .authFailed, .permissionDenied, .policyBlocked, .quotaExceeded, .notFound, .conflict:
            .configuration
        case .rateLimited, .providerUnavailable, .timeout, .outcomeUnknown: .provider
        case .leaseLost, .watchdogTimeout, .integrityFailed, .internal: .skillyard
        case .canceled: .person
        }
    }
}
