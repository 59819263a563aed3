/// What stands in a line and says nothing: white space, and emoji of somebody pleased, or polite.
///
/// A closed list: a sign that is not in it may say "no", and is a word that nobody knows.
enum Ornament {
    /// - Parameter character: With everything that is put over it: a crossed out heart is none.
    /// - Returns: Whether it may be passed over, even in a change.
    static func isOrnament(_ character: Character) -> Bool {
        let scalars = character.unicodeScalars
        if scalars.allSatisfy(\.properties.isWhitespace) { return true }
        guard let first = scalars.first, isHarmless(first) else { return false }
        return scalars.dropFirst().allSatisfy { isSkinTone($0) || isHarmless($0) }
    }

    /// Whether it is a laugh, a sigh, a yes or a "go" in single letters: ㅋㅋ, ㅠㅠ, ㅇㅇ, ㄱㄱ.
    ///
    /// Others stand for words: ㅎㅈㅁ is 하지 마.
    static func isLetters(_ word: String) -> Bool {
        if word == "ㅇㅋ" { return true }
        return ["ㅋㅎ", "ㅠㅜ", "ㅇ", "ㄱ"].contains { letters in word.allSatisfy { letters.contains($0) } }
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        // Faces; the gestures after them begin with a crossed "no".
        case 0x1F600...0x1F644, 0x1F917, 0x1F923, 0x1F929, 0x1F970, 0x1F973: true
        // A bow, raised and folded hands, waving, clapping, thumbs up, "ok", a strong arm.
        case 0x1F647, 0x1F64B, 0x1F64C, 0x1F64F, 0x1F44B...0x1F44D, 0x1F44F, 0x1F4AA: true
        // Man or woman behind a gesture.
        case 0x2640, 0x2642: true
        // Hearts, smiles, sparkles, stars, notes, a tick, a party, a rocket, fire, a hundred.
        case 0x2661, 0x2665, 0x2764, 0x1F495...0x1F49C, 0x263A, 0x2728, 0x2705, 0x2B50, 0x266A, 0x1F389,
            0x1F38A,
            0x1F680, 0x1F525, 0x1F4AF:
            true
        default: false
        }
    }

    private static func isSkinTone(_ scalar: Unicode.Scalar) -> Bool {
        (0x1F3FB...0x1F3FF).contains(scalar.value)
    }
}
