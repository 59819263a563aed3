/// What a run would do to each target.
package struct PlanView: Codable, Equatable, Sendable {
    package enum Action: String, Codable, CaseIterable, Sendable {
        /// First install there.
        case create
        /// Another version of it is there already.
        case newVersion = "new_version"
        /// This very content is there already: nothing is sent.
        case skip
        /// The ledger says that this very content is there, and the provider was found not to hold it: it is sent again.
        case repair
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
        /// In which wave it would begin; absent where the run has none.
        package let wave: Int?

        package init(
            skill: String,
            version: Int,
            provider: ProviderID,
            action: Action,
            reasons: [Finding],
            signer: String? = nil,
            needsApproval: Bool? = nil,
            wave: Int? = nil
        ) {
            self.skill = skill
            self.version = version
            self.provider = provider
            self.action = action
            self.reasons = reasons
            self.signer = signer
            self.needsApproval = needsApproval
            self.wave = wave
        }

        enum CodingKeys: String, CodingKey {
            case skill
            case version
            case provider
            case action
            case reasons
            case signer
            case needsApproval = "needs_approval"
            case wave
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
    /// When the run would begin; absent when that is at once.
    package let startAt: Timestamp?
    /// The waves it would begin in; each target says which is its.
    package let waves: RunWaves?

    package init(
        kind: RunKind,
        targets: [Target],
        hash: String,
        approval: PlannedApproval? = nil,
        gates: [ClosedGate]? = nil,
        startAt: Timestamp? = nil,
        waves: RunWaves? = nil
    ) {
        self.kind = kind
        self.targets = targets
        self.hash = hash
        self.approval = approval
        self.gates = gates
        self.startAt = startAt
        self.waves = waves
    }

    enum CodingKeys: String, CodingKey {
        case kind
        case targets
        case hash
        case approval
        case gates
        case startAt = "start_at"
        case waves
    }
}
