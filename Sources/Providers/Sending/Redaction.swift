import Glibc
import NIOCore

/// Makes a provider's words fit to be shown and stored.
struct Redaction: Sendable {
    static let longestMessage = 200
    static let longestIdentifier = 128
    /// A word this long that mixes letters and digits is taken for a key.
    static let longestPlainWord = 32

    /// Shorter ones are words that an honest answer may hold, too.
    static let shortestTelltale = 16

    /// What must never be shown, whatever it looks like.
    let secrets: [String]
    private let forms: [String]
    private let telltales: [[UInt8]]

    init(secrets: [String]) {
        self.secrets = secrets
        forms = secrets.filter { $0.utf8.count >= 4 }.flatMap(SecretForms.of)
        telltales = secrets.filter { $0.utf8.count >= Self.shortestTelltale }.flatMap(SecretForms.of).map {
            Array($0.utf8)
        }
    }

    /// Whether a secret stands in it: what it says is then used for nothing, not even as somebody's id.
    ///
    /// JSON may write any character as an escape (RFC 8259, section 7), so these are looked at as what they mean, too.
    func isBroken(by content: ByteBuffer) -> Bool {
        guard !telltales.isEmpty else { return false }
        if unsafe content.withUnsafeReadableBytes({ unsafe isTold(in: $0) }) { return true }
        guard let plain = JSONEscapes.resolved(in: content.readableBytesView) else { return false }
        return unsafe plain.withUnsafeBytes { unsafe isTold(in: $0) }
    }

    private func isTold(in content: UnsafeRawBufferPointer) -> Bool {
        telltales.contains { unsafe Self.isThere($0, in: content) }
    }

    /// An answer may hold hundreds of megabytes, so C looks for where it may begin.
    private static func isThere(_ telltale: [UInt8], in content: UnsafeRawBufferPointer) -> Bool {
        guard let first = telltale.first, let base = content.baseAddress else { return false }
        var next = 0
        while next + telltale.count <= content.count {
            let places = content.count - next - telltale.count + 1
            guard let found = unsafe memchr(base + next, Int32(first), places) else { return false }
            if unsafe memcmp(found, telltale, telltale.count) == 0 { return true }
            next = unsafe UnsafeRawPointer(found) - base + 1
        }
        return false
    }

    /// One short line without secrets, or nil when nothing is left to say.
    func callAsFunction(_ text: String) -> String? {
        let words = withoutSecrets(text).split {
            $0.isWhitespace || $0.unicodeScalars.contains { $0.properties.generalCategory == .control }
        }
        var message = words.map { Self.looksSecret($0) ? "[redacted]" : String($0) }.joined(separator: " ")
        if message.count > Self.longestMessage { message = message.prefix(Self.longestMessage - 1) + "…" }
        return message.isEmpty ? nil : message
    }

    /// A vendor's name for a request: one word of visible ASCII, or nil when there is none.
    ///
    /// Such names are long and random by nature (UUIDs, `req_` and 32 digits), so that being long does not
    /// make one a secret here.
    func identifier(_ text: String) -> String? {
        let words = withoutSecrets(text).split { character in
            !(character.asciiValue.map { (0x21...0x7E).contains($0) } ?? false)
        }
        guard let word = words.first else { return nil }
        return Self.beginsLikeKey(word) ? "[redacted]" : String(word.prefix(Self.longestIdentifier))
    }

    /// Compares bytes: a mark that joins the last letter would make another character of it.
    private func withoutSecrets(_ text: String) -> String {
        var line = Array(text.utf8)
        for form in forms {
            let parts = line.split(separator: form.utf8, omittingEmptySubsequences: false)
            if parts.count > 1 { line = Array(parts.joined(separator: "[redacted]".utf8)) }
        }
        return String(decoding: line, as: UTF8.self)
    }

    private static func beginsLikeKey(_ word: Substring) -> Bool {
        let bare = word.drop { !$0.isLetter && !$0.isNumber }
        return ["sk-", "sk_", "ya29.", "eyJ", "AIza", "ghp_", "xox"].contains { bare.hasPrefix($0) }
    }

    private static func looksSecret(_ word: Substring) -> Bool {
        if beginsLikeKey(word) { return true }
        let run = longestRun(in: word)
        return run.count > longestPlainWord && run.contains(where: \.isNumber)
            && run.contains(where: \.isLetter)
    }

    private static func longestRun(in word: Substring) -> Substring {
        word.split { !($0.isLetter || $0.isNumber || "-_+=".contains($0)) }.max { $0.count < $1.count } ?? ""
    }
}
