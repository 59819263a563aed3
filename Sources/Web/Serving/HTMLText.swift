import Mustache

/// Text as it stands in HTML, between tags or as a value in quotes.
///
/// The template library's own escaping compares characters, and to Swift a quote with a combining mark after it, or an
/// angle bracket after a letter such as U+0D4E, is another character than the one a browser reads. In UTF-8 a byte of
/// ASCII is never part of anything else (RFC 3629, section 3), so this looks at bytes.
struct HTMLText: MustacheContentType {
    /// What a template begins with whose values are to be escaped so; partials do not inherit it.
    static let pragma = "{{% CONTENT_TYPE: \(name)}}\n"

    private static let name = "HTML_TEXT"

    /// Makes ``pragma`` known to the library.
    static func register() {
        MustacheContentTypes.register(HTMLText(), named: name)
    }

    static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "\""): bytes += "&quot;".utf8
            case UInt8(ascii: "'"): bytes += "&#39;".utf8
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    func escapeText(_ text: String) -> String { Self.escaped(text) }
}
