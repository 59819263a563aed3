import Contract
import Requests

/// The skill and the version that a page is about.
struct SkillSubject: Sendable {
    let skill: SkillView
    let version: SkillVersionView

    var address: SkillAddress { SkillAddress(name: skill.name) }
    var isNewest: Bool { version.version == skill.latestVersion }
    /// For links that should stay with an older version, and with the newest otherwise.
    var pinned: Int? { isNewest ? nil : version.version }
}

extension Visit {
    /// The version that `?version=` names, or the newest.
    ///
    /// - Throws: ``Problem`` with `not_found`.
    func subject(_ plane: any ControlPlane) async throws -> SkillSubject {
        let name = try skillName()
        guard let wanted = query["version"] else {
            let skill = try await plane.skill(name)
            return SkillSubject(
                skill: skill,
                version: try await plane.version(skill.latestVersion, of: name)
            )
        }
        let number = try versionNumber(wanted)
        async let skill = plane.skill(name)
        async let version = plane.version(number, of: name)
        return try await SkillSubject(skill: skill, version: version)
    }

    /// - Throws: ``Problem`` with `not_found`.
    func versionNumber(_ text: String) throws(Problem) -> Int {
        guard let number = Grammar.versionNumber(text) else {
            let detail: Phrase =
                "A version is a whole number from 1 to \(Grammar.maximumVersion, as: "limit")."
            throw Problem(.notFound, as: "version_number", detail)
        }
        return number
    }
}
