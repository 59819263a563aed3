/// The content of one skill version: what is installed.
package struct SkillBundle: Equatable, Sendable {
    /// As SKILL.md names it.
    package let name: String
    package let version: Int
    package let description: String
    /// SHA-256 in hex over the sorted (path, exec bit, SHA-256 of content).
    package let digest: String
    /// Sorted by the bytes of their paths; SKILL.md lies at the root.
    package let files: [BundleFile]
    /// The files as a zip with fixed times, SKILL.md at the root: the same bytes for the same digest.
    package let archive: [UInt8]

    package init(
        name: String,
        version: Int,
        description: String,
        digest: String,
        files: [BundleFile],
        archive: [UInt8]
    ) {
        self.name = name
        self.version = version
        self.description = description
        self.digest = digest
        self.files = files
        self.archive = archive
    }
}

/// One file of a skill.
package struct BundleFile: Equatable, Sendable {
    /// Relative, with forward slashes, in Unicode NFC.
    package let path: String
    package let isExecutable: Bool
    package let content: [UInt8]

    package init(path: String, isExecutable: Bool, content: [UInt8]) {
        self.path = path
        self.isExecutable = isExecutable
        self.content = content
    }
}
