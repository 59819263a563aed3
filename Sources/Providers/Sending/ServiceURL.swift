import FoundationEssentials

/// The address of a provider's API: `http` or `https`, a host, no user info, query or fragment.
struct ServiceURL: Equatable, Sendable {
    /// Without a slash at the end, so that paths are appended as they are.
    let text: String

    init?(_ text: String) {
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased(),
            ["http", "https"].contains(scheme),
            let host = url.host(), !host.isEmpty, url.user() == nil, url.password() == nil,
            url.query() == nil,
            url.fragment() == nil, !text.contains("@")
        else { return nil }
        var trimmed = text[...]
        while trimmed.last == "/" { trimmed.removeLast() }
        self.text = String(trimmed)
    }
}

/// One part of a path or query, with everything but the unreserved characters escaped (RFC 3986, section
/// 2.3).
func percentEncoded(_ part: String) -> String {
    let isPlain: (UInt8) -> Bool = { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default:
            false
        }
    }
    // The names of skills are plain: nothing to build.
    if part.utf8.allSatisfy(isPlain) { return part }
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in part.utf8 {
        if isPlain(byte) {
            bytes.append(byte)
        } else {
            bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
