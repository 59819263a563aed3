package import Contract

/// Something that alerts are decided by: an ending, or a measurement.
///
/// Alerts follow from facts in their order and from nothing else, so that what is kept of them says when a rule
/// would have fired.
package struct AlertFact: Codable, Equatable, Sendable {
    package enum Kind: String, Codable, CaseIterable, Sendable {
        /// A target came to its final state.
        case targetEnded = "target_ended"
        case runEnded = "run_ended"
        /// For how many seconds the oldest target has waited that may begin.
        case queueAge = "queue_age"
        /// For how many seconds the longest try has been running.
        case tryAge = "try_age"
        /// 1 for a provider that answered well when it was checked or tried again, 0 for one that did not, or that is
        /// taken to be down.
        case providerChecked = "provider_checked"
        /// How many workers give signs of life.
        case workers
        /// 1 for a whole log, else 0.
        case auditChecked = "audit_checked"
        /// How many places of a provider differ from the ledger.
        case driftFound = "drift_found"
        /// For how many seconds a provider's credential still holds; below zero when it has expired.
        case credentialLeft = "credential_left"
    }

    /// What failed in a run for one cause.
    package struct Failures: Codable, Equatable, Sendable {
        package let cause: AlertCause
        package let message: String?
        package let count: Int
        package let skills: [String]

        package init(cause: AlertCause, message: String?, count: Int, skills: [String]) {
            self.cause = cause
            self.message = message
            self.count = count
            self.skills = skills
        }
    }

    package let kind: Kind
    package let at: Timestamp
    package var provider: ProviderID?
    package var skill: String?
    package var run: RunID?
    package var task: TaskID?
    /// The final state of the target or run.
    package var outcome: String?
    package var code: FailureCode?
    package var signature: String?
    /// For people; free of credentials and reply bodies.
    package var message: String?
    package var value: Int64?
    /// Of a run that did not succeed, by cause.
    package var failures: [Failures]?

    package init(_ kind: Kind, at: Timestamp, provider: ProviderID? = nil, value: Int64? = nil) {
        self.kind = kind
        self.at = at
        self.provider = provider
        self.value = value
    }

    package var cause: AlertCause { AlertCause(provider: provider, code: code, signature: signature) }

    package var hasFailed: Bool { outcome == TaskStatus.failed.rawValue }
    package var hasSucceeded: Bool { outcome == TaskStatus.success.rawValue }
}

extension AlertFact {
    /// What a run's targets failed for, from the endings of its targets in their order.
    ///
    /// Of a target that was tried again the last ending counts.
    package static func failures(among endings: [AlertFact]) -> [Failures] {
        var last: [TaskID: AlertFact] = [:]
        for ending in endings { if let task = ending.task { last[task] = ending } }
        let failed = last.values.filter(\.hasFailed).sorted { first, second in
            (first.task?.rawValue ?? "") < (second.task?.rawValue ?? "")
        }
        return Dictionary(grouping: failed, by: \.cause).map { cause, endings in
            Failures(
                cause: cause,
                message: endings.last?.message,
                count: endings.count,
                skills: Set(endings.compactMap(\.skill)).sorted()
            )
        }.sorted { $0.cause.sortKey < $1.cause.sortKey }
    }
}

extension TaskError {
    /// What tells this failure from others of its code: the vendor's own code, else the HTTP status.
    ///
    /// Up to 100 characters of printable ASCII, whatever the vendor sent: it is a key.
    package var signature: String? {
        if let vendorCode, !vendorCode.isEmpty {
            let characters = vendorCode.unicodeScalars.prefix(100).map { scalar in
                ("!"..."~").contains(scalar) ? Character(scalar) : "_"
            }
            return String(characters)
        }
        return providerStatus.map { "http_\($0)" }
    }
}

extension FailureCode {
    /// Whether it speaks of the one skill rather than of the provider: that others succeed there proves nothing then.
    package var isOfOneSkill: Bool {
        switch self {
        case .invalidSkill, .payloadTooLarge, .scanBlocked, .policyBlocked, .notFound, .conflict,
            .integrityFailed:
            true
        case .authFailed, .permissionDenied, .rateLimited, .quotaExceeded, .providerUnavailable, .timeout,
            .outcomeUnknown, .leaseLost, .watchdogTimeout, .canceled, .internal:
            false
        }
    }
}
