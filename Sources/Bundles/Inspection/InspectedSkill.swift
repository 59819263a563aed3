package import Contract
package import Domain

/// A skill with everything that was found in it.
package struct InspectedSkill: Equatable, Sendable {
    /// As SKILL.md has it, even where it breaks a rule; nil where there is none.
    package let name: String?
    package let description: String?
    package let license: String?
    package let compatibility: String?
    /// The Markdown after the frontmatter, for search.
    package let body: String
    package let files: [BundleFile]
    /// All there are, those of the frontmatter first.
    package let findings: [Finding]
    package let digest: String
    /// Nil when the frontmatter could not be read.
    package let manifest: SkillManifest?

    package init(
        body: String,
        files: [BundleFile],
        findings: [Finding],
        digest: String,
        manifest: SkillManifest?
    ) {
        name = manifest?.name
        description = manifest?.description
        license = manifest?.license
        compatibility = manifest?.compatibility
        self.body = body
        self.files = files
        self.findings = findings
        self.digest = digest
        self.manifest = manifest
    }

    /// Whether it may be registered.
    package var isAccepted: Bool { !findings.contains { $0.level == .error } }
    /// Unpacked, in bytes.
    package var size: Int { files.reduce(0) { $0 + $1.content.count } }
}

/// The frontmatter of SKILL.md, as far as it has the types the specification names.
package struct SkillManifest: Equatable, Sendable {
    package let name: String?
    package let description: String?
    package let license: String?
    package let compatibility: String?
    /// Split at white space, outside of brackets; a YAML list is taken as it is.
    package let allowedTools: [String]
    /// Numbers and dates as they are written; what is nested is left out.
    package let metadata: [String: String]
    /// Top-level keys the specification does not know, as they are written.
    package let unknownFields: [String]
    package let hasByteOrderMark: Bool

    package init(
        name: String?,
        description: String?,
        license: String? = nil,
        compatibility: String? = nil,
        allowedTools: [String] = [],
        metadata: [String: String] = [:],
        unknownFields: [String] = [],
        hasByteOrderMark: Bool = false
    ) {
        self.name = name
        self.description = description
        self.license = license
        self.compatibility = compatibility
        self.allowedTools = allowedTools
        self.metadata = metadata
        self.unknownFields = unknownFields
        self.hasByteOrderMark = hasByteOrderMark
    }
}
