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

    /// Side by side, as each takes three questions of which the last waits for the first.
    static func read(_ order: InstallOrder, _ plane: any ControlPlane) async throws -> InstallCandidates {
        async let providers = plane.providers()
        let looked = try await concurrently(Array(order.skills.prefix(maximumChecked))) { selection in
            try await Candidate(selection, order.kind, plane)
        }
        return InstallCandidates(
            providers: try await providers.items,
            newest: Dictionary(looked.map { ($0.skill.name, $0.skill.latestVersion) }) { $1 },
            verdicts: Dictionary(grouping: looked.flatMap(\.verdicts), by: \.provider),
            installed: Dictionary(grouping: looked.flatMap(\.installed), by: \.provider)
        )
    }

    /// What the strictest skill gets from a provider; nil where none was looked at.
    func outcome(on provider: ProviderID) -> PreflightVerdict.Outcome? {
        let outcomes = Set((verdicts[provider] ?? []).map(\.outcome))
        return [.refused, .acceptedWithWarnings, .accepted].first { outcomes.contains($0) }
    }
}

/// What there is to know about one skill of an order.
private struct Candidate: Sendable {
    let skill: SkillView
    let installed: [InstallationView]
    let verdicts: [PreflightVerdict]

    init(_ selection: RunRequest.Selection, _ kind: RunKind, _ plane: any ControlPlane) async throws {
        let page = PageRequest(limit: PageRequest.maximumLimit)
        async let installations = plane.installations(InstallationQuery(skill: selection.name, page: page))
        skill = try await plane.skill(selection.name)
        let version = selection.version ?? skill.latestVersion
        verdicts =
            kind == .install
            ? try await plane.preflight(version: version, of: selection.name).verdicts : []
        installed = try await installations.items
    }
}
