/// Makes a provider's words fit to be shown and stored.
struct Redaction: Sendable {
    static let longestMessage = 200
    /// A word this long that mixes letters and digits is taken for a key.
    static let longestPlainWord = 32

    /// What must never be shown, whatever it looks like.
    let secrets: [String]

    /// One short line without secrets, or nil when nothing is left to say.
    func callAsFunction(_ text: String) -> String? {
        var line = text
        for secret in secrets where secret.utf8.count >= 4 {
            line = line.split(separator: secret, omittingEmptySubsequences: false).joined(
                separator: "[redacted]"
            )
        }
        let words = line.split {
            $0.isWhitespace || $0.unicodeScalars.contains { $0.properties.generalCategory == .control }
        }
        var message = words.map { Self.looksSecret($0) ? "[redacted]" : String($0) }.joined(separator: " ")
        if message.count > Self.longestMessage { message = message.prefix(Self.longestMessage - 1) + "…" }
        return message.isEmpty ? nil : message
    }

    private static func looksSecret(_ word: Substring) -> Bool {
        let bare = word.drop { !$0.isLetter && !$0.isNumber }
        for prefix in ["sk-", "sk_", "ya29.", "eyJ", "AIza", "ghp_", "xox"] where bare.hasPrefix(prefix) {
            return true
        }
        let run = longestRun(in: word)
        return run.count > longestPlainWord && run.contains(where: \.isNumber)
            && run.contains(where: \.isLetter)
    }

    private static func longestRun(in word: Substring) -> Substring {
        word.split { !($0.isLetter || $0.isNumber || "-_+=".contains($0)) }.max { $0.count < $1.count } ?? ""
    }
}
