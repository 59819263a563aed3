/// How much an alert matters, for whoever sorts by it.
package enum AlertSeverity: String, Codable, CaseIterable, Sendable {
    case info
    case warning
    case critical
}

/// Everything of an alert rule that a person may change.
package struct AlertRuleSettings: Codable, Equatable, Sendable {
    /// For people.
    package var title: String
    package var condition: AlertCondition
    package var severity: AlertSeverity
    package var enabled: Bool
    /// While an alert is open and goes on, it is told again after so long; nil for once only.
    package var repeatMinutes: Int?

    /// Up to a week.
    package static let repeats = 1...10_080

    package init(
        title: String,
        condition: AlertCondition,
        severity: AlertSeverity = .warning,
        enabled: Bool = true,
        repeatMinutes: Int? = nil
    ) {
        self.title = title
        self.condition = condition
        self.severity = severity
        self.enabled = enabled
        self.repeatMinutes = repeatMinutes
    }

    enum CodingKeys: String, CodingKey {
        case title
        case condition
        case severity
        case enabled
        case repeatMinutes = "repeat_minutes"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        title = try values.decode(String.self, forKey: .title)
        condition = try values.decode(AlertCondition.self, forKey: .condition)
        severity = try values.decodeIfPresent(AlertSeverity.self, forKey: .severity) ?? .warning
        enabled = try values.decodeIfPresent(Bool.self, forKey: .enabled) ?? true
        repeatMinutes = try values.decodeIfPresent(Int.self, forKey: .repeatMinutes)
    }
}

/// What is looked for all the time.
package struct AlertRuleView: Codable, Equatable, Sendable {
    package let id: AlertRuleID
    package let settings: AlertRuleSettings
    /// Rises by one with every change.
    package let revisionNumber: Int
    package let updatedAt: Timestamp
    /// `system` for one that came with the program and was never changed.
    package let updatedBy: String

    package init(
        id: AlertRuleID,
        settings: AlertRuleSettings,
        revisionNumber: Int,
        updatedAt: Timestamp,
        updatedBy: String
    ) {
        self.id = id
        self.settings = settings
        self.revisionNumber = revisionNumber
        self.updatedAt = updatedAt
        self.updatedBy = updatedBy
    }

    package var revision: Revision { Revision(text: String(revisionNumber)) }

    enum CodingKeys: String, CodingKey {
        case id
        case settings
        case revisionNumber = "revision"
        case updatedAt = "updated_at"
        case updatedBy = "updated_by"
    }
}

/// A rule after it was written, and whether it is new (201) or changed (200).
package struct AlertRuleRegistration: Equatable, Sendable {
    package let created: Bool
    package let rule: AlertRuleView

    package init(created: Bool, rule: AlertRuleView) {
        self.created = created
        self.rule = rule
    }
}

extension Identifier where Of == AlertRuleView {
    /// Formed like a provider's.
    package var isWellFormed: Bool { ProviderID(rawValue: rawValue).isWellFormed }
}
