/// A word or a mark of a line.
struct Token: Equatable {
    enum Kind {
        /// Latin letters and digits, with what names are made of.
        case latin
        case hangul
        /// Letters of other scripts, and signs that may say anything: a prohibition, an arrow, "not equal".
        case foreign
        case mark
    }

    let kind: Kind
    /// In small letters.
    let text: String
    /// Whether no space stands before it.
    let isJoined: Bool
    /// Of the line's characters.
    let range: Range<Int>
}

extension Token {
    /// The words and marks of a line; white space and ornaments that say nothing are left out.
    ///
    /// - Parameter characters: As ``PlainText`` has them.
    /// - Returns: In the order of the line.
    static func all(in characters: [Character]) -> [Token] {
        var tokens: [Token] = []
        var start = 0
        while start < characters.count {
            guard let kind = kind(of: characters[start]) else {
                start += 1
                continue
            }
            var end = start + 1
            if kind != .mark {
                while end < characters.count, continues(characters, end, kind) { end += 1 }
            }
            let isJoined = start > 0 && Self.kind(of: characters[start - 1]).map { $0 != .mark } == true
            let text = String(characters[start..<end]).lowercased()
            tokens.append(Token(kind: kind, text: text, isJoined: isJoined, range: start..<end))
            start = end
        }
        return tokens
    }

    private static func continues(_ characters: [Character], _ index: Int, _ kind: Kind) -> Bool {
        let character = characters[index]
        // 설치해줘ㅋㅋ: single letters are no part of the word.
        if self.kind(of: character) == kind {
            return kind != .hangul || isLetter(character) == isLetter(characters[index - 1])
        }
        guard kind == .latin, inside.contains(character), index + 1 < characters.count else { return false }
        // Inside a name, not at its end: `tag:docs`, `a@3`, `don't`, `17:30`, `2.1`.
        return self.kind(of: characters[index + 1]) == .latin && characters[index + 1] != "#"
    }

    private static func isLetter(_ character: Character) -> Bool {
        ("\u{3131}"..."\u{318E}").contains(character)
    }

    private static let inside: Set<Character> = [":", ".", "'", "@", "_"]
    private static let marks: Set<Character> = [
        ",", ".", ";", "?", "!", "\"", "'", "(", ")", "&", "+", "/", ":", "\n", "=", "<", ">", "|", "[", "]",
        "{",
        "}", "\\", "$", "%", "*", "~", "^",
    ]

    private static func kind(of character: Character) -> Kind? {
        if marks.contains(character) { return .mark }
        guard let scalar = character.unicodeScalars.first else { return nil }
        switch scalar.value {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x23, 0x2D, 0x40, 0x5F: return .latin
        case 0xAC00...0xD7A3, 0x1100...0x11FF, 0x3130...0x318F: return .hangul
        default: return Ornament.isOrnament(character) ? nil : .foreign
        }
    }
}
