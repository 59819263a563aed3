/// Knows what each line of a file is: code that runs, code that is shown, text, or a comment.
struct PlaceTracker {
    /// What the reader has to tell it about.
    static let marks = ["```", "~~~", "<!--", "-->", "/*", "*/"].map { Array($0.utf8) }

    /// A block of code in Markdown (CommonMark 0.31.2, section 4.5).
    private struct Fence {
        let mark: UInt8
        let length: Int
        /// Indented as only a list allows, so that it may be none.
        let isDoubtful: Bool
        /// Whether an agent runs it while it reads the skill.
        let runs: Bool
    }

    /// A comment ends at its mark, and one inside a paragraph with that.
    private enum Comment {
        case block
        case inline
    }

    private let kind: ScannedFile.Kind
    private let remarks: RemarkSigns
    private let isManifest: Bool
    private var fence: Fence?
    private var comment: Comment?

    init(_ file: ScannedFile) {
        kind = file.kind
        remarks = RemarkSigns(file.suffix)
        isManifest = file.path == SkillFile.manifest
    }

    /// Whether a line goes on in the next one.
    ///
    /// - Parameters:
    ///   - line: With its end, and with the lines that are joined with it already.
    ///   - next: What comes behind it.
    /// - Returns: Whether the next line belongs to it.
    func joins(_ line: ArraySlice<UInt8>, next: ArraySlice<UInt8>) -> Bool {
        let end = line.dropLast().last == UInt8(ascii: "\r") ? line.dropLast(2) : line.dropLast()
        let word = end.reversed().drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.prefix(2)
        let isOpen = word.first == UInt8(ascii: "|") || word.elementsEqual("&&".utf8)
        guard end.last == UInt8(ascii: "\\") || isOpen else { return false }
        switch kind {
        case .script: return !remarks.begin(line)
        case .markdown:
            // The line that ends a block is never part of a command.
            guard let fence else { return false }
            return !Self.closes(fence, next.prefix { $0 != UInt8(ascii: "\n") })
        default: return false
        }
    }

    /// The place of the next line, or piece of one.
    mutating func place(of line: ArraySlice<UInt8>, isLineStart: Bool, hasMarks: Bool) -> Passage.Place {
        switch kind {
        case .script: return placeInScript(line, hasMarks: hasMarks)
        case .markdown:
            if isLineStart, let place = fencePlace(line, hasMarks: hasMarks) { return place }
            return placeInText(line, isLineStart: isLineStart, hasMarks: hasMarks)
        case .mixed: return .block
        case .text: return .prose
        case .data, .binary, .unknownBinary: return .data
        }
    }

    private mutating func placeInScript(_ line: ArraySlice<UInt8>, hasMarks: Bool) -> Passage.Place {
        guard remarks.hasBlocks else { return remarks.begin(line) ? .prose : .script }
        let content = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        if comment != nil {
            if hasMarks, FoldedText(line).contains("*/") {
                comment = nil
                return .script
            }
            return content.first == UInt8(ascii: "*") ? .prose : .script
        }
        if hasMarks, content.starts(with: "/*".utf8) {
            guard !FoldedText(line).contains("*/") else { return .script }
            comment = .block
            return .prose
        }
        return remarks.begin(line) ? .prose : .script
    }

    /// The place of a line inside a block of code or at its edge; nil outside.
    private mutating func fencePlace(_ line: ArraySlice<UInt8>, hasMarks: Bool) -> Passage.Place? {
        if let open = fence {
            if hasMarks, Self.closes(open, line) { fence = nil }
            // Where it may be no block at all, what it comments out is a comment.
            if open.isDoubtful, hasMarks || comment != nil,
                placeInText(line, isLineStart: true, hasMarks: hasMarks) == .comment
            {
                return .comment
            }
            return open.runs ? .script : .block
        }
        guard hasMarks, comment == nil, let opened = Self.opening(line, isManifest: isManifest) else {
            return nil
        }
        fence = opened
        return .block
    }

    private mutating func placeInText(_ line: ArraySlice<UInt8>, isLineStart: Bool, hasMarks: Bool)
        -> Passage.Place
    {
        if comment == .inline, isLineStart, line.allSatisfy({ " \t\r\n".utf8.contains($0) }) { comment = nil }
        // Definitions of links that nothing links to are not shown either.
        if isLineStart, comment == nil,
            line.starts(with: "[//]: #".utf8) || line.starts(with: "[comment]: ".utf8)
        {
            return .comment
        }
        let wasInComment = comment != nil
        guard hasMarks else { return wasInComment ? .comment : fence == nil ? .prose : .block }
        let text = FoldedText(line)
        let (opens, closes) = (text.all("<!--").last, text.all("-->").last)
        if let opens, opens > closes ?? -1 {
            let indent = line.prefix { $0 == UInt8(ascii: " ") }.count
            comment = isLineStart && indent < 4 && indent == opens ? .block : .inline
        } else if closes != nil {
            comment = nil
        }
        return wasInComment || opens != nil ? .comment : fence == nil ? .prose : .block
    }

    private static func opening(_ line: ArraySlice<UInt8>, isManifest: Bool) -> Fence? {
        let content = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard let mark = content.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else {
            return nil
        }
        let length = content.prefix { $0 == mark }.count
        let info = content.dropFirst(length)
        guard length >= 3, mark == UInt8(ascii: "~") || !info.contains(mark) else { return nil }
        let indent = line.prefix(line.count - content.count)
        return Fence(
            mark: mark,
            length: length,
            isDoubtful: indent.count > 3 || indent.contains(UInt8(ascii: "\t")),
            runs: isManifest && info.first { $0 != UInt8(ascii: " ") } == UInt8(ascii: "!")
        )
    }

    private static func closes(_ fence: Fence, _ line: ArraySlice<UInt8>) -> Bool {
        let content = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") && fence.isDoubtful }
        guard fence.isDoubtful || line.count - content.count < 4 else { return false }
        let length = content.prefix { $0 == fence.mark }.count
        return length >= fence.length && content.dropFirst(length).allSatisfy { " \t\r\n".utf8.contains($0) }
    }
}

/// How remarks begin in a language.
struct RemarkSigns {
    private let signs: [[UInt8]]
    /// Whether there are `/* … */`.
    let hasBlocks: Bool

    /// - Parameter suffix: Of the file's name, in lower case.
    init(_ suffix: String) {
        switch suffix {
        case "js", "mjs", "cjs", "ts", "mts", "cts", "jsx", "tsx", "swift", "go", "rs", "java", "kt", "cs",
            "gradle", "c", "h", "cpp", "cc", "hpp", "scala", "dart", "groovy":
            (signs, hasBlocks) = (["//"].map { Array($0.utf8) }, true)
        case "php": (signs, hasBlocks) = (["//", "# "].map { Array($0.utf8) }, true)
        case "lua", "applescript", "scpt": (signs, hasBlocks) = (["--"].map { Array($0.utf8) }, false)
        case "bat", "cmd": (signs, hasBlocks) = (["rem ", "::"].map { Array($0.utf8) }, false)
        case "vbs": (signs, hasBlocks) = (["'"].map { Array($0.utf8) }, false)
        default: (signs, hasBlocks) = (["#"].map { Array($0.utf8) }, false)
        }
    }

    /// Whether a line is a remark, but no `#!`.
    func begin(_ line: ArraySlice<UInt8>) -> Bool {
        let content = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard !content.starts(with: "#!".utf8) else { return false }
        return signs.contains { content.prefix(4).map(LiteralAutomaton.folded).starts(with: $0) }
    }
}
