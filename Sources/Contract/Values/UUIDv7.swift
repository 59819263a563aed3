/// Universally unique identifiers that sort by time (RFC 9562, section 5.7).
package enum UUIDv7 {
    /// A new identifier in the usual hyphenated lower-case form.
    ///
    /// The 12 bits after the millisecond hold its fraction (RFC 9562, section 6.2, method 3), so identifiers
    /// made a quarter of a microsecond apart still sort; the remaining 62 bits are random.
    package static func make(at now: Timestamp) -> String {
        let milliseconds = UInt64(max(0, now.microseconds / 1000))
        let fraction = UInt64(max(0, now.microseconds % 1000)) * 4096 / 1000
        let high = milliseconds << 16 | 0x7000 | fraction
        let low = UInt64.random(in: 0...UInt64.max) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for position in 0..<32 {
            if [8, 12, 16, 20].contains(position) { text.append(UInt8(ascii: "-")) }
            let half = position < 16 ? high : low
            let nibble = UInt8(truncatingIfNeeded: half >> UInt64(60 - position % 16 * 4)) & 0xF
            text.append(nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10)
        }
        return String(decoding: text, as: UTF8.self)
    }
}
