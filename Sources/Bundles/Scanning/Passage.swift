import Contract

/// A line of a file, or a piece of a long one, that something was noticed in.
struct Passage: Sendable {
    /// What a passage is to whoever reads or runs the file.
    enum Place: Sendable {
        /// Runs when the file does.
        case script
        /// A block of code in Markdown: an agent may run it.
        case block
        /// Text that an agent or a person reads.
        case prose
        /// Text that an agent reads and a page does not show.
        case comment
        /// Settings, data and everything else.
        case data
    }

    /// The longest passage, in bytes; longer lines come in several that overlap.
    static let longest = 4_096
    static let overlap = 512

    let path: String
    /// Counted from 1.
    let line: Int
    let place: Place
    /// Whether the file runs, whatever this part of it is.
    let isScriptFile: Bool
    /// Whether it may as well be text that an agent reads.
    let isGuessed: Bool
    /// As it is written.
    let text: [UInt8]
    let folded: FoldedText
    /// Of the file's name.
    let suffix: String
    /// What comes behind it, up to ``overlap`` bytes.
    let ahead: [UInt8]
    /// What stands before it, up to ``context`` bytes.
    let behind: [UInt8]

    /// How much of the lines around it belongs to ``paragraph``, each way.
    static let context = 128

    init(
        file: ScannedFile,
        line: Int,
        place: Place,
        text: ArraySlice<UInt8>,
        behind: ArraySlice<UInt8>,
        ahead: ArraySlice<UInt8>
    ) {
        path = file.path
        suffix = file.suffix
        if case .script = file.kind { isScriptFile = true } else { isScriptFile = false }
        isGuessed = file.isGuessed
        self.line = line
        self.place = place
        self.text = Array(text)
        folded = FoldedText(self.text)
        self.behind = Array(behind)
        self.ahead = Array(ahead)
    }

    private init(_ passage: Passage, text: ArraySlice<UInt8>) {
        path = passage.path
        suffix = "sh"
        isScriptFile = passage.isScriptFile
        isGuessed = passage.isGuessed
        line = passage.line
        place = .script
        self.text = Array(text)
        folded = FoldedText(self.text)
        behind = []
        ahead = []
    }

    /// A part of it, as a command that runs.
    func command(_ range: Range<Int>) -> Passage { Passage(self, text: text[range]) }

    /// The decoded text, each character with its place in ``text``.
    var scalars: [(scalar: Unicode.Scalar, offset: Int)] {
        var scalars: [(scalar: Unicode.Scalar, offset: Int)] = []
        var offset = 0
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            scalars.append((scalar, offset))
            offset += UTF8.width(scalar)
        }
        return scalars
    }
}

/// What looks at passages that hold one of its texts.
protocol PassageRule: Sendable {
    /// A passage without any of them is not shown to the rule.
    static var literals: [[UInt8]] { get }
    static func read(_ passage: Passage, into notes: inout FileNotes)
}

extension PassageRule {
    static func texts(_ texts: String...) -> [[UInt8]] { texts.map { Array($0.utf8) } }
}

extension Passage {
    /// Characters of one kind in a row, and what stands around them.
    struct Run {
        let scalars: [Unicode.Scalar]
        let offset: Int
        let before: Unicode.Scalar?
        let after: Unicode.Scalar?
    }

    func runs(where isWanted: (Unicode.Scalar) -> Bool) -> [Run] {
        let scalars = scalars
        var runs: [Run] = []
        var index = 0
        while index < scalars.count {
            let rest = scalars[index...].prefix { isWanted($0.scalar) }
            if !rest.isEmpty {
                let before = index > 0 ? scalars[index - 1].scalar : nil
                let after = rest.endIndex < scalars.count ? scalars[rest.endIndex].scalar : nil
                let run = Run(
                    scalars: rest.map(\.scalar),
                    offset: scalars[index].offset,
                    before: before,
                    after: after
                )
                runs.append(run)
            }
            index = max(rest.endIndex, index + 1)
        }
        return runs
    }

    /// The line of a place in ``text``: several lines can be one passage.
    func line(at offset: Int) -> Int {
        line + text[..<min(offset, text.count)].count { $0 == UInt8(ascii: "\n") }
    }

    /// What a command here comes to: less where it is only shown or printed.
    func level(script: ScanFinding.Level, block: ScanFinding.Level, prose: ScanFinding.Level)
        -> ScanFinding.Level
    {
        switch place {
        case .script: isPrinted ? min(script, .warning) : script
        case .block: block
        case .prose, .comment, .data: prose
        }
    }
}
