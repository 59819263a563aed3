import Contract
import Hummingbird

extension WebSite {
    static let skillInstalled: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let subject = try await visit.subject(plane)
        let query = InstallationQuery(skill: subject.skill.name, page: PageRequest(limit: 200))
        async let installations = plane.installations(query)
        async let providers = plane.providers()
        async let preflight = plane.preflight(version: subject.version.version, of: subject.skill.name)
        let model = try await SkillInstalledModel(
            visit,
            subject,
            installations.items,
            providers.items,
            preflight
        )
        guard visit.fragment != "skill-panel" else { return try visit.part("skills/installed-panel", model) }
        return try visit.page(
            "skills/installed",
            title: "\(visit.words["skills.tab_installed"]) · \(subject.skill.name)",
            active: .skills,
            model
        )
    }
}

/// Where a skill is installed, and where it could be.
struct SkillInstalledModel: Sendable {
    struct Row: Sendable {
        let id: String
        let provider: String
        let isSandbox: Bool
        let health: Chip
        let verdict: Chip?
        let version: String?
        let isOutdated: Bool
        let outdated: String
        let remote: String?
        let since: Moment?
        let run: String?
        let install: String?
        let uninstall: String?
        let installLabel: String
        let uninstallLabel: String
    }

    let header: SkillHeader
    let title: String
    let rows: [Row]
    let isEmpty: Bool

    init(
        _ visit: Visit,
        _ subject: SkillSubject,
        _ installations: [InstallationView],
        _ providers: [ProviderView],
        _ preflight: PreflightMatrix
    ) {
        header = SkillHeader(visit, subject, active: .installed)
        title = visit.words.counted("skills.installed_count", installations.count)
        let here = Dictionary(uniqueKeysWithValues: installations.map { ($0.provider, $0) })
        let verdicts = Dictionary(uniqueKeysWithValues: preflight.verdicts.map { ($0.provider, $0.outcome) })
        rows = providers.map { Row($0, here[$0.id], verdicts[$0.id], subject, visit) }
        isEmpty = rows.isEmpty
    }
}

extension SkillInstalledModel.Row {
    fileprivate init(
        _ provider: ProviderView,
        _ installation: InstallationView?,
        _ verdict: PreflightVerdict.Outcome?,
        _ subject: SkillSubject,
        _ visit: Visit
    ) {
        let words = visit.words
        let newest = subject.skill.latestVersion
        let places: KeyValuePairs = ["provider": provider.settings.displayName]
        let isCurrent = installation?.version == newest
        let mayChange = visit.isAllowed(.startRun) && provider.settings.enabled
        let isInstallable = mayChange && !isCurrent && verdict != .refused && subject.skill.state == .active
        let link = subject.address.install.with("provider", provider.id.rawValue)
        self.init(
            id: provider.id.rawValue,
            provider: provider.settings.displayName,
            isSandbox: provider.settings.sandbox,
            health: Chip(health: provider, words),
            verdict: verdict.map { Chip($0, words) },
            version: installation.map { words["skills.version_n", ["version": String($0.version)]] },
            isOutdated: installation.map { $0.version < newest } ?? false,
            outdated: words["skills.outdated", ["version": String(newest)]],
            remote: installation.map {
                [$0.remote.id, $0.remote.version].compactMap(\.self).joined(separator: " · ")
            },
            since: installation.map { visit.moment($0.installedAt) },
            run: installation.map { "/runs/\($0.runID)" },
            install: isInstallable ? link.text : nil,
            uninstall: mayChange && installation != nil ? link.with("kind", "uninstall").text : nil,
            installLabel: words["skills.install_on", places],
            uninstallLabel: words["skills.uninstall_from", places]
        )
    }
}
