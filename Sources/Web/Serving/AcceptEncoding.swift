/// Which codings of an answer a client takes (RFC 9110, section 12.5.3).
enum AcceptEncoding {
    /// - Parameter field: The value of `Accept-Encoding`; without one nothing is packed, though it might be.
    /// - Returns: Whether gzip is named, by its name or by `*`, and not with a weight of zero.
    static func takesGzip(_ field: String?) -> Bool {
        var byStar = false
        for range in (field ?? "").split(separator: ",") {
            let parts = range.split(separator: ";").map { part in
                part.filter { !$0.isWhitespace }.lowercased()
            }
            let weight =
                parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            switch parts.first {
            case "gzip", "x-gzip": return weight > 0
            case "*": byStar = weight > 0
            default: continue
            }
        }
        return byStar
    }
}
