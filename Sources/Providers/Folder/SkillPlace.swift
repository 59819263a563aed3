import Contract
import Glibc

/// Where one skill lies for one provider.
struct SkillPlace: Equatable, Sendable {
    /// The home folder or the project's; has to be there already.
    let root: String
    /// From there to the folder that agents look into.
    let parts: [String]
    let name: String
    let owner: ProviderID

    var skillsPath: String { ([root] + parts).joined(separator: "/") }

    var path: String { skillsPath + "/" + name }

    /// Opens the folder that agents look into; nil when it is not there and is not to be made.
    ///
    /// Links on the way to it are followed, since people keep such folders elsewhere; none below it are.
    func open(creating: Bool) throws(PathFailure) -> Directory? {
        if creating {
            // A missing root is a mistake in the settings, not something to make.
            _ = try Directory.open(root)
            return try Directory.making(skillsPath)
        }
        do {
            return try Directory.open(skillsPath)
        } catch {
            guard error.number == ENOENT else { throw error }
            return nil
        }
    }
}
