package import Contract
import Synchronization

extension FixtureControlPlane {
    package func registerSkill(_ upload: SkillUpload) async throws(Problem) -> SkillRegistration {
        state.withLock { $0.uploads.append(upload) }
        let sample: SkillRegistration = try answer("registerSkill", "registerSkill")
        return SkillRegistration(created: state.withLock(\.creates), version: sample.version)
    }

    package func importSkill(_ request: SkillImport) async throws(Problem) -> SkillRegistration {
        let sample: SkillRegistration = try answer("importSkill", "importSkill \(request)")
        return SkillRegistration(created: state.withLock(\.creates), version: sample.version)
    }

    package func checkSkill(_ upload: SkillUpload) async throws(Problem) -> SkillCheckReport {
        state.withLock { $0.uploads.append(upload) }
        return try answer("checkSkill", "checkSkill")
    }

    package func skills(_ query: SkillQuery) async throws(Problem) -> Page<SkillView> {
        let page: Page<SkillView> = try answer("listSkills", "skills \(query)")
        return isEmpty ? Page(items: [], nextCursor: nil) : page
    }

    package func skill(_ name: String) async throws(Problem) -> SkillView {
        try answer("getSkill", "skill \(name)")
    }

    package func versions(of skill: String, page: PageRequest) async throws(Problem) -> Page<SkillVersionView>
    {
        try answer("listSkillVersions", "versions \(skill) \(page)")
    }

    package func version(_ number: Int, of skill: String) async throws(Problem) -> SkillVersionView {
        try note("version \(number) \(skill)")
        return try version(number)
    }

    /// The one of the list with that number, or else the sample.
    private func version(_ number: Int) throws(Problem) -> SkillVersionView {
        let all: Page<SkillVersionView> = try sample("listSkillVersions")
        if let found = all.items.first(where: { $0.version == number }) { return found }
        return try sample("getSkillVersion")
    }

    package func archive(ofVersion number: Int, of skill: String) async throws(Problem) -> SkillArchive {
        let version: SkillVersionView = try answer("getSkillVersion", "archive \(number) \(skill)")
        guard let bytes = try? Fixtures.bytes("getSkillVersionContent.zip") else {
            throw Problem(.internal, "The fixture cannot be read.")
        }
        return SkillArchive(filename: "\(skill)-\(number).zip", digest: version.digest, bytes: bytes)
    }

    /// The files of the sample versions; `not_found` for any other.
    package func file(_ path: String, ofVersion number: Int, of skill: String) async throws(Problem)
        -> SkillFile
    {
        try note("file \(path) \(number) \(skill)")
        if let bytes = state.withLock({ $0.moreFiles[path] }) {
            let sha256 = String(repeating: "0", count: 64)
            let file = BundleFileView(path: path, size: bytes.count, sha256: sha256, executable: false)
            return SkillFile(file: file, bytes: bytes)
        }
        guard let file = try version(number).files.first(where: { $0.path == path }) else {
            throw Problem(.notFound, "The version has no file \(path).")
        }
        // A changed name still stands for the file it was.
        let name = path.hasPrefix("scripts/") ? path : "SKILL.md"
        guard let bytes = try? Fixtures.content(ofFile: name) else {
            throw Problem(.internal, "The fixture cannot be read.")
        }
        return SkillFile(file: file, bytes: bytes)
    }

    package func preflight(version number: Int, of skill: String) async throws(Problem) -> PreflightMatrix {
        try answer("getPreflight", "preflight \(number) \(skill)")
    }

    package func yank(
        version number: Int,
        of skill: String,
        reason: String,
        if precondition: Precondition
    ) async throws(Problem) -> SkillVersionView {
        try answer("yankSkillVersion", "yank \(number) \(skill) \(reason) \(precondition.text)")
    }
}
