import Contract

/// Keys that are known by their first letters; each vendor documents its own.
enum VendorKeys: PassageRule {
    private struct Shape: Sendable {
        let prefix: StaticString
        let vendor: String
        /// Behind the prefix.
        let least: Int
        var isUpperCase = false
    }

    static let literals = shapes.map { bytes(of: $0.prefix) }

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        for shape in shapes {
            for (start, body) in bodies(shape, in: passage) where isKey(shape, body) {
                notes.add(
                    .vendorKey,
                    .block,
                    line: passage.line(at: start),
                    "This looks like a key of \(shape.vendor, as: "vendor")."
                )
            }
        }
    }

    /// The key that begins there: what it is known by, and how long it is in all; nil where none does.
    static func key(at start: Int, in text: [UInt8]) -> (prefix: String, length: Int)? {
        for shape in shapes {
            let prefix = bytes(of: shape.prefix)
            guard text[start...].starts(with: prefix) else { continue }
            let body = text[(start + prefix.count)...].prefix {
                SecretText.isToken($0) || $0 == UInt8(ascii: ".")
            }
            if isKey(shape, body) { return (shape.prefix.description, prefix.count + body.count) }
        }
        return nil
    }

    private static func bodies(_ shape: Shape, in passage: Passage) -> [(
        start: Int, value: ArraySlice<UInt8>
    )] {
        let prefix = bytes(of: shape.prefix)
        let text = passage.text
        return SecretText.values(at: passage.folded.all(prefix.map(LiteralAutomaton.folded))) { start in
            guard text[start...].starts(with: prefix), start == 0 || !SecretText.isToken(text[start - 1])
            else {
                return nil
            }
            let rest = text[(start + prefix.count)...].prefix(SecretText.longest)
            return shape.isUpperCase
                ? rest.prefix { $0.isDigit || $0.isLetter && $0 & 0x20 == 0 }
                : rest.prefix { SecretText.isToken($0) || $0 == UInt8(ascii: ".") }
        }
    }

    private static func isKey(_ shape: Shape, _ body: ArraySlice<UInt8>) -> Bool {
        body.count >= shape.least && body.contains(where: \.isDigit) && !SecretText.isPlaceholder(body)
    }

    private static func bytes(of text: StaticString) -> [UInt8] { Array(text.description.utf8) }

    private static let shapes: [Shape] = [
        Shape(prefix: "ghp_", vendor: "GitHub", least: 36),
        Shape(prefix: "gho_", vendor: "GitHub", least: 36),
        Shape(prefix: "ghu_", vendor: "GitHub", least: 36),
        Shape(prefix: "ghs_", vendor: "GitHub", least: 36),
        Shape(prefix: "ghr_", vendor: "GitHub", least: 36),
        Shape(prefix: "github_pat_", vendor: "GitHub", least: 40),
        Shape(prefix: "glpat-", vendor: "GitLab", least: 20),
        Shape(prefix: "xoxb-", vendor: "Slack", least: 24),
        Shape(prefix: "xoxp-", vendor: "Slack", least: 24),
        Shape(prefix: "xoxa-", vendor: "Slack", least: 24),
        Shape(prefix: "xapp-", vendor: "Slack", least: 24),
        Shape(prefix: "AIza", vendor: "Google", least: 35),
        Shape(prefix: "ya29.", vendor: "Google", least: 40),
        Shape(prefix: "GOCSPX-", vendor: "Google", least: 24),
        Shape(prefix: "sk-proj-", vendor: "OpenAI", least: 32),
        Shape(prefix: "sk-svcacct-", vendor: "OpenAI", least: 32),
        Shape(prefix: "sk-ant-", vendor: "Anthropic", least: 32),
        Shape(prefix: "sk-or-v1-", vendor: "OpenRouter", least: 40),
        Shape(prefix: "sk_live_", vendor: "Stripe", least: 20),
        Shape(prefix: "rk_live_", vendor: "Stripe", least: 20),
        Shape(prefix: "AKIA", vendor: "AWS", least: 16, isUpperCase: true),
        Shape(prefix: "ASIA", vendor: "AWS", least: 16, isUpperCase: true),
        Shape(prefix: "npm_", vendor: "npm", least: 36),
        Shape(prefix: "pypi-AgEI", vendor: "PyPI", least: 40),
        Shape(prefix: "hf_", vendor: "Hugging Face", least: 34),
        Shape(prefix: "SG.", vendor: "SendGrid", least: 60),
        Shape(prefix: "dop_v1_", vendor: "DigitalOcean", least: 60),
        Shape(prefix: "shpat_", vendor: "Shopify", least: 32),
        Shape(prefix: "AGE-SECRET-KEY-1", vendor: "age", least: 50, isUpperCase: true),
        Shape(prefix: "sky_", vendor: "Skillyard", least: 40),
    ]
}
