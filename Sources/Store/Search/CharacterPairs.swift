/// The pairs of neighbouring characters in a text, as words of an index that knows whole words only.
///
/// Trigrams cannot find a word of two characters, which is how long many Korean words are. A character becomes
/// four digits in base 36, so a pair has eight and the first four of them find a single character.
enum CharacterPairs {
    private static let digits = Array("0123456789abcdefghijklmnopqrstuvwxyz".utf8)

    /// Every different pair within the words of a folded text, and the last character of each word.
    static func all(in text: String) -> String {
        var pairs: Set<UInt64> = []
        var before: Unicode.Scalar?
        for character in text.unicodeScalars {
            let isSpace = character.properties.isWhitespace
            if let before { pairs.insert(key(before, isSpace ? nil : character)) }
            before = isSpace ? nil : character
        }
        if let before { pairs.insert(key(before, nil)) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(9 * pairs.count)
        for pair in pairs {
            append(UInt32(pair >> 32), to: &bytes)
            if let second = UInt32(truncatingIfNeeded: pair).decremented { append(second, to: &bytes) }
            bytes.append(UInt8(ascii: " "))
        }
        _ = bytes.popLast()
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A query of FTS5 for a word of one or two characters.
    static func query(for word: String) -> String {
        let token = token(for: Array(word.unicodeScalars)[...])
        return word.unicodeScalars.count == 1 ? "\"\(token)\" *" : "\"\(token)\""
    }

    /// A `tsquery` for a word of any length: all its pairs, or the beginning of one for a single character.
    static func lexemes(for word: String) -> String {
        let characters = Array(word.unicodeScalars)
        guard characters.count > 1 else { return "'\(token(for: characters[...]))':*" }
        return (1..<characters.count).map { "'\(token(for: characters[($0 - 1)...$0]))'" }.joined(
            separator: " & "
        )
    }

    private static func token(for characters: ArraySlice<Unicode.Scalar>) -> String {
        var bytes: [UInt8] = []
        for character in characters { append(character.value, to: &bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Both characters in one number; the second is counted from 1, and 0 for none.
    private static func key(_ first: Unicode.Scalar, _ second: Unicode.Scalar?) -> UInt64 {
        UInt64(first.value) << 32 | UInt64(second.map { $0.value + 1 } ?? 0)
    }

    private static func append(_ number: UInt32, to bytes: inout [UInt8]) {
        bytes.append(digits[Int(number / 46_656 % 36)])
        bytes.append(digits[Int(number / 1296 % 36)])
        bytes.append(digits[Int(number / 36 % 36)])
        bytes.append(digits[Int(number % 36)])
    }
}

extension UInt32 {
    /// One less, or nil for zero.
    fileprivate var decremented: UInt32? { self == 0 ? nil : self - 1 }
}
