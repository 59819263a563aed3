import Glibc

/// A short piece of text as bytes, ASCII in lower case: what the rules search in.
struct FoldedText: Sendable {
    let bytes: [UInt8]

    init(_ text: some Collection<UInt8>) {
        bytes = text.map(LiteralAutomaton.folded)
    }

    /// - Returns: Where the text begins first, at or behind `start`.
    func first(_ text: StaticString, from start: Int = 0) -> Int? {
        text.withUTF8Buffer { text in unsafe first(UnsafeRawBufferPointer(text), from: start) }
    }

    private func first(_ text: UnsafeRawBufferPointer, from start: Int) -> Int? {
        unsafe bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress, let wanted = text.baseAddress else { return nil }
            var position = start
            while position + text.count <= buffer.count {
                let rest = buffer.count - text.count - position + 1
                guard let hit = unsafe memchr(base + position, Int32(text[0]), rest) else { return nil }
                position = unsafe UnsafeRawPointer(hit) - base
                if unsafe memcmp(base + position, wanted, text.count) == 0 { return position }
                position += 1
            }
            return nil
        }
    }

    func contains(_ text: StaticString) -> Bool { first(text) != nil }

    func contains(anyOf texts: [StaticString]) -> Bool { texts.contains(where: contains) }

    /// - Returns: Every place where the text begins.
    func all(_ text: StaticString) -> [Int] {
        text.withUTF8Buffer { text in unsafe all(UnsafeRawBufferPointer(text)) }
    }

    /// The same for a text that is made when the program runs; it has to be in lower case.
    func all(_ text: [UInt8]) -> [Int] { text.withUnsafeBytes { unsafe all($0) } }

    private func all(_ text: UnsafeRawBufferPointer) -> [Int] {
        var places: [Int] = []
        var start = 0
        while let place = unsafe first(text, from: start) {
            places.append(place)
            start = place + 1
        }
        return places
    }

    /// What stands between these positions, cut to what is there.
    func string(_ range: Range<Int>) -> String {
        String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
    }

    /// The words of a natural language: letters and digits, and everything beyond ASCII; apostrophes are dropped.
    var words: [String] {
        bytes.filter { $0 != UInt8(ascii: "'") }
            .split { !($0.isLetterOrDigit || $0 >= 0x80) }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// The words of a command: what blanks, quotes and brackets separate.
    func commandWords(_ range: Range<Int>) -> [String] {
        bytes[range.clamped(to: 0..<bytes.count)]
            .split { Self.separators[Int($0)] }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    private static let separators: [Bool] = (0..<256).map { " \t\r\n\"'`()[]{},;".utf8.contains(UInt8($0)) }
}

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
    var isLetterOrDigit: Bool { isDigit || isLetter }
}
