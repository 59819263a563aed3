import Contract

/// Takes keys out of what people type: a line of chat is kept, and nobody means to have a key kept with it.
package enum KeyWords {
    /// What our own tokens, sessions and set-up links begin with.
    private static let own = ["sky_", "sks_", "skc_"]
    /// Shorter than any of ours, longer than what speaks about them.
    private static let leastOwn = 12

    /// The same text with `[…]` behind the first letters of each key.
    package static func hidden(in text: String) -> String {
        let bytes = Array(text.utf8)
        var (kept, place): ([UInt8], Int) = ([], 0)
        while place < bytes.count {
            let isInside = place > 0 && SecretText.isToken(bytes[place - 1])
            guard !isInside, let (prefix, length) = key(at: place, in: bytes) else {
                kept.append(bytes[place])
                place += 1
                continue
            }
            kept += prefix.utf8
            kept += "[…]".utf8
            place += length
        }
        return String(decoding: kept, as: UTF8.self)
    }

    private static func key(at place: Int, in bytes: [UInt8]) -> (prefix: String, length: Int)? {
        for prefix in own where bytes[place...].starts(with: prefix.utf8) {
            let body = bytes[(place + prefix.utf8.count)...].prefix(while: SecretText.isToken)
            if body.count >= leastOwn { return (prefix, prefix.utf8.count + body.count) }
        }
        return VendorKeys.key(at: place, in: bytes)
    }
}
