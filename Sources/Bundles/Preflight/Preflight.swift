package import Contract
package import Domain

/// Says without asking what a provider would say to a skill.
package enum Preflight {
    /// - Returns: Refused with the findings of the specification when the skill is not accepted at all;
    ///   otherwise what this kind of provider adds, and no more.
    package static func verdict(for skill: InspectedSkill, on provider: Provider) -> PreflightVerdict {
        let profile = ProviderProfile(kind: provider.settings.kind, options: provider.settings.options)
        return verdict(for: skill, id: provider.id, profile: profile)
    }

    /// One verdict for each built-in profile, under the name of its kind or, for folders, of its client.
    package static func portableVerdicts(for skill: InspectedSkill) -> [PreflightVerdict] {
        ProviderProfile.all.map { verdict(for: skill, id: ProviderID(rawValue: $0.name), profile: $0) }
    }

    private static func verdict(
        for skill: InspectedSkill,
        id: ProviderID,
        profile: ProviderProfile
    ) -> PreflightVerdict {
        var findings = skill.findings.filter { $0.level == .error }
        if findings.isEmpty { findings = profile.findings(on: skill) }
        let outcome: PreflightVerdict.Outcome =
            if findings.contains(where: { $0.level == .error }) {
                .refused
            } else {
                findings.isEmpty ? .accepted : .acceptedWithWarnings
            }
        return PreflightVerdict(provider: id, outcome: outcome, findings: findings)
    }
}
