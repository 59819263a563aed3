/// Hangul syllables as what they are made of.
enum Syllable {
    private static let first: UInt32 = 0xAC00
    private static let last: UInt32 = 0xD7A3

    /// Final consonants by their place in the block.
    enum Final: UInt32 {
        case nieun = 4
        case rieul = 8
        case mieum = 16
        case bieup = 17
        case ssang = 20
    }

    /// The word with the consonant closing its last syllable; nil when that is closed already or no syllable.
    static func closing(_ word: String, with final: Final) -> String? {
        guard let last = word.unicodeScalars.last, isSyllable(last), (last.value - first) % 28 == 0,
            let closed = Unicode.Scalar(last.value + final.rawValue)
        else { return nil }
        return String(word.dropLast()) + String(Character(closed))
    }

    /// Whether its last syllable has no final consonant.
    static func isOpen(_ word: String) -> Bool {
        guard let last = word.unicodeScalars.last, isSyllable(last) else { return false }
        return (last.value - first) % 28 == 0
    }

    /// The word without the ㄹ that closes it: 깔 as 까, which other endings are put to.
    static func withoutRieul(_ word: String) -> String? {
        guard let last = word.unicodeScalars.last, isSyllable(last),
            (last.value - first) % 28 == Final.rieul.rawValue,
            let open = Unicode.Scalar(last.value - Final.rieul.rawValue)
        else { return nil }
        return String(word.dropLast()) + String(Character(open))
    }

    /// Letters: the jamo of syllables, everything else as it is.
    static func letters(_ word: String) -> [UInt32] {
        word.unicodeScalars.flatMap { scalar -> [UInt32] in
            guard isSyllable(scalar) else { return [scalar.value] }
            let index = scalar.value - first
            let final = index % 28
            let open = [0x1100 + index / 588, 0x1161 + index % 588 / 28]
            return final == 0 ? open : open + [0x11A7 + final]
        }
    }

    private static func isSyllable(_ scalar: Unicode.Scalar) -> Bool {
        (first...last).contains(scalar.value)
    }
}
