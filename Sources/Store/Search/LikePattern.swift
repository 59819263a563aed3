/// Patterns for LIKE with `\` as its escape.
enum LikePattern {
    static func containing(_ word: String) -> String {
        var pattern = "%"
        for character in word.unicodeScalars {
            if "%_\\".unicodeScalars.contains(character) { pattern.unicodeScalars.append("\\") }
            pattern.unicodeScalars.append(character)
        }
        return pattern + "%"
    }
}
