/// A link to a file in Markdown text: `[text](target)` outside of code.
struct MarkdownLink {
    /// Without title and fragment.
    let target: String
    /// Counted from 1 in the text.
    let line: Int

    /// As much text as is looked at: far more than an agent reads, and a bound on the work.
    private static let maximumBytes = 1 << 20

    /// The links that name files; addresses, fragments and placeholders are passed over.
    static func all(in text: String) -> [MarkdownLink] {
        var links: [MarkdownLink] = []
        var isCode = false
        let lines = text.utf8.prefix(maximumBytes)
            .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let trimmed = line.drop { $0 == 0x20 }
            if trimmed.starts(with: "```".utf8) || trimmed.starts(with: "~~~".utf8) {
                isCode.toggle()
                continue
            }
            guard !isCode, line.contains(UInt8(ascii: "]")) else { continue }
            links += targets(in: outsideCodeSpans(line)).map { MarkdownLink(target: $0, line: index + 1) }
        }
        return links
    }

    /// Where it leads inside the skill, or nil when it leads out.
    var pathInSkill: String? {
        guard !target.hasPrefix("/"), !target.hasPrefix("~") else { return nil }
        var parts: [Substring] = []
        for part in target.split(separator: "/") where part != "." {
            guard part == ".." else {
                parts.append(part)
                continue
            }
            guard parts.popLast() != nil else { return nil }
        }
        return parts.joined(separator: "/")
    }

    private static func outsideCodeSpans(_ line: Substring.UTF8View) -> [UInt8] {
        let parts = line.split(separator: UInt8(ascii: "`"), omittingEmptySubsequences: false)
        return Array(parts.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element).joined())
    }

    private static func targets(in line: [UInt8]) -> [String] {
        var targets: [String] = []
        var rest = line[...]
        while let bracket = rest.firstIndex(of: UInt8(ascii: "]")) {
            rest = rest[(bracket + 1)...]
            guard rest.first == UInt8(ascii: "(") else { continue }
            let target = rest.dropFirst().prefix { !" \t#?)".utf8.contains($0) }
            if let path = filePath(String(decoding: target, as: UTF8.self)) { targets.append(path) }
        }
        return targets
    }

    /// - Returns: Nil for what is no path: an address with a scheme, a fragment, a placeholder.
    private static func filePath(_ target: String) -> String? {
        guard !target.isEmpty, !target.contains(where: { ":<>{}$*%|".contains($0) }) else { return nil }
        // "[x](y)" in prose about Markdown is seldom a file: a path has a dot or a slash.
        guard target.contains(where: { $0 == "." || $0 == "/" }), target != "...", target != "…" else {
            return nil
        }
        return target
    }
}
