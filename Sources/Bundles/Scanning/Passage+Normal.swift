import Foundation

extension Passage {
    /// As a shell reads it: lines that go on are one, and blanks in a row count once.
    var command: FoldedText {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(folded.bytes.count)
        var index = 0
        while index < folded.bytes.count {
            let rest = folded.bytes[index...]
            if rest.starts(with: "\\\n".utf8) || rest.starts(with: "\\\r\n".utf8) {
                index += rest[index + 1] == UInt8(ascii: "\n") ? 2 : 3
                continue
            }
            let byte = rest[index] == UInt8(ascii: "\t") ? UInt8(ascii: " ") : rest[index]
            if byte != UInt8(ascii: " ") || bytes.last != byte { bytes.append(byte) }
            index += 1
        }
        return FoldedText(bytes)
    }

    /// With the lines around it that belong to the same paragraph or comment, in the letters that people mean.
    ///
    /// What that is beyond its own bytes is counted as work.
    func paragraph(counting notes: inout FileNotes) -> FoldedText {
        guard place == .prose || place == .comment || isGuessed else {
            return FoldedText(NormalText.bytes(text))
        }
        let (before, after) = place == .comment ? restOfComment : restOfParagraph
        let result = FoldedText(NormalText.bytes(before + text + after))
        notes.spend(max(0, result.bytes.count - text.count))
        return result
    }

    private var restOfComment: (ArraySlice<UInt8>, ArraySlice<UInt8>) {
        let isLink = folded.contains("]: ")
        let before = isLink || folded.contains("<!--") ? [] : behind[Self.end(of: "<!--", in: behind[...])...]
        let next = ahead.prefix(Self.context)
        let after = isLink || folded.contains("-->") ? [] : next[..<Self.start(of: "-->", in: next)]
        return (before, after)
    }

    private var restOfParagraph: (ArraySlice<UInt8>, ArraySlice<UInt8>) {
        var before = behind[Self.end(of: "\n\n", in: behind[...])...]
        before = before[Self.end(of: "-->", in: before)...]
        // A line of text ends a paragraph only if the next one is empty.
        let isLast = text.last == UInt8(ascii: "\n") && ahead.first == UInt8(ascii: "\n")
        var after = isLast ? [] : ahead.prefix(Self.context)
        after = after[..<Self.start(of: "\n\n", in: after)]
        return (before, after[..<Self.start(of: "<!--", in: after)])
    }

    private static func end(of mark: StaticString, in bytes: ArraySlice<UInt8>) -> Int {
        let text = FoldedText(bytes)
        return text.all(mark).last.map { bytes.startIndex + $0 + mark.utf8CodeUnitCount } ?? bytes.startIndex
    }

    private static func start(of mark: StaticString, in bytes: ArraySlice<UInt8>) -> Int {
        FoldedText(bytes).first(mark).map { bytes.startIndex + $0 } ?? bytes.endIndex
    }
}

/// Text in the letters that people mean: form NFKC (Unicode UAX 15).
///
/// Full-width, bold and circled Latin becomes ASCII, and Hangul in parts becomes syllables.
enum NormalText {
    static func bytes(_ bytes: some Collection<UInt8>) -> [UInt8] {
        let bytes = Array(bytes)
        guard holdsMarks(bytes) else { return bytes }
        return Array(String(decoding: bytes, as: UTF8.self).precomposedStringWithCompatibilityMapping.utf8)
    }

    /// Most text in Korean is in its usual form, and needs no second look.
    private static func holdsMarks(_ bytes: [UInt8]) -> Bool {
        zip(bytes, bytes.dropFirst()).contains { first, second in
            first >= 0xE1 && marks.contains { $0[0] == first && $0[1] == second }
        }
    }

    /// How letters begin that are not in their usual form: what a rule for phrases has to be shown too.
    static let marks: [[UInt8]] = [
        // Full-width and half-width forms, parts of Hangul.
        [0xEF, 0xBC], [0xEF, 0xBD], [0xEF, 0xBE], [0xE1, 0x84], [0xE1, 0x85], [0xE1, 0x86], [0xE1, 0x87],
        // Letters as signs, circled ones, those of formulas.
        [0xE2, 0x84], [0xE2, 0x92], [0xE2, 0x93], [0xF0, 0x9D],
    ]
}
