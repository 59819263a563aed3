import Contract
import Domain
import Store

extension RunPlanner {
    /// Why targets that waited may not begin any more, by what holds now.
    ///
    /// A removal has no content to object to, and what is disabled waits until it is enabled again, as it does for all
    /// that is queued.
    ///
    /// - Parameter tasks: That wait.
    /// - Returns: A sentence for each that is blocked.
    /// - Throws: ``MissingVerdicts``; ``StoreError``
    func obstacles(to tasks: [InstallTask]) throws -> [TaskID: String] {
        let installs = tasks.filter { $0.kind == .install }
        let skills = try SkillTable(connection).targets(for: installs.map(\.selection))
        var providers: [ProviderID: Provider] = [:]
        for id in Set(installs.map(\.provider)) { providers[id] = try ProviderTable(connection).find(id) }
        try requireVerdicts(Array(skills.values), Array(providers.values))
        let known = try signings(of: Array(skills.values))
        var findings: [RunRequest.Selection: [ScanFinding]] = [:]
        var obstacles: [TaskID: String] = [:]
        for task in installs {
            guard let skill = skills[task.selection], let provider = providers[task.provider] else {
                obstacles[task.id] = "What was asked for is gone."
                continue
            }
            let blocking = try findings[task.selection] ?? scans.blocking(skill.digest, connection, at: now)
            findings[task.selection] = blocking
            let signing = known[skill.skillID].map { Domain.Plan.Signing(of: skill.version, $0) } ?? .none
            let view = try target(task.kind, skill, provider, blocking, signing).view
            let reasons = view.reasons.filter { $0.level == .error && $0.code != "plan.provider_disabled" }
            if let reason = reasons.first { obstacles[task.id] = reason.message }
        }
        return obstacles
    }
}

extension InstallTask {
    fileprivate var selection: RunRequest.Selection { .init(name: skill, version: version) }
}
