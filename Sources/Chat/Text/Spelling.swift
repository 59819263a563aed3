/// A word with its letters counted out, to be held beside others.
struct Spelling {
    /// Jamo for Hangul.
    private let letters: [UInt32]
    /// Without hyphens, dots and underscores.
    private let bare: [UInt32]

    init(_ word: String) {
        letters = Syllable.letters(word)
        bare = letters.filter { $0 != 0x2D && $0 != 0x2E && $0 != 0x5F }
    }

    /// Whether the two are one slip of the finger apart, or differ only in hyphens, dots or underscores.
    ///
    /// A slip is one letter more, fewer or other, or two beside each other exchanged.
    ///
    /// - Parameter other: The other spelling.
    /// - Returns: False when they are equal, or so short that every other word would be near.
    func isNear(_ other: Spelling) -> Bool {
        let (a, b) = (letters, other.letters)
        guard abs(a.count - b.count) <= 1 || bare.count == other.bare.count, min(a.count, b.count) >= 4,
            a != b
        else {
            return false
        }
        if bare == other.bare { return true }
        guard abs(a.count - b.count) <= 1 else { return false }
        var front = 0
        while front < a.count, front < b.count, a[front] == b[front] { front += 1 }
        var back = 0
        while back < min(a.count, b.count) - front, a[a.count - 1 - back] == b[b.count - 1 - back] {
            back += 1
        }
        let restA = a[front..<(a.count - back)]
        let restB = b[front..<(b.count - back)]
        if restA.count <= 1, restB.count <= 1 { return true }
        return restA.count == 2 && restB.count == 2 && restA.first == restB.last && restA.last == restB.first
    }
}
