package import Contract

/// Everything to be kept of a version on its way in.
package struct NewSkillVersion: Sendable {
    package let name: String
    package let description: String
    package let license: String?
    package let compatibility: String?
    package let digest: String
    package let archive: [UInt8]
    package let files: [BundleFileView]
    /// Unpacked, in bytes.
    package let size: Int
    package let findings: [Finding]
    /// The text of SKILL.md after its frontmatter, to be found by.
    package let body: String
    /// Becomes the skill's owner when the skill is new.
    package let owner: String
    /// Replaces the skill's tags when given.
    package let tags: [String]?
    package let createdBy: String

    package init(
        name: String,
        description: String,
        license: String? = nil,
        compatibility: String? = nil,
        digest: String,
        archive: [UInt8],
        files: [BundleFileView],
        size: Int,
        findings: [Finding] = [],
        body: String,
        owner: String,
        tags: [String]? = nil,
        createdBy: String
    ) {
        self.name = name
        self.description = description
        self.license = license
        self.compatibility = compatibility
        self.digest = digest
        self.archive = archive
        self.files = files
        self.size = size
        self.findings = findings
        self.body = body
        self.owner = owner
        self.tags = tags
        self.createdBy = createdBy
    }
}

/// What a run needs to know of a version it is to install.
package struct InstallableVersion: Equatable, Sendable {
    package let skillID: SkillID
    package let name: String
    package let version: Int
    package let digest: String
    package let description: String
    package let yanked: Bool

    package init(
        skillID: SkillID,
        name: String,
        version: Int,
        digest: String,
        description: String,
        yanked: Bool
    ) {
        self.skillID = skillID
        self.name = name
        self.version = version
        self.digest = digest
        self.description = description
        self.yanked = yanked
    }
}
