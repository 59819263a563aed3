import Contract

/// The specification's advice on links from SKILL.md to other files of the skill.
enum ReferenceRules {
    static func findings(on text: ManifestText, paths: [String]) -> [Finding] {
        let known = Set(paths + paths.flatMap(folders))
        var broken: [SkillRule: [MarkdownLink]] = [:]
        for link in MarkdownLink.all(in: text.body) {
            if let rule = rule(brokenBy: link, known: known) { broken[rule, default: []].append(link) }
        }
        return advice.compactMap { advice in
            guard let links = broken[advice.rule], let first = links.first else { return nil }
            let message = "\(advice.what): \(links.map(\.target).quoted)."
            return Finding(advice.rule, line: text.bodyLine - 1 + first.line, message, fix: advice.fix)
        }
    }

    private static let advice: [(rule: SkillRule, what: String, fix: String)] = [
        (.referenceOutside, "Links lead out of the skill", "Link to files of the skill only."),
        (.referenceBroken, "Linked files are not there", "Add the files or correct the links."),
        (.referenceDepth, "Linked files lie deeper than one folder", "Move them up."),
    ]

    private static func rule(brokenBy link: MarkdownLink, known: Set<String>) -> SkillRule? {
        guard let path = link.pathInSkill else { return .referenceOutside }
        guard known.contains(path) else { return .referenceBroken }
        return path.count(where: { $0 == "/" }) > 1 ? .referenceDepth : nil
    }

    /// All folders above a file, and the skill itself.
    private static func folders(above path: String) -> [String] {
        let parts = path.split(separator: "/").dropLast()
        return (0...parts.count).map { parts.prefix($0).joined(separator: "/") }
    }
}
