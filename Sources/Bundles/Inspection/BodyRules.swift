import Contract

/// The specification's advice on the text below the frontmatter.
enum BodyRules {
    private static let lineLimit = 500
    private static let tokenLimit = 5_000

    static func findings(on text: ManifestText, paths: [String]) -> [Finding] {
        guard text.frontmatter != nil else { return [] }
        return size(of: text) + ReferenceRules.findings(on: text, paths: paths)
    }

    private static func size(of text: ManifestText) -> [Finding] {
        guard text.body.contains(where: { !$0.isWhitespace }) else {
            let fix: Phrase = "Add instructions: without them the agent learns nothing."
            return [
                Finding(
                    .bodyEmpty,
                    line: text.bodyLine,
                    "There are no instructions below the frontmatter.",
                    fix: fix
                )
            ]
        }
        var findings: [Finding] = []
        let lines = text.bodyLine - 1 + text.body.utf8.count { $0 == UInt8(ascii: "\n") }
        let fix: Phrase = "Move details into files below references/ and link to them."
        if lines > lineLimit {
            findings.append(
                Finding(
                    .bodyLines,
                    "SKILL.md has \(lines, as: "lines") lines; up to \(lineLimit, as: "limit") are advised.",
                    fix: fix
                )
            )
        }
        let tokens = estimatedTokens(in: text.body)
        if tokens > tokenLimit {
            let message: Phrase =
                "The instructions take about \(tokens, as: "tokens") tokens; up to \(tokenLimit, as: "limit") are advised."
            findings.append(Finding(.bodyTokens, message, fix: fix))
        }
        return findings
    }

    /// About four ASCII characters to a token, and about one of any other script.
    private static func estimatedTokens(in text: String) -> Int {
        var ascii = 0
        var other = 0
        for scalar in text.unicodeScalars {
            if scalar.isASCII { ascii += 1 } else { other += 1 }
        }
        return ascii / 4 + other
    }
}
