import Contract

/// SKILL.md taken apart into frontmatter and body.
struct ManifestText {
    let hasByteOrderMark: Bool
    /// Between the two `---` lines; nil where there is none that can be read.
    private(set) var frontmatter: String?
    /// Everything after the frontmatter.
    private(set) var body = ""
    /// The line the body begins on, counted from 1.
    private(set) var bodyLine = 1
    private(set) var findings: [Finding] = []

    /// Far more than any real skill has, and little enough for any YAML parser.
    static let maximumFrontmatterBytes = 64 << 10

    init(_ bytes: [UInt8]) {
        hasByteOrderMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        let content = hasByteOrderMark ? bytes[3...] : bytes[...]
        guard String(validating: content, as: UTF8.self) != nil else {
            findings = [Self.notUTF8(content)]
            return
        }
        findings = Self.findings(on: content, hasByteOrderMark: hasByteOrderMark)
        takeApart(content)
    }

    private mutating func takeApart(_ content: ArraySlice<UInt8>) {
        let start = Self.lineEnd(in: content, from: content.startIndex)
        guard Self.isMarker(content[..<start]) else {
            findings.append(Self.missing)
            return
        }
        var position = start
        bodyLine = 2
        while position < content.endIndex {
            let next = Self.lineEnd(in: content, from: position)
            bodyLine += 1
            if Self.isMarker(content[position..<next]) {
                finish(content[start..<position], body: content[next...])
                return
            }
            position = next
        }
        findings.append(Self.unclosed)
    }

    private mutating func finish(_ block: ArraySlice<UInt8>, body rest: ArraySlice<UInt8>) {
        body = String(decoding: rest, as: UTF8.self)
        if block.count > Self.maximumFrontmatterBytes {
            findings.append(Self.tooLarge)
        } else {
            frontmatter = String(decoding: block, as: UTF8.self)
        }
    }

    /// - Returns: The index behind the line feed that ends the line, or the end.
    private static func lineEnd(in content: ArraySlice<UInt8>, from start: Int) -> Int {
        content[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? content.endIndex
    }

    /// Exactly `---`, but for white space behind it.
    private static func isMarker(_ line: ArraySlice<UInt8>) -> Bool {
        let blanks = Array(" \t\r\n".utf8)
        return line.starts(with: "---".utf8) && line.dropFirst(3).allSatisfy(blanks.contains)
    }
}

// MARK: What is wrong with the text itself

extension ManifestText {
    private static func findings(on content: ArraySlice<UInt8>, hasByteOrderMark: Bool) -> [Finding] {
        var findings: [Finding] = []
        if hasByteOrderMark { findings.append(byteOrderMark) }
        if let index = content.firstIndex(of: 0) { findings.append(nul(line: line(of: index, in: content))) }
        let crlf = Array("\r\n".utf8)
        if let index = content.firstIndex(of: crlf[0]), content[index...].starts(with: crlf) {
            findings.append(carriageReturns)
        }
        // Tab, line feed and carriage return are ordinary; NUL has a finding of its own.
        let control = content.firstIndex {
            ($0 < 0x20 && $0 != 0 && !(0x09...0x0D).contains($0)) || $0 == 0x7F
        }
        if let control { findings.append(controlCharacter(line: line(of: control, in: content))) }
        return findings
    }

    private static func line(of index: Int, in content: ArraySlice<UInt8>) -> Int {
        content[..<index].count { $0 == UInt8(ascii: "\n") } + 1
    }

    private static func notUTF8(_ content: ArraySlice<UInt8>) -> Finding {
        let lines = content.split(
            separator: UInt8(ascii: "\n"),
            maxSplits: 1_000,
            omittingEmptySubsequences: false
        )
        let bad = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
        return Finding(
            .manifestNotUTF8,
            line: bad.map { $0 + 1 },
            "SKILL.md is not UTF-8 text.",
            fix: "Save the file as UTF-8; older Korean editors default to CP949 (EUC-KR)."
        )
    }

    private static func nul(line: Int) -> Finding {
        Finding(
            .manifestNUL,
            line: line,
            "SKILL.md contains a NUL character.",
            fix: "Remove it: text has none."
        )
    }

    private static func controlCharacter(line: Int) -> Finding {
        Finding(
            .manifestControlCharacter,
            line: line,
            "SKILL.md contains a control character, which can hide text in a terminal.",
            fix: "Remove it, or write it as an escape sequence."
        )
    }

    private static let byteOrderMark = Finding(
        .manifestByteOrderMark,
        line: 1,
        "SKILL.md starts with a byte order mark; several agents then see no frontmatter.",
        fix: "Save the file as UTF-8 without BOM."
    )

    private static let carriageReturns = Finding(
        .manifestCRLF,
        line: 1,
        "SKILL.md has Windows line ends; some validators then see no frontmatter.",
        fix: "Save the file with LF line ends."
    )

    private static let missing = Finding(
        .frontmatterMissing,
        line: 1,
        "SKILL.md does not start with frontmatter.",
        fix: "Make `---` the whole first line, then name and description, then `---` on a line of its own."
    )

    private static let unclosed = Finding(
        .frontmatterUnclosed,
        line: 1,
        "The frontmatter is never closed.",
        fix: "Put `---` on a line of its own behind the last field, at the very start of the line."
    )

    private static let tooLarge = Finding(
        .frontmatterTooLarge,
        line: 2,
        "The frontmatter is larger than 64 KiB.",
        fix: "Move all but the fields into the body below it."
    )
}
