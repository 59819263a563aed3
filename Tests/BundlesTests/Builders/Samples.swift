import Bundles
import Contract
import Domain

enum Samples {
    static let manifest = """
        ---
        name: demo
        description: Formats notes. Use when somebody pastes raw notes.
        ---
        # Demo

        Summarise the notes.

        """

    /// A skill whose SKILL.md has these lines as frontmatter.
    static func inspect(
        frontmatter: String,
        body: String = "Do it.\n",
        folder: String? = nil,
        files: [BundleFile] = []
    ) -> InspectedSkill {
        inspect("---\n\(frontmatter)\n---\n\(body)", folder: folder, files: files)
    }

    static func inspect(_ text: String, folder: String? = nil, files: [BundleFile] = []) -> InspectedSkill {
        inspect(Array(text.utf8), folder: folder, files: files)
    }

    static func inspect(_ bytes: [UInt8], folder: String? = nil, files: [BundleFile] = []) -> InspectedSkill {
        let manifest = BundleFile(path: "SKILL.md", isExecutable: false, content: bytes)
        return SkillInspection.inspect(UnpackedSkill(files: files + [manifest], topFolder: folder))
    }

    /// An accepted skill with these files beside SKILL.md.
    static func skill(
        named name: String = "demo",
        description: String = "Formats notes.",
        files: [BundleFile] = []
    ) -> InspectedSkill {
        inspect(frontmatter: "name: \(name)\ndescription: \"\(description)\"", files: files)
    }
}

extension BundleFile {
    init(_ path: String, _ content: String = "x", executable: Bool = false) {
        self.init(path: path, isExecutable: executable, content: Array(content.utf8))
    }

    init(_ path: String, zeros count: Int) {
        self.init(path: path, isExecutable: false, content: [UInt8](repeating: 0, count: count))
    }
}

extension InspectedSkill {
    var codes: [String] { findings.map(\.code) }
}
