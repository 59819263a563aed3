/// What a message may look like before any decoder sees it: decoders descend by recursion, and guess types by trying.
enum JSONBounds {
    static let maximumDepth = 64
    static let maximumValues = 10_000

    /// Whether the bytes are within the bounds; they need not be JSON, and are never in another encoding than UTF-8.
    static func hold(_ bytes: [UInt8]) -> Bool {
        var (depth, values) = (0, 0)
        var isInString = false
        var isEscaped = false
        for byte in bytes {
            // No text has one but that in UTF-16 or UTF-32, which decoders take as well and is counted wrongly here.
            guard byte != 0 else { return false }
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                values += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: ","): values += 1
            default: break
            }
            guard depth <= maximumDepth, values <= maximumValues else { return false }
        }
        return true
    }
}
