import Contract

/// The specification's advice on links from SKILL.md to other files of the skill.
enum ReferenceRules {
    static func findings(on text: ManifestText, paths: [String]) -> [Finding] {
        let known = Set(paths + paths.flatMap(folders))
        var broken: [SkillRule: [MarkdownLink]] = [:]
        for link in MarkdownLink.all(in: text.body) {
            if let rule = rule(brokenBy: link, known: known) { broken[rule, default: []].append(link) }
        }
        let rules: [SkillRule] = [.referenceOutside, .referenceBroken, .referenceDepth]
        return rules.compactMap { rule in
            guard let links = broken[rule], let first = links.first else { return nil }
            let advice = advice(on: rule, links.map(\.target).quoted)
            return Finding(rule, line: text.bodyLine - 1 + first.line, advice.what, fix: advice.fix)
        }
    }

    private static func advice(on rule: SkillRule, _ links: String) -> (what: Phrase, fix: Phrase) {
        switch rule {
        case .referenceOutside:
            ("Links lead out of the skill: \(links, as: "links").", "Link to files of the skill only.")
        case .referenceDepth:
            ("Linked files lie deeper than one folder: \(links, as: "links").", "Move them up.")
        default:
            ("Linked files are not there: \(links, as: "links").", "Add the files or correct the links.")
        }
    }

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
