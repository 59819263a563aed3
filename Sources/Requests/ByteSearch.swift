/// Finds a run of bytes in others, skipping ahead by what a mismatch rules out (Horspool, 1980).
struct ByteSearch: Sendable {
    private let pattern: [UInt8]
    private let skips: [Int]

    var length: Int { pattern.count }

    /// - Parameter pattern: At least one byte.
    init(_ pattern: [UInt8]) {
        precondition(!pattern.isEmpty)
        self.pattern = pattern
        var skips = [Int](repeating: pattern.count, count: 256)
        for (index, byte) in pattern.dropLast().enumerated() {
            skips[Int(byte)] = pattern.count - 1 - index
        }
        self.skips = skips
    }

    func firstIndex(in bytes: [UInt8], from start: Int) -> Int? {
        let haystack = bytes.span
        let needle = pattern.span
        let skip = skips.span
        var position = start
        while position + needle.count <= haystack.count {
            var index = needle.count - 1
            while haystack[position + index] == needle[index] {
                if index == 0 { return position }
                index -= 1
            }
            position += skip[Int(haystack[position + needle.count - 1])]
        }
        return nil
    }
}
