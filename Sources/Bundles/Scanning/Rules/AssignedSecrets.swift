import Contract

/// Something random that is called a password, token or key.
enum AssignedSecrets: PassageRule {
    static let literals = texts(
        "password",
        "passwd",
        "secret",
        "token",
        "api_key",
        "apikey",
        "api-key",
        "access_key",
        "accesskey",
        "auth_key",
        "private_key"
    )

    private static let names: [StaticString] = [
        "password", "passwd", "secret", "token", "api_key", "apikey", "api-key", "access_key", "accesskey",
        "auth_key", "private_key",
    ]

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        for name in names {
            let values = SecretText.values(at: passage.folded.all(name)) {
                value(behind: $0, in: passage.text)
            }
            for (start, value) in values
            where value.count >= 20 && value.count <= SecretText.longest && SecretText.looksRandom(value)
                && !SecretText.isPlaceholder(value)
            {
                let message: Phrase =
                    "Something random is called a \(name, as: "name"); it may be a real one."
                notes.add(.assignedSecret, .warning, line: passage.line(at: start), message)
            }
        }
    }

    /// The longest name: one that goes on further is none.
    private static let longestName = 64

    /// What is assigned to the name that goes on at `start`.
    private static func value(behind start: Int, in text: [UInt8]) -> ArraySlice<UInt8>? {
        func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }
        let name = text[start...].prefix(longestName).prefix(while: SecretText.isToken)
        var rest = text[name.endIndex...].prefix(2 * SecretText.longest)
        rest = rest.drop { isQuote($0) || $0 == UInt8(ascii: " ") }
        guard let sign = rest.first, sign == UInt8(ascii: "=") || sign == UInt8(ascii: ":") else {
            return nil
        }
        rest = rest.drop { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ">") }
        rest = rest.drop { isQuote($0) || $0 == UInt8(ascii: " ") }
        let value = rest.prefix { $0.isLetterOrDigit || "+/=_-".utf8.contains($0) }
        let next = rest.dropFirst(value.count).first
        // What goes on with a bracket or dot is code that fetches a value.
        return next.map { "([.<{$".utf8.contains($0) } == true ? nil : value
    }
}
