/// A skill on its way in, whatever form it has.
package struct SkillUpload: Equatable, Sendable {
    package enum Content: Equatable, Sendable {
        /// A zip (also `.skill`), tar or tar.gz: told apart by their first bytes.
        case archive([UInt8])
        /// The text of a single SKILL.md.
        case text(String)
    }

    package let content: Content
    /// The name of the uploaded file, if there was one; decides nothing but messages.
    package let filename: String?
    /// Replaces the skill's tags when given.
    package let tags: [String]?
    /// Over this content, if somebody vouches for it.
    package let signature: SkillSignature?

    package init(
        content: Content,
        filename: String? = nil,
        tags: [String]? = nil,
        signature: SkillSignature? = nil
    ) {
        self.content = content
        self.filename = filename
        self.tags = tags
        self.signature = signature
    }
}

/// What became of an upload.
package struct SkillRegistration: Codable, Equatable, Sendable {
    /// True for a new version (201); false when this very content is already registered (200).
    package let created: Bool
    package let version: SkillVersionView

    package init(created: Bool, version: SkillVersionView) {
        self.created = created
        self.version = version
    }
}

/// What registering would say, without registering.
package struct SkillCheckReport: Codable, Equatable, Sendable {
    package let accepted: Bool
    /// Nil when SKILL.md could not be read that far.
    package let name: String?
    package let digest: String?
    package let findings: [Finding]
    /// Empty when the skill is not accepted.
    package let preflight: [PreflightVerdict]
    package let scan: ScanReport

    package init(
        accepted: Bool,
        name: String?,
        digest: String?,
        findings: [Finding],
        preflight: [PreflightVerdict],
        scan: ScanReport
    ) {
        self.accepted = accepted
        self.name = name
        self.digest = digest
        self.findings = findings
        self.preflight = preflight
        self.scan = scan
    }
}

/// A version's bytes, packed as a zip with SKILL.md at its root.
package struct SkillArchive: Equatable, Sendable {
    package let filename: String
    package let digest: String
    package let bytes: [UInt8]

    package init(filename: String, digest: String, bytes: [UInt8]) {
        self.filename = filename
        self.digest = digest
        self.bytes = bytes
    }
}
