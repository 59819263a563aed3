import Contract

/// Words of Latin letters with look-alikes from Cyrillic or Greek among them (Unicode TR 39, "mixed-script").
enum MixedScripts: PassageRule {
    /// The first bytes of Greek and Cyrillic letters in UTF-8.
    static let literals: [[UInt8]] = [[0xCE], [0xCF], [0xD0], [0xD1], [0xD2], [0xD3], [0xD4]]

    private static let lookAlikes: Set<Unicode.Scalar> = Set(
        "асеорхуіјѕһԁԛԝАВЕКМНОРСТХЅІЈοναρΑΒΕΖΗΙΚΜΝΟΡΤΥΧ".unicodeScalars
    )

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        let text = String(decoding: passage.text, as: UTF8.self)
        for word in text.split(whereSeparator: { !$0.isLetter }) where isMixed(word) {
            let message: Phrase =
                "“\(word.prefix(40), as: "word")” mixes letters of two scripts that look alike."
            return notes.add(.mixedScript, .warning, line: passage.line, message)
        }
    }

    /// Whether a word mixes Latin with look-alikes, and with nothing else of their scripts.
    static func isMixed(_ word: Substring) -> Bool {
        let letters = word.unicodeScalars.filter { $0.properties.isAlphabetic }
        let others = letters.filter { (0x0370...0x052F).contains($0.value) }
        guard !others.isEmpty, others.allSatisfy(lookAlikes.contains) else { return false }
        return letters.count { $0.isASCII } >= 2
    }
}

/// The same in names of files.
enum NameRule {
    static func read(_ file: ScannedFile, into notes: inout FileNotes) {
        guard !file.path.utf8.allSatisfy({ $0 < 0x80 }) else { return }
        if file.path.split(whereSeparator: { !$0.isLetter }).contains(where: MixedScripts.isMixed) {
            let message: Phrase = "The file's name mixes letters of two scripts that look alike."
            notes.add(.mixedScript, .block, as: "name", message)
        }
    }
}
