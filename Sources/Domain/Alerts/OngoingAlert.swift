package import Contract

/// An alert as what happens changes it.
package struct OngoingAlert: Equatable, Sendable {
    package let id: AlertID
    package let rule: AlertRuleID
    package let cause: AlertCause
    package let openedAt: Timestamp
    package var lastAt: Timestamp
    package var count = 0
    package var message: String?
    /// The first that it was about, to be shown.
    package var skills: [String] = []
    /// Those that have not succeeded since, up to ``maximumMembers``.
    package var members: Set<String> = []
    /// Whether there were more: then it ends only after a while of quiet.
    package var hasLostMembers = false
    package var state = AlertState.open
    package var snoozeUntil: Timestamp?
    /// When somebody was last told of it.
    package var toldAt: Timestamp
    package var recoveredAt: Timestamp?

    package static let maximumMembers = 1000
    package static let shownSkills = 20

    package init(_ id: AlertID, rule: AlertRuleID, cause: AlertCause, openedAt: Timestamp) {
        self.id = id
        self.rule = rule
        self.cause = cause
        self.openedAt = openedAt
        lastAt = openedAt
        toldAt = openedAt
    }

    mutating func note(_ sign: AlertSign) {
        count += sign.count
        lastAt = max(lastAt, sign.at)
        message = sign.message ?? message
        for skill in sign.skills {
            if skills.count < Self.shownSkills, !skills.contains(skill) { skills.append(skill) }
            guard !members.contains(skill) else { continue }
            if members.count < Self.maximumMembers { members.insert(skill) } else { hasLostMembers = true }
        }
    }
}

/// One sign of what a rule looks for.
struct AlertSign {
    var cause: AlertCause
    let at: Timestamp
    var count = 1
    var skills: [String] = []
    var message: String?
}

/// That somebody is to be told of an alert.
package struct AlertNotice: Equatable, Sendable {
    package enum Kind: String, Codable, CaseIterable, Sendable {
        case opened
        /// It is still open and goes on.
        case repeated
        case recovered
    }

    package let alert: AlertID
    package let kind: Kind
    package let at: Timestamp

    package init(_ kind: Kind, of alert: AlertID, at: Timestamp) {
        self.alert = alert
        self.kind = kind
        self.at = at
    }
}
