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
    /// No run begins later than that.
    package static let longestDelay = Duration.seconds(90 * 86_400)

    package let kind: RunKind
    package let skills: [Selection]
    package let providers: [ProviderID]
    /// Why, for the history.
    package let reason: String?
    /// The hash of the plan that was shown; a different plan by now is refused with `plan_changed`.
    package let planHash: String?
    /// When it is to begin; at once where it is absent.
    package let startAt: Timestamp?
    /// In which waves; all at a time where it is absent.
    package let waves: RunWaves?

    package init(
        kind: RunKind = .install,
        skills: [Selection],
        providers: [ProviderID],
        reason: String? = nil,
        planHash: String? = nil,
        startAt: Timestamp? = nil,
        waves: RunWaves? = nil
    ) {
        self.kind = kind
        self.skills = skills
        self.providers = providers
        self.reason = reason
        self.planHash = planHash
        self.startAt = startAt
        self.waves = waves
    }

    /// The same for another reason.
    package func because(_ reason: String?) -> RunRequest { changing(reason: reason, planHash: planHash) }

    /// The same, refused unless its plan has this hash.
    package func confirming(_ hash: String) -> RunRequest { changing(reason: reason, planHash: hash) }

    private func changing(reason: String?, planHash: String?) -> RunRequest {
        RunRequest(
            kind: kind,
            skills: skills,
            providers: providers,
            reason: reason,
            planHash: planHash,
            startAt: startAt,
            waves: waves
        )
    }

    enum CodingKeys: String, CodingKey {
        case kind
        case skills
        case providers
        case reason
        case planHash = "plan_hash"
        case startAt = "start_at"
        case waves
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        kind = try values.decodeIfPresent(RunKind.self, forKey: .kind) ?? .install
        skills = try values.decode([Selection].self, forKey: .skills)
        providers = try values.decode([ProviderID].self, forKey: .providers)
        reason = try values.decodeIfPresent(String.self, forKey: .reason)
        planHash = try values.decodeIfPresent(String.self, forKey: .planHash)
        startAt = try values.decodeIfPresent(Timestamp.self, forKey: .startAt)
        waves = try values.decodeIfPresent(RunWaves.self, forKey: .waves)
    }
}
