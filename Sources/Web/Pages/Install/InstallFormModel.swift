import Contract

/// The form that says what goes where.
struct InstallFormModel: Sendable {
    struct Skill: Sendable {
        let value: String
        let name: String
        let href: String
        let version: String
    }

    struct Target: Sendable {
        let id: String
        let name: String
        let isSandbox: Bool
        let health: Chip
        let verdict: Chip?
        let installed: String?
        let findings: [FindingLine]
        let hasFindings: Bool
        let isChosen: Bool
        /// Why it cannot be chosen; nil where it can.
        let blocked: String?
    }

    let title: String
    let lead: String
    let kind: String
    let skills: [Skill]
    let hasSkills: Bool
    let targets: [Target]
    let hasTargets: Bool
    let noTargets: String
    let reason: String?
    let manner: InstallMannerModel
    let faults: [FaultText]
    let hasFaults: Bool
    let denied: String?

    init(_ visit: Visit, _ order: InstallOrder, _ candidates: InstallCandidates, refused: Problem?) {
        let words = visit.words
        let isInstall = order.kind == .install
        let verb = order.kind.rawValue
        title =
            order.skills.count == 1
            ? words["install.\(verb)_title", ["name": order.skills[0].name]]
            : words.counted("install.\(verb)_title", order.skills.count)
        lead = words["install.\(verb)_lead"]
        kind = verb
        skills = order.skills.map { selection in
            let version = selection.version ?? candidates.newest[selection.name]
            return Skill(
                value: selection.text,
                name: selection.name,
                href: SkillAddress(name: selection.name).page(.overview, version: selection.version).text,
                version: isInstall
                    ? version.map { words["skills.version_n", ["version": String($0)]] }
                        ?? words["install.newest"] : words["install.as_installed"]
            )
        }
        hasSkills = !skills.isEmpty
        let mayBeElsewhere = order.skills.count > InstallCandidates.maximumChecked
        targets = candidates.providers
            .filter { isInstall || mayBeElsewhere || candidates.installed[$0.id] != nil }
            .map { Target($0, order, candidates, words, choosesAll: refused == nil) }
        hasTargets = !targets.isEmpty
        noTargets = words[isInstall ? "install.no_providers" : "install.not_installed"]
        reason = order.reason
        manner = InstallMannerModel(order.manner, candidates.providers, refused: refused, words)
        faults = Self.faults(refused, order, words)
        hasFaults = !faults.isEmpty
        denied = visit.isAllowed(.startRun) ? nil : words["problem.permission_denied_next"]
    }

    private static func faults(_ refused: Problem?, _ order: InstallOrder, _ words: Words) -> [FaultText] {
        guard let refused else { return [] }
        if order.providers.isEmpty { return [FaultText(text: words["install.choose_provider"])] }
        guard !refused.errors.isEmpty else {
            return order.manner.unreadable.isEmpty
                ? [FaultText(text: words.said(refused.detail, refused.wording).text)] : []
        }
        return refused.errors.filter { !InstallMannerModel.isOwn($0.pointer) }.map { FaultText($0, words) }
    }
}

extension InstallFormModel.Target {
    fileprivate init(
        _ provider: ProviderView,
        _ order: InstallOrder,
        _ candidates: InstallCandidates,
        _ words: Words,
        choosesAll: Bool
    ) {
        let outcome = candidates.outcome(on: provider.id)
        let versions = Set((candidates.installed[provider.id] ?? []).map(\.version)).sorted()
        let findings = (candidates.verdicts[provider.id] ?? []).flatMap(\.findings)
        let blocked: String? =
            if !provider.settings.enabled {
                words["install.disabled_why"]
            } else if outcome == .refused && order.skills.count == 1 {
                words["install.refused_why"]
            } else {
                nil
            }
        // Nothing is removed that was not pointed at.
        let byDefault = order.kind == .install && order.providers.isEmpty && choosesAll
        self.init(
            id: provider.id.rawValue,
            name: provider.settings.displayName,
            isSandbox: provider.settings.sandbox,
            health: Chip(health: provider, words),
            verdict: outcome.map { Chip($0, words) },
            installed: versions.isEmpty
                ? nil
                : words[
                    "install.has_versions",
                    ["versions": versions.map(String.init).joined(separator: ", ")]
                ],
            findings: findings.map { FindingLine($0, words) },
            hasFindings: !findings.isEmpty,
            isChosen: blocked == nil && (byDefault || order.providers.contains(provider.id)),
            blocked: blocked
        )
    }
}
