import Contract

/// The rules for a skill's name (agentskills.io specification, "name field").
///
/// The text says both "unicode lowercase alphanumeric" and "a-z, 0-9". We hold to the closed list: every
/// vendor's API does, and a name becomes a folder and an address.
enum NameRules {
    static func findings(on name: String, line: Int?, topFolder: String?) -> [Finding] {
        var findings: [Finding] = []
        func add(_ rule: SkillRule, _ message: String, fix: String) {
            findings.append(Finding(rule, line: line, message, fix: fix))
        }
        let shown = ArchiveRefusal.printable(name)
        let length = name.unicodeScalars.count
        if !(1...64).contains(length) {
            add(
                .nameLength,
                "The name has \(length) characters; 1 to 64 are allowed.",
                fix: "Choose another name."
            )
        }
        if name.unicodeScalars.contains(where: { $0.properties.isUppercase }) {
            add(.nameCase, "The name \(shown) has upper-case letters.", fix: "Use lower-case letters only.")
        }
        if !name.unicodeScalars.allSatisfy({ isAllowed($0) || ("A"..."Z").contains($0) }) {
            let fix = "Use a-z, 0-9 and hyphens; other languages belong in the description."
            add(.nameCharset, "The name \(shown) has characters other than a-z, 0-9 and hyphen.", fix: fix)
        }
        if name.hasPrefix("-") || name.hasSuffix("-") {
            add(
                .nameEdgeHyphen,
                "The name \(shown) starts or ends with a hyphen.",
                fix: "Remove that hyphen."
            )
        }
        if name.contains("--") {
            add(.nameDoubleHyphen, "The name \(shown) has two hyphens in a row.", fix: "Use one.")
        }
        if let topFolder, topFolder != name {
            let folder = ArchiveRefusal.printable(topFolder)
            let fix = "Rename the folder to the skill's name, or the skill to the folder's."
            add(.nameDirectory, "The name is \(shown), but the folder is called \(folder).", fix: fix)
        }
        return findings
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "0"..."9", "-": true
        default: false
        }
    }
}
