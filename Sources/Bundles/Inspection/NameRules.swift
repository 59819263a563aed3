import Contract

/// The rules for a skill's name (agentskills.io specification, "name field").
///
/// The text says both "unicode lowercase alphanumeric" and "a-z, 0-9". We hold to the closed list: every
/// vendor's API does, and a name becomes a folder and an address.
enum NameRules {
    static func findings(on name: String, line: Int?, topFolder: String?) -> [Finding] {
        var broken = characters(of: name) + hyphens(of: name)
        let length = name.unicodeScalars.count
        if !(1...64).contains(length) {
            let what = "has \(length) characters; 1 to 64 are allowed"
            broken.insert((.nameLength, what, "Choose another name."), at: 0)
        }
        if let topFolder, topFolder != name {
            let what = "is not that of the folder, \(ArchiveRefusal.printable(topFolder))"
            let fix = "Rename the folder to the skill's name, or the skill to the folder's."
            broken.append((.nameDirectory, what, fix))
        }
        let shown = ArchiveRefusal.printable(name)
        return broken.map { Finding($0.rule, line: line, "The name \(shown) \($0.what).", fix: $0.fix) }
    }

    private typealias Fault = (rule: SkillRule, what: String, fix: String)

    private static func characters(of name: String) -> [Fault] {
        var faults: [Fault] = []
        if name.unicodeScalars.contains(where: { $0.properties.isUppercase }) {
            faults.append((.nameCase, "has upper-case letters", "Use lower-case letters only."))
        }
        if !name.unicodeScalars.allSatisfy({ isAllowed($0) || ("A"..."Z").contains($0) }) {
            let fix = "Use a-z, 0-9 and hyphens; other languages belong in the description."
            faults.append((.nameCharset, "has characters other than a-z, 0-9 and hyphen", fix))
        }
        return faults
    }

    private static func hyphens(of name: String) -> [Fault] {
        var faults: [Fault] = []
        if name.hasPrefix("-") || name.hasSuffix("-") {
            faults.append((.nameEdgeHyphen, "starts or ends with a hyphen", "Remove that hyphen."))
        }
        if name.contains("--") {
            faults.append((.nameDoubleHyphen, "has two hyphens in a row", "Use one."))
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
