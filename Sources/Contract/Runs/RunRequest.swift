/// What somebody wants to be installed or removed, and where: every skill on every provider named.
package struct RunRequest: Codable, Equatable, Sendable {
    package struct Selection: Codable, Equatable, Hashable, Sendable {
        package let name: String
        /// Absent: the newest version that is not yanked.
        package let version: Int?

        package init(name: String, version: Int? = nil) {
            self.name = name
            self.version = version
        }
    }

    package static let maximumTargets = 5000

    package let kind: RunKind
    package let skills: [Selection]
    package let providers: [ProviderID]
    /// Why, for the history.
    package let reason: String?
    /// The hash of the plan that was shown; a different plan by now is refused with `plan_changed`.
    package let planHash: String?

    package init(
        kind: RunKind = .install,
        skills: [Selection],
        providers: [ProviderID],
        reason: String? = nil,
        planHash: String? = nil
    ) {
        self.kind = kind
        self.skills = skills
        self.providers = providers
        self.reason = reason
        self.planHash = planHash
    }

    enum CodingKeys: String, CodingKey {
        case kind
        case skills
        case providers
        case reason
        case planHash = "plan_hash"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        kind = try values.decodeIfPresent(RunKind.self, forKey: .kind) ?? .install
        skills = try values.decode([Selection].self, forKey: .skills)
        providers = try values.decode([ProviderID].self, forKey: .providers)
        reason = try values.decodeIfPresent(String.self, forKey: .reason)
        planHash = try values.decodeIfPresent(String.self, forKey: .planHash)
    }
}

/// What a run would do to each target.
package struct PlanView: Codable, Equatable, Sendable {
    package enum Action: String, Codable, CaseIterable, Sendable {
        /// First install there.
        case create
        /// Another version of it is there already.
        case newVersion = "new_version"
        /// This very content is there already: nothing is sent.
        case skip
        /// Refused by preflight, a yank or a policy; see `reasons`.
        case blocked
        case remove
    }

    package struct Target: Codable, Equatable, Sendable {
        package let skill: String
        package let version: Int
        package let provider: ProviderID
        package let action: Action
        package let reasons: [Finding]
        /// Whose signature the version has: the signer's name, or the id of a key nobody has accepted.
        package let signer: String?
        /// True when it would wait for an approval, for the warnings among `reasons` that begin with `approval.`;
        /// absent otherwise.
        package let needsApproval: Bool?

        package init(
            skill: String,
            version: Int,
            provider: ProviderID,
            action: Action,
            reasons: [Finding],
            signer: String? = nil,
            needsApproval: Bool? = nil
        ) {
            self.skill = skill
            self.version = version
            self.provider = provider
            self.action = action
            self.reasons = reasons
            self.signer = signer
            self.needsApproval = needsApproval
        }

        enum CodingKeys: String, CodingKey {
            case skill
            case version
            case provider
            case action
            case reasons
            case signer
            case needsApproval = "needs_approval"
        }
    }

    package let kind: RunKind
    package let targets: [Target]
    /// Stays the same exactly as long as the plan does.
    package let hash: String
    /// The approval that the run would take; absent when it would begin at once.
    package let approval: PlannedApproval?
    /// What would keep targets from beginning at once; absent when nothing would.
    ///
    /// The hash does not depend on it.
    package let gates: [ClosedGate]?

    package init(
        kind: RunKind,
        targets: [Target],
        hash: String,
        approval: PlannedApproval? = nil,
        gates: [ClosedGate]? = nil
    ) {
        self.kind = kind
        self.targets = targets
        self.hash = hash
        self.approval = approval
        self.gates = gates
    }
}
