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

extension [BundleFile] {
    /// Whether both hold the same files.
    ///
    /// Exec bits are left out: not every provider keeps them.
    package func hasSameContent(as other: [BundleFile]) -> Bool {
        count == other.count
            && zip(inOrder, other.inOrder).allSatisfy { $0.path == $1.path && $0.content == $1.content }
    }

    private var inOrder: [BundleFile] { sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) } }
}
