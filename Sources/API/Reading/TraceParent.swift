import Hummingbird

/// The trace that a request belongs to, as W3C Trace Context has callers name it.
///
/// https://www.w3.org/TR/trace-context/#traceparent-header
enum TraceParent {
    /// The trace's id, 32 hexadecimal digits.
    ///
    /// - Parameter request: Whose `traceparent` is read.
    /// - Returns: Nil where there is none, or one that is not valid, which counts as none.
    static func traceID(of request: Request) -> String? {
        let parts =
            request.headers[.traceParent]?.split(separator: "-", omittingEmptySubsequences: false) ?? []
        guard parts.count >= 4, isHexadecimal(parts[0], digits: 2), isHexadecimal(parts[1], digits: 32),
            isHexadecimal(parts[2], digits: 16), isHexadecimal(parts[3], digits: 2)
        else { return nil }
        // Later versions may say more behind what the first says; ff is none.
        guard parts[0] != "ff", parts[0] != "00" || parts.count == 4, !isZero(parts[1]), !isZero(parts[2])
        else { return nil }
        return String(parts[1])
    }

    private static func isHexadecimal(_ part: Substring, digits: Int) -> Bool {
        part.utf8.count == digits
            && part.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }

    private static func isZero(_ part: Substring) -> Bool { part.allSatisfy { $0 == "0" } }
}
