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
            for start in passage.folded.all(name) {
                guard let value = value(behind: start, in: passage.text), value.count >= 20,
                    value.count <= 256,
                    SecretText.looksRandom(value), !SecretText.isPlaceholder(value)
                else { continue }
                let message: Phrase =
                    "Something random is called a \(name, as: "name"); it may be a real one."
                notes.add(.assignedSecret, .warning, line: passage.line(at: start), message)
            }
        }
    }

    /// What is assigned to the name that goes on at `start`.
    private static func value(behind start: Int, in text: [UInt8]) -> ArraySlice<UInt8>? {
        func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }
        var rest = text[start...].drop(while: SecretText.isToken)
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
