/// Whether two spellings are one slip of the finger apart.
enum Nearness {
    /// One letter more, fewer, other, or two beside each other exchanged; Hangul by its jamo.
    ///
    /// Spellings that differ only in hyphens, dots or underscores are near as well.
    ///
    /// - Parameters:
    ///   - left: One spelling.
    ///   - right: The other.
    /// - Returns: False when they are equal, or so short that every other word would be near.
    static func isNear(_ left: String, _ right: String) -> Bool {
        guard left != right else { return false }
        let a = Syllable.letters(left)
        let b = Syllable.letters(right)
        guard min(a.count, b.count) >= 4 else { return false }
        if bare(a) == bare(b) { return true }
        guard abs(a.count - b.count) <= 1 else { return false }
        let front = zip(a, b).prefix { $0 == $1 }.count
        let back = zip(a.dropFirst(front).reversed(), b.dropFirst(front).reversed()).prefix { $0 == $1 }.count
        let restA = a.dropFirst(front).dropLast(back)
        let restB = b.dropFirst(front).dropLast(back)
        if restA.count <= 1, restB.count <= 1 { return true }
        return restA.count == 2 && restB.count == 2 && restA.first == restB.last && restA.last == restB.first
    }

    private static func bare(_ letters: [UInt32]) -> [UInt32] {
        letters.filter { $0 != 0x2D && $0 != 0x2E && $0 != 0x5F }
    }
}
