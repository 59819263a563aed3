/// How somebody is told.
package enum ChannelKind: String, Codable, CaseIterable, Sendable {
    /// A signed request (Standard Webhooks) to a program.
    case webhook
    case slack
    case teams
    case discord
    case email

    /// Whether it takes an address to send to, which is kept sealed.
    package var takesURL: Bool { self != .email }
}

/// The language of what a channel says to people.
package enum ChannelLanguage: String, Codable, CaseIterable, Sendable {
    case en
    case ko
}

/// Everything of a channel that a person may change and read; never what lets somebody send in its place.
package struct ChannelSettings: Codable, Equatable, Sendable {
    /// For people.
    package var name: String
    package var kind: ChannelKind
    package var enabled: Bool
    package var language: ChannelLanguage
    /// Who gets mail; empty for every other kind.
    package var recipients: [String]
    /// Only alerts of these; empty for all.
    package var severities: [AlertSeverity]
    /// Only alerts of these rules; empty for all.
    package var rules: [AlertRuleID]
    /// Tells of an alert that nobody has looked after for so long; nil for never.
    package var escalateMinutes: Int?
    /// Tells of no alert before it has escalated.
    package var onlyEscalated: Bool

    /// Up to a week.
    package static let escalations = 1...10_080
    package static let maximumRecipients = 50
    package static let maximumRules = 100

    package init(
        name: String,
        kind: ChannelKind,
        enabled: Bool = true,
        language: ChannelLanguage = .en,
        recipients: [String] = [],
        severities: [AlertSeverity] = [],
        rules: [AlertRuleID] = [],
        escalateMinutes: Int? = nil,
        onlyEscalated: Bool = false
    ) {
        self.name = name
        self.kind = kind
        self.enabled = enabled
        self.language = language
        self.recipients = recipients
        self.severities = severities
        self.rules = rules
        self.escalateMinutes = escalateMinutes
        self.onlyEscalated = onlyEscalated
    }

    enum CodingKeys: String, CodingKey {
        case name
        case kind
        case enabled
        case language
        case recipients
        case severities
        case rules
        case escalateMinutes = "escalate_minutes"
        case onlyEscalated = "only_escalated"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        name = try values.decode(String.self, forKey: .name)
        kind = try values.decode(ChannelKind.self, forKey: .kind)
        enabled = try values.decodeIfPresent(Bool.self, forKey: .enabled) ?? true
        language = try values.decodeIfPresent(ChannelLanguage.self, forKey: .language) ?? .en
        recipients = try values.decodeIfPresent([String].self, forKey: .recipients) ?? []
        severities = try values.decodeIfPresent([AlertSeverity].self, forKey: .severities) ?? []
        rules = try values.decodeIfPresent([AlertRuleID].self, forKey: .rules) ?? []
        escalateMinutes = try values.decodeIfPresent(Int.self, forKey: .escalateMinutes)
        onlyEscalated = try values.decodeIfPresent(Bool.self, forKey: .onlyEscalated) ?? false
    }
}
