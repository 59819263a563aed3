import Bundles
import Contract

/// A skill's folder, packed for its way to the server.
enum SkillFolder {
    /// Packs below the folder's own name, so that the server sees whether the skill is named alike.
    ///
    /// - Throws: ``Problem`` with what is wrong in the folder and how to mend it.
    static func packed(_ path: String) throws(Problem) -> [UInt8] {
        do throws(ArchiveRefusal) {
            let skill = try SkillIntake.read(folder: path)
            return try BundlePacking.zip(skill.files, topFolder: skill.topFolder)
        } catch {
            let fault = Problem.Fault(
                pointer: "",
                code: error.code,
                detail: error.message,
                path: error.path ?? path,
                fix: error.fix
            )
            throw Problem(.invalidArchive, "The folder \(path) cannot be packed.", errors: [fault])
        }
    }
}
