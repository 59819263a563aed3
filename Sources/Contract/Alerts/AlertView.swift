package enum AlertState: String, Codable, CaseIterable, Sendable {
    case open
    /// Somebody looks after it: it is counted on, but not told again.
    case acknowledged
    /// As acknowledged, until a time.
    case snoozed
    /// What it was about is over; a new failure opens a new alert.
    case recovered
}

/// What has in common whatever one alert counts.
package struct AlertCause: Codable, Equatable, Hashable, Sendable {
    package let provider: ProviderID?
    package let code: FailureCode?
    /// The vendor's own code, else the HTTP status it answered with; absent when there is neither.
    package let signature: String?

    package init(provider: ProviderID? = nil, code: FailureCode? = nil, signature: String? = nil) {
        self.provider = provider
        self.code = code
        self.signature = signature
    }
}

extension AlertCause {
    /// Orders causes, the same everywhere.
    package var sortKey: String {
        "\(provider?.rawValue ?? "") \(code?.rawValue ?? "") \(signature ?? "")"
    }
}

/// Something that a rule found, from its first sign to its end.
package struct AlertView: Codable, Equatable, Sendable {
    package let id: AlertID
    package let rule: AlertRuleID
    /// The rule's, when it opened.
    package let title: String
    package let severity: AlertSeverity
    package let state: AlertState
    package let cause: AlertCause
    /// The newest sign of it in words; free of credentials and reply bodies.
    package let message: String?
    /// How often it was seen.
    package let count: Int
    /// The first skills that it is about.
    package let skills: [String]
    package let openedAt: Timestamp
    /// When it was last seen.
    package let lastAt: Timestamp
    package let recoveredAt: Timestamp?
    /// Until when it is snoozed.
    package let snoozeUntil: Timestamp?
    package let acknowledgedBy: String?
    package let acknowledgedAt: Timestamp?
    /// Why it was acknowledged or snoozed.
    package let reason: String?

    package init(
        id: AlertID,
        rule: AlertRuleID,
        title: String,
        severity: AlertSeverity,
        state: AlertState,
        cause: AlertCause,
        message: String?,
        count: Int,
        skills: [String],
        openedAt: Timestamp,
        lastAt: Timestamp,
        recoveredAt: Timestamp? = nil,
        snoozeUntil: Timestamp? = nil,
        acknowledgedBy: String? = nil,
        acknowledgedAt: Timestamp? = nil,
        reason: String? = nil
    ) {
        self.id = id
        self.rule = rule
        self.title = title
        self.severity = severity
        self.state = state
        self.cause = cause
        self.message = message
        self.count = count
        self.skills = skills
        self.openedAt = openedAt
        self.lastAt = lastAt
        self.recoveredAt = recoveredAt
        self.snoozeUntil = snoozeUntil
        self.acknowledgedBy = acknowledgedBy
        self.acknowledgedAt = acknowledgedAt
        self.reason = reason
    }

    enum CodingKeys: String, CodingKey {
        case id
        case rule
        case title
        case severity
        case state
        case cause
        case message
        case count
        case skills
        case openedAt = "opened_at"
        case lastAt = "last_at"
        case recoveredAt = "recovered_at"
        case snoozeUntil = "snooze_until"
        case acknowledgedBy = "acknowledged_by"
        case acknowledgedAt = "acknowledged_at"
        case reason
    }
}

/// Which alerts to list, newest first.
package struct AlertQuery: Equatable, Sendable {
    package var state: AlertState?
    package var rule: AlertRuleID?
    package var provider: ProviderID?
    package var page: PageRequest

    package init(
        state: AlertState? = nil,
        rule: AlertRuleID? = nil,
        provider: ProviderID? = nil,
        page: PageRequest = .init()
    ) {
        self.state = state
        self.rule = rule
        self.provider = provider
        self.page = page
    }
}

/// That somebody looks after an alert, and why it need not be told again.
package struct AlertAcknowledgement: Codable, Equatable, Sendable {
    package let reason: String

    package init(reason: String) {
        self.reason = reason
    }
}

/// Until when an alert need not be told again.
package struct AlertSnooze: Codable, Equatable, Sendable {
    /// Within ``longestDays`` days from now.
    package let until: Timestamp
    package let reason: String?

    package static let longestDays = 30

    package init(until: Timestamp, reason: String? = nil) {
        self.until = until
        self.reason = reason
    }
}
