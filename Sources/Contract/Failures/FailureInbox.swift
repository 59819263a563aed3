/// Failed targets that nobody has dealt with yet, by their causes.
///
/// A target stays until it is retried to success, installed or removed there by a later run, rolled back with its
/// run, or acknowledged with a reason.
package struct FailureInbox: Codable, Equatable, Sendable {
    /// What failed for one cause.
    package struct Group: Codable, Equatable, Sendable {
        package let cause: AlertCause
        /// The newest failure in words; free of credentials and reply bodies.
        package let message: String
        package let count: Int
        package let firstAt: Timestamp
        package let lastAt: Timestamp
        /// By name, the first ``maximumNames``.
        package let skills: [String]
        /// How many skills there are in all.
        package let skillCount: Int
        /// Whose targets they are, newest first, the first ``maximumNames``.
        package let runs: [RunID]

        package static let maximumNames = 20

        package init(
            cause: AlertCause,
            message: String,
            count: Int,
            firstAt: Timestamp,
            lastAt: Timestamp,
            skills: [String],
            skillCount: Int,
            runs: [RunID]
        ) {
            self.cause = cause
            self.message = message
            self.count = count
            self.firstAt = firstAt
            self.lastAt = lastAt
            self.skills = skills
            self.skillCount = skillCount
            self.runs = runs
        }

        enum CodingKeys: String, CodingKey {
            case cause
            case message
            case count
            case firstAt = "first_at"
            case lastAt = "last_at"
            case skills
            case skillCount = "skill_count"
            case runs
        }
    }

    /// The largest first.
    package let groups: [Group]
    /// How many targets were looked at.
    package let targets: Int
    /// Whether those are all; else the newest ``maximumTargets``.
    package let complete: Bool

    package static let maximumTargets = 10_000

    package init(groups: [Group], targets: Int, complete: Bool) {
        self.groups = groups
        self.targets = targets
        self.complete = complete
    }
}

/// Says of failed targets that nothing is to be done about them any more.
package struct FailureAcknowledgementRequest: Codable, Equatable, Sendable {
    /// With a provider and a code.
    package let cause: AlertCause
    /// The `last_at` of the group as it was looked at: what failed later stays.
    package let lastAt: Timestamp
    package let reason: String

    package init(cause: AlertCause, lastAt: Timestamp, reason: String) {
        self.cause = cause
        self.lastAt = lastAt
        self.reason = reason
    }

    enum CodingKeys: String, CodingKey {
        case cause
        case lastAt = "last_at"
        case reason
    }
}

package struct FailureAcknowledgement: Codable, Equatable, Sendable {
    /// Targets that were acknowledged by this.
    package let acknowledged: Int

    package init(acknowledged: Int) {
        self.acknowledged = acknowledged
    }
}
