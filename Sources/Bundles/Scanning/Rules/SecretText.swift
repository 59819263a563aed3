import Glibc

/// Whether some text can be a secret, or only stands for one.
enum SecretText {
    /// Bits of information in a character, from how often each occurs.
    static func entropy(_ text: ArraySlice<UInt8>) -> Double {
        guard !text.isEmpty else { return 0 }
        var counts: [UInt8: Int] = [:]
        for byte in text { counts[byte, default: 0] += 1 }
        return counts.values.reduce(0) { sum, count in
            let share = Double(count) / Double(text.count)
            return sum - share * log2(share)
        }
    }

    /// Example, template or redacted text.
    static func isPlaceholder(_ text: ArraySlice<UInt8>) -> Bool {
        FoldedText(text).contains(anyOf: placeholders) || entropy(text) < 2.8
    }

    private static let placeholders: [StaticString] = [
        "example", "sample", "placeholder", "dummy", "your", "changeme", "change-me", "change_me", "xxxx",
        "redact", "fake", "test", "demo", "insert", "replace", "mock", "abcdefgh", "12345678", "....", "****",
        "${", "{{", "<", "%s", "00000000", "process.env", "not-a-real", "notreal", "todo",
    ]

    /// The longest value that is looked at; no token of the kinds that are known is longer.
    static let longest = 256

    /// The values that begin at some of these places, none inside another: each byte is looked at once.
    ///
    /// - Parameters:
    ///   - starts: In their order.
    ///   - value: What begins at a place; the next one begins behind it.
    /// - Returns: Each with its place.
    static func values(
        at starts: [Int],
        _ value: (Int) -> ArraySlice<UInt8>?
    ) -> [(start: Int, value: ArraySlice<UInt8>)] {
        var values: [(start: Int, value: ArraySlice<UInt8>)] = []
        var end = 0
        for start in starts where start >= end {
            guard let found = value(start) else { continue }
            values.append((start, found))
            end = found.endIndex
        }
        return values
    }

    /// The characters of tokens: letters, digits, hyphen and underscore.
    static func isToken(_ byte: UInt8) -> Bool {
        byte.isLetterOrDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }

    /// Upper and lower case and digits together, or a long hexadecimal number.
    static func looksRandom(_ text: ArraySlice<UInt8>) -> Bool {
        let hasUpper = text.contains { $0.isLetter && $0 & 0x20 == 0 }
        let hasLower = text.contains { $0.isLetter && $0 & 0x20 != 0 }
        guard text.contains(where: \.isDigit) else { return false }
        let isHex =
            text.count >= 32
            && text.allSatisfy { $0.isDigit || ("a"..."f").contains(Character(.init($0 | 0x20))) }
        return isHex ? entropy(text) > 3 : hasUpper && hasLower && entropy(text) > 3.5
    }
}
