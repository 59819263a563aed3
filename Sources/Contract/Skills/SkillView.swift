/// A skill as lists show it: its newest version and where it stands.
package struct SkillView: Codable, Equatable, Sendable {
    package let id: SkillID
    /// Unique, as SKILL.md names it.
    package let name: String
    package let description: String
    package let state: SkillState
    package let owner: String
    package let tags: [String]
    package let latestVersion: Int
    package let versionCount: Int
    package let createdAt: Timestamp
    package let updatedAt: Timestamp
    /// Where it is installed now.
    package let installedOn: [ProviderID]

    package init(
        id: SkillID,
        name: String,
        description: String,
        state: SkillState,
        owner: String,
        tags: [String],
        latestVersion: Int,
        versionCount: Int,
        createdAt: Timestamp,
        updatedAt: Timestamp,
        installedOn: [ProviderID]
    ) {
        self.id = id
        self.name = name
        self.description = description
        self.state = state
        self.owner = owner
        self.tags = tags
        self.latestVersion = latestVersion
        self.versionCount = versionCount
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.installedOn = installedOn
    }

    enum CodingKeys: String, CodingKey {
        case id
        case name
        case description
        case state
        case owner
        case tags
        case latestVersion = "latest_version"
        case versionCount = "version_count"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case installedOn = "installed_on"
    }
}

package enum SkillState: String, Codable, CaseIterable, Sendable {
    /// At least one version can be installed.
    case active
    /// Every version is yanked: nothing new is installed, what is installed stays.
    case yanked
}

/// One immutable version of a skill.
package struct SkillVersionView: Codable, Equatable, Sendable {
    package let skill: String
    package let version: Int
    /// SHA-256 over the sorted (path, exec bit, SHA-256 of content), in hex; never over archive bytes.
    package let digest: String
    package let description: String
    package let license: String?
    package let compatibility: String?
    package let fileCount: Int
    /// Unpacked, in bytes.
    package let size: Int
    package let files: [BundleFileView]
    package let findings: [Finding]
    package let createdBy: String
    package let createdAt: Timestamp
    package let yankedAt: Timestamp?
    package let yankReason: String?
    /// Who vouches for the content; nil when nobody does.
    package let signature: SkillSignatureView?

    package init(
        skill: String,
        version: Int,
        digest: String,
        description: String,
        license: String?,
        compatibility: String?,
        fileCount: Int,
        size: Int,
        files: [BundleFileView],
        findings: [Finding],
        createdBy: String,
        createdAt: Timestamp,
        yankedAt: Timestamp?,
        yankReason: String?,
        signature: SkillSignatureView? = nil
    ) {
        self.skill = skill
        self.version = version
        self.digest = digest
        self.description = description
        self.license = license
        self.compatibility = compatibility
        self.fileCount = fileCount
        self.size = size
        self.files = files
        self.findings = findings
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.yankedAt = yankedAt
        self.yankReason = yankReason
        self.signature = signature
    }

    enum CodingKeys: String, CodingKey {
        case skill
        case version
        case digest
        case description
        case license
        case compatibility
        case fileCount = "file_count"
        case size
        case files
        case findings
        case createdBy = "created_by"
        case createdAt = "created_at"
        case yankedAt = "yanked_at"
        case yankReason = "yank_reason"
        case signature
    }
}

/// One file of a version.
package struct BundleFileView: Codable, Equatable, Sendable {
    package let path: String
    /// In bytes.
    package let size: Int
    package let sha256: String
    package let executable: Bool

    package init(path: String, size: Int, sha256: String, executable: Bool) {
        self.path = path
        self.size = size
        self.sha256 = sha256
        self.executable = executable
    }
}
