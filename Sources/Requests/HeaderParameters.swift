/// Header values of the form `value; name=token; name="quoted"` (RFC 9110, section 5.6.6).
package enum HeaderParameters {
    /// Names in lower case; of a repeated name the first counts.
    package static func split(_ header: String) -> (value: String, parameters: [String: String]) {
        var rest = header.utf8[...]
        let value = trimmed(take(&rest, until: semicolon))
        var parameters: [String: String] = [:]
        while rest.popFirst() == semicolon {
            let name = trimmed(take(&rest, until: equals, or: semicolon)).lowercased()
            guard rest.first == equals else { continue }
            rest.removeFirst()
            while rest.first == space { rest.removeFirst() }
            let text = rest.first == quote ? quoted(&rest) : trimmed(take(&rest, until: semicolon))
            if parameters[name] == nil { parameters[name] = text }
        }
        return (value, parameters)
    }

    private static let semicolon = UInt8(ascii: ";")
    private static let equals = UInt8(ascii: "=")
    private static let quote = UInt8(ascii: "\"")
    private static let space = UInt8(ascii: " ")

    private static func take(
        _ rest: inout Substring.UTF8View,
        until end: UInt8,
        or other: UInt8? = nil
    ) -> Substring {
        let part = rest.prefix { $0 != end && $0 != other }
        rest = rest[part.endIndex...]
        return Substring(part)
    }

    /// Reads a quoted string and everything up to the next parameter.
    private static func quoted(_ rest: inout Substring.UTF8View) -> String {
        rest.removeFirst()
        var bytes: [UInt8] = []
        while let byte = rest.popFirst(), byte != quote {
            // Browsers escape only the quote; a backslash before anything else is part of a file name.
            if byte == UInt8(ascii: "\\"), rest.first == quote || rest.first == byte,
                let next = rest.popFirst()
            {
                bytes.append(next)
            } else {
                bytes.append(byte)
            }
        }
        _ = take(&rest, until: semicolon)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return String(text)
    }
}
