/// Percent-encoding (RFC 3986, section 2.1).
enum PercentEncoding {
    /// In queries a plus sign is a space (URL Standard, section 5.1).
    static func decodeForm(_ text: some StringProtocol) -> String {
        decode(String(text.map { $0 == "+" ? " " : $0 }))
    }

    /// What is no valid escape stays as it is.
    static func decode(_ text: some StringProtocol) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        var decoded: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2).compactMap { Character(UnicodeScalar($0)).hexDigitValue }
            if byte == UInt8(ascii: "%"), digits.count == 2 {
                decoded.append(UInt8(digits[0] * 16 + digits[1]))
                rest = rest.dropFirst(2)
            } else {
                decoded.append(byte)
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }
}
