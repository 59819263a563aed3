import Contract

/// The rules for a skill's name (agentskills.io specification, "name field").
///
/// The text says both "unicode lowercase alphanumeric" and "a-z, 0-9". We hold to the closed list: every
/// vendor's API does, and a name becomes a folder and an address.
enum NameRules {
    static func findings(on name: String, line: Int?, topFolder: String?) -> [Finding] {
        let shown = ArchiveRefusal.printable(name)
        var broken = characters(of: name, shown) + hyphens(of: name, shown)
        let length = name.unicodeScalars.count
        if !(1...64).contains(length) {
            let what: Phrase =
                "The name \(shown, as: "name") has \(length, as: "length") characters; 1 to 64 are allowed."
            broken.insert((.nameLength, what, "Choose another name."), at: 0)
        }
        if let topFolder, topFolder != name {
            let folder = ArchiveRefusal.printable(topFolder)
            let what: Phrase =
                "The name \(shown, as: "name") is not that of the folder, \(folder, as: "folder")."
            let fix: Phrase = "Rename the folder to the skill's name, or the skill to the folder's."
            broken.append((.nameDirectory, what, fix))
        }
        return broken.map { Finding($0.rule, line: line, $0.what, fix: $0.fix) }
    }

    private typealias Fault = (rule: SkillRule, what: Phrase, fix: Phrase)

    private static func characters(of name: String, _ shown: String) -> [Fault] {
        var faults: [Fault] = []
        if name.unicodeScalars.contains(where: { $0.properties.isUppercase }) {
            let what: Phrase = "The name \(shown, as: "name") has upper-case letters."
            faults.append((.nameCase, what, "Use lower-case letters only."))
        }
        if !name.unicodeScalars.allSatisfy({ isAllowed($0) || ("A"..."Z").contains($0) }) {
            let what: Phrase =
                "The name \(shown, as: "name") has characters other than a-z, 0-9 and hyphen."
            let fix: Phrase = "Use a-z, 0-9 and hyphens; other languages belong in the description."
            faults.append((.nameCharset, what, fix))
        }
        return faults
    }

    private static func hyphens(of name: String, _ shown: String) -> [Fault] {
        var faults: [Fault] = []
        if name.hasPrefix("-") || name.hasSuffix("-") {
            let what: Phrase = "The name \(shown, as: "name") starts or ends with a hyphen."
            faults.append((.nameEdgeHyphen, what, "Remove that hyphen."))
        }
        if name.contains("--") {
            let what: Phrase = "The name \(shown, as: "name") has two hyphens in a row."
            faults.append((.nameDoubleHyphen, what, "Use one."))
        }
        return faults
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "0"..."9", "-": true
        default: false
        }
    }
}
