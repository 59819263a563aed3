/// How it stands with comparing a provider with the ledger.
package struct DriftCheckView: Codable, Equatable, Sendable {
    package enum Outcome: String, Codable, CaseIterable, Sendable {
        /// It holds what the ledger says, as far as could be seen.
        case sound
        case drifted
        /// It could not be read; what was found before stays.
        case failed
    }

    package let provider: ProviderID
    package let detection: ProviderCapabilities.DriftDetection
    /// How many places differ now.
    package let open: Int
    /// When somebody asked for a look that has not begun yet.
    package let askedAt: Timestamp?
    package let askedBy: String?
    /// When the last look began; nil before the first.
    package let startedAt: Timestamp?
    /// When the last look came to its end; nil while the first is under way, or there was none.
    package let finishedAt: Timestamp?
    package let outcome: Outcome?
    /// Places of the ledger that something could be said of.
    package let compared: Int
    /// Those of them whose content was compared as well.
    package let verified: Int
    /// Places that somebody was at meanwhile; the next look tells of them.
    package let leftOut: Int
    /// Skills there that Skillyard has nothing to do with.
    package let others: Int
    /// Why the last look failed.
    package let error: TaskError?

    package init(
        provider: ProviderID,
        detection: ProviderCapabilities.DriftDetection,
        open: Int = 0,
        askedAt: Timestamp? = nil,
        askedBy: String? = nil,
        startedAt: Timestamp? = nil,
        finishedAt: Timestamp? = nil,
        outcome: Outcome? = nil,
        compared: Int = 0,
        verified: Int = 0,
        leftOut: Int = 0,
        others: Int = 0,
        error: TaskError? = nil
    ) {
        self.provider = provider
        self.detection = detection
        self.open = open
        self.askedAt = askedAt
        self.askedBy = askedBy
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.outcome = outcome
        self.compared = compared
        self.verified = verified
        self.leftOut = leftOut
        self.others = others
        self.error = error
    }

    enum CodingKeys: String, CodingKey {
        case provider
        case detection
        case open
        case askedAt = "asked_at"
        case askedBy = "asked_by"
        case startedAt = "started_at"
        case finishedAt = "finished_at"
        case outcome
        case compared
        case verified
        case leftOut = "left_out"
        case others
        case error
    }
}

/// Asks for a look at a provider.
package struct DriftCheckRequest: Codable, Equatable, Sendable {
    package let provider: ProviderID

    package init(provider: ProviderID) {
        self.provider = provider
    }
}

/// Asks what would put a provider right.
package struct DriftRepairRequest: Codable, Equatable, Sendable {
    package let provider: ProviderID
    /// Only these; nil for everything that differs there.
    package let skills: [String]?

    package init(provider: ProviderID, skills: [String]? = nil) {
        self.provider = provider
        self.skills = skills
    }
}

/// What would put a provider right: runs to be started like any other, each under the hash of its plan.
package struct DriftRepair: Codable, Equatable, Sendable {
    package struct Step: Codable, Equatable, Sendable {
        /// For `POST /api/install-runs`, with the plan's hash in it.
        package let request: RunRequest
        package let plan: PlanView

        package init(request: RunRequest, plan: PlanView) {
            self.request = request
            self.plan = plan
        }
    }

    /// One that sends again what is to stand there, and one that removes what is not.
    package let steps: [Step]

    package init(steps: [Step]) {
        self.steps = steps
    }
}
