import Contract
import Domain
import Store

extension ApprovalRules {
    /// A version that a task is for.
    struct Version {
        let skill: InstallableVersion
        let signing: SignatureTable.Signing?
    }

    /// Why a target that was accepted before takes an approval by the rules of today.
    ///
    /// - Parameters:
    ///   - task: The target.
    ///   - provider: Where.
    /// - Returns: Nothing where it takes none.
    /// - Throws: ``RunPlanner/MissingVerdicts``; ``StoreError``
    mutating func reasons(for task: InstallTask, on provider: Provider) throws -> [Finding] {
        guard provider.settings.approval != .none, task.kind != .rollback else { return [] }
        guard let version = try version(task) else {
            return provider.settings.approval == .always ? [.alwaysApproved(provider.id)] : []
        }
        let place = Place(skill: version.skill, provider: provider, signing: version.signing)
        return try reasons(for: task.kind, at: place)
    }

    private mutating func version(_ task: InstallTask) throws -> Version? {
        let wanted = task.wanted
        if let known = versions[wanted] { return known }
        let skill = try SkillTable(connection).targets(for: [wanted])[wanted]
        let signing = try SignatureTable(connection).signing(of: task.skillID)
        let found = skill.map { Version(skill: $0, signing: signing) }
        versions[wanted] = .some(found)
        return found
    }
}
