import Contract

/// Text in Unicode tag characters (U+E0000 to U+E007F): a model reads it, a person sees nothing.
enum TagCharacters: PassageRule {
    static let literals: [[UInt8]] = [[0xF3, 0xA0, 0x80], [0xF3, 0xA0, 0x81]]

    /// The only flags made of tags (Unicode TR 51, "RGI emoji tag sequence"): England, Scotland, Wales.
    private static let flags: Set = ["gbeng", "gbsct", "gbwls"]

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        let runs = passage.runs { (0xE0000...0xE007F).contains($0.value) }
        for run in runs {
            let hidden = String(
                run.scalars.compactMap { Unicode.Scalar($0.value - 0xE0000) }
                    .filter { (0x20...0x7E).contains($0.value) }.map(Character.init)
            )
            if run.before?.value == 0x1F3F4, run.scalars.last?.value == 0xE007F, flags.contains(hidden) {
                continue
            }
            notes.add(
                .tagCharacters,
                hidden.count < 4 ? .warning : .block,
                line: passage.line(at: run.offset),
                "Invisible tag characters say “\(hidden.prefix(80), as: "text")”."
            )
        }
    }
}

/// Bytes in variation selectors, which are not shown either.
enum VariationSelectors: PassageRule {
    static let literals: [[UInt8]] =
        (0x84...0x87).map { [0xF3, 0xA0, $0] } + (0x80...0x8F).map { [0xEF, 0xB8, $0] }

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        let runs = passage.runs {
            (0xE0100...0xE01EF).contains($0.value) || (0xFE00...0xFE0F).contains($0.value)
        }
        // One behind a character is what they are for.
        for run in runs where run.scalars.count > 1 {
            notes.add(
                .variationSelectors,
                run.scalars.count < 4 ? .warning : .block,
                line: passage.line(at: run.offset),
                "\(run.scalars.count, as: "count") variation selectors in a row can hide as many bytes."
            )
        }
    }
}

/// Characters without width where no script needs them.
enum ZeroWidthCharacters: PassageRule {
    static let literals: [[UInt8]] =
        [0x8B, 0x8C, 0x8D].map { [0xE2, 0x80, $0] } + (0xA0...0xA4).map { [0xE2, 0x81, $0] } + [
            [0xEF, 0xBB, 0xBF], [0xE1, 0xA0, 0x8E], [0xE3, 0x85, 0xA4], [0xE1, 0x85, 0x9F],
            [0xE1, 0x85, 0xA0],
            [0xEF, 0xBE, 0xA0], [0xC2, 0xAD],
        ]

    private static let invisible: Set<UInt32> = [
        0x200B, 0x200C, 0x200D, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0xFEFF, 0x180E, 0x00AD,
        0x3164, 0x115F, 0x1160, 0xFFA0,
    ]
    /// Letters of Korean that take room and show nothing.
    private static let fillers: Set<UInt32> = [0x3164, 0xFFA0]

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        for run in passage.runs(where: { invisible.contains($0.value) }) {
            let isMark = passage.line == 1 && run.offset == 0 && run.scalars.count == 1
            guard !isMark, isOdd(run) else { continue }
            let count = run.scalars.count
            notes.add(
                .zeroWidth,
                count < 8 ? .warning : .block,
                line: passage.line(at: run.offset),
                as: count == 1 ? "one" : nil,
                count == 1
                    ? "There is an invisible character in the text."
                    : "There are \(count, as: "count") invisible characters in a row in the text."
            )
        }
    }

    /// Emoji are joined, and Persian and Indic words parted, by them: never letters of ASCII.
    private static func isOdd(_ run: Passage.Run) -> Bool {
        let isInWord = [run.before, run.after].contains {
            $0.map { $0.isASCII && $0.properties.isAlphabetic } ?? false
        }
        return run.scalars.count > 3 || isInWord || run.scalars.contains { fillers.contains($0.value) }
    }
}

/// Characters that turn the direction of text, so that code reads otherwise than it runs (CVE-2021-42574).
enum TextDirection: PassageRule {
    static let literals: [[UInt8]] =
        (0xAA...0xAE).map { [0xE2, 0x80, $0] } + (0xA6...0xA9).map { [0xE2, 0x81, $0] }

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        let scalars = passage.scalars
        guard let first = scalars.first(where: { isTurning($0.scalar) }) else { return }
        // Around words that are written from right to left they are in order, in text.
        let hasRightToLeft = scalars.contains { (0x0590...0x08FF).contains($0.scalar.value) }
        if hasRightToLeft, !passage.isScriptFile { return }
        notes.add(
            .textDirection,
            passage.isScriptFile ? .block : .warning,
            line: passage.line(at: first.offset),
            "Characters that turn the direction of text make it read otherwise than it is."
        )
    }

    private static func isTurning(_ scalar: Unicode.Scalar) -> Bool {
        (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    }
}

/// Sequences that command a terminal (ECMA-48) and can hide or overwrite what stands there.
enum TerminalEscapes: PassageRule {
    static let literals: [[UInt8]] = [[0x1B], [0xC2, 0x9B]]

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        if case .data = passage.place, passage.text.contains(0) { return }
        let offset = passage.text.firstIndex(of: 0x1B) ?? 0
        let message: Phrase = "A terminal escape can hide text from whoever looks at it there."
        notes.add(.terminalEscape, .warning, line: passage.line(at: offset), message)
    }
}
