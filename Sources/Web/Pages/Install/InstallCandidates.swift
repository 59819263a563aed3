import Contract

/// What there is to know about an order before a plan is made.
struct InstallCandidates: Sendable {
    /// More are not looked at one by one here; the plan looks at all of them.
    static let maximumChecked = 10

    let providers: [ProviderView]
    /// The newest version of each skill, where it was looked up.
    let newest: [String: Int]
    /// Every verdict on a provider, one for each skill.
    let verdicts: [ProviderID: [PreflightVerdict]]
    /// Which versions are installed where.
    let installed: [ProviderID: [InstallationView]]

    static func read(_ order: InstallOrder, _ plane: any ControlPlane) async throws -> InstallCandidates {
        var newest: [String: Int] = [:]
        var verdicts: [ProviderID: [PreflightVerdict]] = [:]
        var installed: [ProviderID: [InstallationView]] = [:]
        for selection in order.skills.prefix(maximumChecked) {
            let skill = try await plane.skill(selection.name)
            newest[skill.name] = skill.latestVersion
            let query = InstallationQuery(
                skill: skill.name,
                page: PageRequest(limit: PageRequest.maximumLimit)
            )
            for found in try await plane.installations(query).items {
                installed[found.provider, default: []].append(found)
            }
            guard order.kind == .install else { continue }
            let version = selection.version ?? skill.latestVersion
            for verdict in try await plane.preflight(version: version, of: skill.name).verdicts {
                verdicts[verdict.provider, default: []].append(verdict)
            }
        }
        return InstallCandidates(
            providers: try await plane.providers().items,
            newest: newest,
            verdicts: verdicts,
            installed: installed
        )
    }

    /// What the strictest skill gets from a provider; nil where none was looked at.
    func outcome(on provider: ProviderID) -> PreflightVerdict.Outcome? {
        let outcomes = Set((verdicts[provider] ?? []).map(\.outcome))
        return [.refused, .acceptedWithWarnings, .accepted].first { outcomes.contains($0) }
    }
}
