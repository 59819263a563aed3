/// The escapes of JSON strings (RFC 8259, section 7), as the characters that they stand for.
enum JSONEscapes {
    /// - Returns: The text with its escapes resolved wherever they stand; nil when it has none.
    static func resolved(in text: some Collection<UInt8>) -> [UInt8]? {
        guard text.contains(UInt8(ascii: "\\")) else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var rest = text[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let kind = rest.popFirst() else {
                result.append(byte)
                continue
            }
            guard kind == UInt8(ascii: "u") else {
                result.append(kind)
                continue
            }
            let digits = String(decoding: rest.prefix(4), as: UTF8.self)
            rest = rest.dropFirst(4)
            // Halves of a pair are part of no credential.
            if let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) {
                result += Array(String(Character(scalar)).utf8)
            }
        }
        return result
    }
}
