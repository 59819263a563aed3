import Contract
import Domain
import Store

extension RunPlanner {
    /// Why targets that waited may not begin any more, by what holds now.
    ///
    /// A removal has no content to object to, and what is disabled waits until it is enabled again, as it does for all
    /// that is queued.
    ///
    /// - Parameters:
    ///   - tasks: That wait.
    ///   - unreadable: Content that cannot be looked at; whoever begins it finds out the same.
    /// - Returns: A sentence for each that is blocked.
    /// - Throws: ``MissingVerdicts``; ``StoreError``
    func obstacles(to tasks: [InstallTask], passingOver unreadable: Set<RunRequest.Selection> = []) throws
        -> [TaskID: String]
    {
        let installs = tasks.filter { $0.kind == .install && !unreadable.contains($0.wanted) }
        let skills = try SkillTable(connection).targets(for: installs.map(\.wanted))
        var providers: [ProviderID: Provider] = [:]
        for id in Set(installs.map(\.provider)) { providers[id] = try ProviderTable(connection).find(id) }
        try requireVerdicts(Array(skills.values), Array(providers.values))
        let known = try signings(of: Array(skills.values))
        var findings: [RunRequest.Selection: [ScanFinding]] = [:]
        var obstacles: [TaskID: String] = [:]
        for task in installs {
            guard let skill = skills[task.wanted], let provider = providers[task.provider] else {
                obstacles[task.id] = "What was asked for is gone."
                continue
            }
            let blocking = try findings[task.wanted] ?? scans.blocking(skill.digest, connection, at: now)
            findings[task.wanted] = blocking
            let signing = known[skill.skillID].map { Domain.Plan.Signing(of: skill.version, $0) } ?? .none
            // What stands there decides what is done, and not whether anything speaks against it.
            let view = target(task.kind, skill, provider, nil, blocking, signing).view
            let reasons = view.reasons.filter { $0.level == .error && $0.code != "plan.provider_disabled" }
            if let reason = reasons.first { obstacles[task.id] = reason.message }
        }
        return obstacles
    }
}

extension InstallTask {
    /// The version that it was asked for.
    var wanted: RunRequest.Selection { .init(name: skill, version: version) }
}
