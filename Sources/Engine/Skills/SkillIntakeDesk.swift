import Bundles
import Contract

/// Takes an upload apart, away from whoever waits for other things.
enum SkillIntakeDesk {
    /// - Throws: ``Problem`` with `invalid_archive` when nothing can be unpacked.
    @concurrent
    static func inspect(_ upload: SkillUpload) async throws(Problem) -> InspectedSkill {
        do throws(ArchiveRefusal) {
            return SkillInspection.inspect(try SkillIntake.read(upload.content))
        } catch {
            let fault = Problem.Fault(
                pointer: "/bundle",
                code: error.code,
                detail: error.message,
                path: error.path,
                fix: error.fix,
                wording: error.wording
            )
            throw Problem(.invalidArchive, error.message, wording: error.wording, errors: [fault])
        }
    }

    /// What the safety scan says about it.
    @concurrent
    static func scan(_ skill: InspectedSkill) async -> ScanReport {
        SkillScanner.scan(skill.files, manifest: skill.manifest, digest: skill.digest)
    }
}
