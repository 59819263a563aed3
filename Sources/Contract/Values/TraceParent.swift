/// A place in a trace: which one, and the span that caused what follows, as W3C Trace Context writes it.
///
/// https://www.w3.org/TR/trace-context/#traceparent-header
package struct TraceParent: Hashable, Sendable {
    /// 32 hexadecimal digits.
    package let traceID: String
    /// 16 hexadecimal digits.
    package let spanID: String
    /// Whether whoever began it records what happens.
    package let isSampled: Bool

    /// - Parameters:
    ///   - traceID: 32 hexadecimal digits in lower case, not all 0.
    ///   - spanID: 16 of them.
    ///   - isSampled: Whether it is recorded.
    package init(traceID: String, spanID: String, isSampled: Bool) {
        self.traceID = traceID
        self.spanID = spanID
        self.isSampled = isSampled
    }

    /// Nil for what is not valid, which counts as none.
    package init?(_ header: String) {
        let parts = header.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, Self.isHexadecimal(parts[0], digits: 2),
            Self.isHexadecimal(parts[1], digits: 32), Self.isHexadecimal(parts[2], digits: 16),
            Self.isHexadecimal(parts[3], digits: 2), let flags = UInt8(parts[3], radix: 16)
        else { return nil }
        // Later versions may say more behind what the first says; ff is none.
        guard parts[0] != "ff", parts[0] != "00" || parts.count == 4, !Self.isZero(parts[1]),
            !Self.isZero(parts[2])
        else { return nil }
        self.init(traceID: String(parts[1]), spanID: String(parts[2]), isSampled: flags & 1 == 1)
    }

    /// As it is sent and stored, in the first version.
    package var text: String { "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")" }

    private static func isHexadecimal(_ part: Substring, digits: Int) -> Bool {
        part.utf8.count == digits
            && part.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }

    private static func isZero(_ part: Substring) -> Bool { part.allSatisfy { $0 == "0" } }
}
