import Contract

/// What a plan comes to.
struct PlanSummary: Sendable {
    private let plan: PlanView
    private let blockedProviders: Set<ProviderID>
    private let blockedSkills: Set<String>
    private let actingProviders: Set<ProviderID>

    init(_ plan: PlanView) {
        self.plan = plan
        let blocked = plan.targets.filter { $0.action == .blocked }
        blockedProviders = Set(blocked.map(\.provider))
        blockedSkills = Set(blocked.map(\.skill))
        actingProviders = Set(plan.targets.filter { $0.action != .skip }.map(\.provider))
    }

    /// Why nothing can be confirmed; nil when it can.
    func objection(_ words: Words) -> String? {
        let blocked = plan.targets.count { $0.action == .blocked }
        if blocked > 0 { return words.counted("install.blocked", blocked) }
        return actingProviders.isEmpty ? words["install.nothing_\(plan.kind.rawValue)"] : nil
    }

    func submit(_ words: Words) -> String {
        words.counted("install.submit_\(plan.kind.rawValue)", actingProviders.count)
    }

    /// A run installs every skill on every provider, so that leaving out takes a whole row or column.
    func remainders(
        _ order: InstallOrder,
        _ names: [ProviderID: String],
        _ words: Words
    ) -> [InstallPlanModel.Remainder] {
        guard !blockedProviders.isEmpty else { return [] }
        let providers = order.providers.filter { !blockedProviders.contains($0) }
        let skills = order.skills.filter { !blockedSkills.contains($0.name) }
        let without = { (left: [String]) in
            words["install.without", ["names": left.joined(separator: ", ")]]
        }
        var remainders: [InstallPlanModel.Remainder] = []
        if !providers.isEmpty {
            remainders.append(
                .init(
                    label: without(blockedProviders.map { names[$0] ?? $0.rawValue }.sorted()),
                    skills: order.skills.map(\.text),
                    providers: providers.map(\.rawValue)
                )
            )
        }
        if !skills.isEmpty {
            remainders.append(
                .init(
                    label: without(blockedSkills.sorted()),
                    skills: skills.map(\.text),
                    providers: order.providers.map(\.rawValue)
                )
            )
        }
        return remainders
    }
}
