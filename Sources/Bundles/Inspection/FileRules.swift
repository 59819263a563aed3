import Contract
import Domain

/// What is worth knowing about the files of a skill, each kind once.
enum FileRules {
    static func findings(on skill: UnpackedSkill) -> [Finding] {
        let paths = skill.files.map(\.path)
        let archives = skill.files.filter(isArchive).map(\.path)
        let unportable = paths.filter(isNotPortable)
        let nested = paths.filter { $0.contains("/") && SkillFile.isManifestInAnyCase($0) }
        return [
            finding(
                .nestedSkill,
                nested,
                "The skill contains further SKILL.md files: \(nested.quoted, as: "files").",
                fix: "Register them as skills of their own; OpenAI takes one SKILL.md for each skill."
            ),
            finding(
                .notPortable,
                unportable,
                "Windows cannot hold these names: \(unportable.quoted, as: "files").",
                fix: "Rename them if the skill is to be used on Windows."
            ),
            finding(
                .nestedArchive,
                archives,
                "There are archives inside the skill, which nobody looks into: \(archives.quoted, as: "files").",
                fix: "Unpack them into the skill."
            ),
            finding(
                .junkRemoved,
                skill.removedJunk,
                "Files that desktop systems leave behind were left out: \(skill.removedJunk.quoted, as: "files").",
                fix: "Nothing; `zip -x '.DS_Store' '__MACOSX/*'` avoids them."
            ),
        ].compactMap(\.self)
    }

    private static func finding(_ rule: SkillRule, _ paths: [String], _ what: Phrase, fix: Phrase) -> Finding?
    {
        guard let first = paths.first else { return nil }
        return Finding(rule, path: first, what, fix: fix)
    }

    private static func isArchive(_ file: BundleFile) -> Bool {
        let magics: [[UInt8]] = [
            [0x50, 0x4B, 3, 4], [0x1F, 0x8B], [0x37, 0x7A, 0xBC, 0xAF], Array("Rar!".utf8), Array("BZh".utf8),
            [0xFD, 0x37, 0x7A, 0x58, 0x5A], [0x28, 0xB5, 0x2F, 0xFD],
        ]
        guard magics.contains(where: file.content.starts(with:)) else { return false }
        // Office files are zips too and are meant as what they are.
        let documents: Set = [
            "docx", "xlsx", "pptx", "odt", "ods", "odp", "epub", "hwpx", "dotx", "xltx", "potx",
        ]
        return !documents.contains(file.path.split(separator: ".").last?.lowercased() ?? "")
    }

    /// By the naming rules of Windows (learn.microsoft.com, "Naming Files, Paths, and Namespaces").
    private static func isNotPortable(_ path: String) -> Bool {
        path.split(separator: "/").contains { part in
            part.hasSuffix(".") || part.hasSuffix(" ") || part.contains { "<>\"|?*".contains($0) }
                || isDeviceName(part.prefix { $0 != "." }.lowercased())
        }
    }

    private static func isDeviceName(_ name: String) -> Bool {
        if ["con", "prn", "aux", "nul"].contains(name) { return true }
        guard name.count == 4, let last = name.last, ("1"..."9").contains(last) else { return false }
        return name.hasPrefix("com") || name.hasPrefix("lpt")
    }
}
