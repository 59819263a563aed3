/// Why somebody wants something, as they said it behind the rest.
struct Reason {
    let text: String
    /// Where the line ends without it, in its characters.
    let start: Int
    /// Where its own words begin.
    let wordsStart: Int

    /// The words that begin a reason: they need the colon, or do not.
    private static let withColon: Set<String> = ["이유", "사유", "이유는", "사유는", "reason", "이유로는"]
    private static let alone: Set<String> = ["because", "cuz", "--reason", "왜냐하면", "왜냐면"]

    /// Nil when none is given.
    ///
    /// - Parameters:
    ///   - tokens: Of the line.
    ///   - characters: The line.
    init?(_ tokens: [Token], in characters: [Character]) {
        for (index, token) in tokens.enumerated().dropFirst() {
            var behind = token.range.upperBound
            if Self.withColon.contains(token.text), index + 1 < tokens.count, tokens[index + 1].text == ":" {
                behind = tokens[index + 1].range.upperBound
            } else if token.text == "due", index + 1 < tokens.count, tokens[index + 1].text == "to" {
                behind = tokens[index + 1].range.upperBound
            } else if !Self.alone.contains(token.text) {
                continue
            } else if index + 1 < tokens.count, tokens[index + 1].text == "of" {
                behind = tokens[index + 1].range.upperBound
            }
            start = token.range.lowerBound
            wordsStart = behind
            text = Self.bare(characters[behind...])
            return
        }
        return nil
    }

    /// Without what surrounds it: white space, quotation marks, the full stop.
    static func bare(_ characters: ArraySlice<Character>) -> String {
        let around: Set<Character> = ["\"", "'", ")", "(", ".", "!", ",", ":"]
        var part = characters
        while let first = part.first, first.isWhitespace || around.contains(first) { part.removeFirst() }
        while let last = part.last, last.isWhitespace || around.contains(last) { part.removeLast() }
        return String(part)
    }
}
