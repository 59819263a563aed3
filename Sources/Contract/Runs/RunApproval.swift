/// When a provider takes somebody's approval before a run changes anything there.
package enum ApprovalRule: String, Codable, CaseIterable, Sendable {
    /// Never.
    case none
    /// When something speaks for a look: what the scan found, files that can run, a signer that is not known, or the
    /// first skill of a namespace there.
    case risky
    /// For every install and every removal; never for a rollback.
    case always
}

/// What a run waits, or waited, for before some of its targets may begin.
package struct RunApproval: Codable, Equatable, Sendable {
    package enum State: String, Codable, CaseIterable, Sendable {
        /// Nobody has decided yet.
        case pending
        case approved
        /// By an approver, or because nobody decided in time.
        case refused
        /// The run was canceled while it waited.
        case canceled
    }

    package let state: State
    /// Why it is asked for; each once, the first hundred.
    package let reasons: [Finding]
    /// Where the targets are that it is about.
    package let providers: [ProviderID]
    /// How many targets it is about; the others of the run do not wait.
    package let targets: Int
    /// Whether those who asked for the run may not approve it.
    package let fourEyes: Bool
    /// Who asked for it; several when a run was retried.
    package let requestedBy: [String]
    package let requestedAt: Timestamp
    /// When it counts as refused, if nobody has decided by then.
    package let expiresAt: Timestamp
    /// `system` where the time was up; absent while it is pending.
    package let decidedBy: String?
    package let decidedAt: Timestamp?
    package let comment: String?

    package init(
        state: State,
        reasons: [Finding],
        providers: [ProviderID],
        targets: Int,
        fourEyes: Bool,
        requestedBy: [String],
        requestedAt: Timestamp,
        expiresAt: Timestamp,
        decidedBy: String? = nil,
        decidedAt: Timestamp? = nil,
        comment: String? = nil
    ) {
        self.state = state
        self.reasons = reasons
        self.providers = providers
        self.targets = targets
        self.fourEyes = fourEyes
        self.requestedBy = requestedBy
        self.requestedAt = requestedAt
        self.expiresAt = expiresAt
        self.decidedBy = decidedBy
        self.decidedAt = decidedAt
        self.comment = comment
    }

    enum CodingKeys: String, CodingKey {
        case state
        case reasons
        case providers
        case targets
        case fourEyes = "four_eyes"
        case requestedBy = "requested_by"
        case requestedAt = "requested_at"
        case expiresAt = "expires_at"
        case decidedBy = "decided_by"
        case decidedAt = "decided_at"
        case comment
    }
}

/// The approval that a run would take.
package struct PlannedApproval: Codable, Equatable, Sendable {
    /// How many targets would wait for it.
    package let targets: Int
    package let providers: [ProviderID]
    /// Whether somebody else than whoever starts the run has to approve it.
    package let fourEyes: Bool
    /// Who may approve it.
    package let roles: [Role]

    package init(targets: Int, providers: [ProviderID], fourEyes: Bool, roles: [Role]) {
        self.targets = targets
        self.providers = providers
        self.fourEyes = fourEyes
        self.roles = roles
    }

    enum CodingKeys: String, CodingKey {
        case targets
        case providers
        case fourEyes = "four_eyes"
        case roles
    }
}
