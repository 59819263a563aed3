/// Asks when a rule would have fired.
package struct AlertDryRunRequest: Codable, Equatable, Sendable {
    package let condition: AlertCondition
    /// How far back, in days.
    package let days: Int

    /// As long as what happened is kept for it.
    package static let windows = 1...90

    package init(condition: AlertCondition, days: Int = 30) {
        self.condition = condition
        self.days = days
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        condition = try values.decode(AlertCondition.self, forKey: .condition)
        days = try values.decodeIfPresent(Int.self, forKey: .days) ?? 30
    }

    enum CodingKeys: String, CodingKey {
        case condition
        case days
    }
}

/// When a rule would have fired, decided by what decides about alerts.
package struct AlertDryRun: Codable, Equatable, Sendable {
    /// One alert that there would have been.
    package struct Firing: Codable, Equatable, Sendable {
        package let cause: AlertCause
        package let message: String?
        package let count: Int
        package let skills: [String]
        package let openedAt: Timestamp
        package let lastAt: Timestamp
        /// Absent when it would still be open.
        package let recoveredAt: Timestamp?

        package init(
            cause: AlertCause,
            message: String?,
            count: Int,
            skills: [String],
            openedAt: Timestamp,
            lastAt: Timestamp,
            recoveredAt: Timestamp?
        ) {
            self.cause = cause
            self.message = message
            self.count = count
            self.skills = skills
            self.openedAt = openedAt
            self.lastAt = lastAt
            self.recoveredAt = recoveredAt
        }

        enum CodingKeys: String, CodingKey {
            case cause
            case message
            case count
            case skills
            case openedAt = "opened_at"
            case lastAt = "last_at"
            case recoveredAt = "recovered_at"
        }
    }

    /// The oldest of what was looked at; absent when nothing has happened in that time.
    package let since: Timestamp?
    /// How many endings and measurements were looked at.
    package let facts: Int
    /// How many alerts there would have been.
    package let total: Int
    /// The first ``maximumFirings`` of them, oldest first.
    package let firings: [Firing]

    package static let maximumFirings = 200

    package init(since: Timestamp?, facts: Int, total: Int, firings: [Firing]) {
        self.since = since
        self.facts = facts
        self.total = total
        self.firings = firings
    }
}
