import Contract

/// Addresses that carry a user's password (RFC 3986, section 3.2.1).
enum ConnectionStrings: PassageRule {
    private static let schemes: [StaticString] = [
        "postgres://", "postgresql://", "mysql://", "mariadb://", "mongodb://", "mongodb+srv://", "redis://",
        "rediss://", "amqp://", "amqps://", "mssql://", "sqlserver://", "ftp://", "sftp://", "smtp://",
    ]

    static let literals = schemes.map { Array($0.description.utf8) }

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        for scheme in schemes {
            for start in passage.folded.all(scheme) {
                let authority = passage.text[(start + scheme.utf8CodeUnitCount)...].prefix {
                    !" \t\r\n\"'`/<>)".utf8.contains($0)
                }
                guard hasPassword(authority) else { continue }
                notes.add(
                    .connectionString,
                    .warning,
                    line: passage.line(at: start),
                    "An address of the scheme \(scheme, as: "scheme") carries a password."
                )
            }
        }
    }

    private static func hasPassword(_ authority: ArraySlice<UInt8>) -> Bool {
        guard let at = authority.lastIndex(of: UInt8(ascii: "@")) else { return false }
        let host = authority[(at + 1)...]
        let user = authority[..<at]
        guard let colon = user.firstIndex(of: UInt8(ascii: ":")) else { return false }
        let password = user[(colon + 1)...]
        // A host without a dot is one of a developer's own machine.
        guard password.count >= 8, host.contains(UInt8(ascii: ".")), !host.starts(with: "127.".utf8) else {
            return false
        }
        return password.contains(where: \.isDigit) && password.contains(where: \.isLetter)
            && !SecretText.isPlaceholder(password)
    }
}

/// JSON Web Tokens (RFC 7519): whoever has one may be let in with it.
enum WebTokens: PassageRule {
    static let literals = texts("eyJ")

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        let tokens = SecretText.values(at: passage.folded.all("eyj")) { start in
            let rest = passage.text[start...]
            guard rest.starts(with: "eyJ".utf8) else { return nil }
            return rest.prefix { SecretText.isToken($0) || $0 == UInt8(ascii: ".") }
        }
        for (start, token) in tokens {
            let parts = token.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            guard parts.count == 3, parts[1].starts(with: "eyJ".utf8), parts[2].count >= 20 else { continue }
            guard SecretText.entropy(parts[2]) > 3.5 else { continue }
            notes.add(.webToken, .warning, line: passage.line(at: start), "There is a JSON Web Token.")
        }
    }
}
