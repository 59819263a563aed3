/// Knows what each line of a file is: code that runs, code that is shown, text, or a comment.
struct PlaceTracker {
    /// What the reader has to tell it about.
    static let marks = ["```", "~~~", "<!--", "-->"].map { Array($0.utf8) }

    private let kind: ScannedFile.Kind
    /// The mark that opened the block of code under way.
    private var fence: [UInt8]?
    private var isInComment = false

    init(_ kind: ScannedFile.Kind) {
        self.kind = kind
    }

    /// Whether a line goes on in the next one.
    func joins(_ line: ArraySlice<UInt8>) -> Bool {
        let end = line.dropLast().last == UInt8(ascii: "\r") ? line.dropLast(2) : line.dropLast()
        switch kind {
        case .script: return end.last == UInt8(ascii: "\\") || end.last == UInt8(ascii: "|")
        case .markdown: return fence != nil && end.last == UInt8(ascii: "\\")
        default: return false
        }
    }

    /// The place of the next line, or piece of one.
    mutating func place(of line: ArraySlice<UInt8>, hasMarks: Bool) -> Passage.Place {
        switch kind {
        case .script: return Self.isRemark(line) ? .prose : .script
        case .markdown:
            return hasMarks ? placeAtMark(line) : isInComment ? .comment : fence == nil ? .prose : .block
        case .text: return .prose
        case .data, .binary, .unknownBinary: return .data
        }
    }

    private mutating func placeAtMark(_ line: ArraySlice<UInt8>) -> Passage.Place {
        let content = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        if let open = fence {
            if content.starts(with: open) { fence = nil }
            return .block
        }
        if !isInComment, content.starts(with: Self.marks[0]) || content.starts(with: Self.marks[1]) {
            fence = Array(content.prefix { $0 == content.first })
            return .block
        }
        let text = FoldedText(line)
        let wasInComment = isInComment
        let (opens, closes) = (text.all("<!--").last, text.all("-->").last)
        if let opens, opens > closes ?? -1 {
            isInComment = true
        } else if closes != nil {
            isInComment = false
        }
        return wasInComment || opens != nil ? .comment : .prose
    }

    /// A comment of a script, but not its first line.
    private static func isRemark(_ line: ArraySlice<UInt8>) -> Bool {
        let content = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        if content.starts(with: "#".utf8) { return !content.starts(with: "#!".utf8) }
        return content.starts(with: "//".utf8) || content.starts(with: "* ".utf8)
    }
}
