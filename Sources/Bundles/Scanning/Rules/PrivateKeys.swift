import Contract

/// Private keys in PEM (RFC 7468) and OpenSSH's form.
enum PrivateKeys: PassageRule {
    static let literals = texts("private key-----", "private key block-----")

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        for mark in passage.folded.all("-----begin ") where isKey(passage, at: mark) {
            notes.add(.privateKey, .block, line: passage.line(at: mark), "There is a private key.")
        }
    }

    /// What every OpenSSH key begins with, and how much of it says only what kind of key follows (PROTOCOL.key).
    private static let openSSH = (start: Array("b3BlbnNzaC1rZXktdjE".utf8), header: 88)

    private static func isKey(_ passage: Passage, at mark: Int) -> Bool {
        let title = FoldedText(passage.folded.bytes[mark...].prefix(64))
        guard let end = title.first("private key") else { return false }
        let rest = passage.text[(mark + end)...].prefix(1_024) + passage.ahead
        let content = rest.drop { $0 != UInt8(ascii: "-") }.drop { $0 == UInt8(ascii: "-") }
            .prefix { $0 != UInt8(ascii: "-") }
        var key = content.filter { $0.isLetterOrDigit || "+/=".utf8.contains($0) }
        if key.starts(with: openSSH.start) { key.removeFirst(min(key.count, openSSH.header)) }
        // A title alone, or a title and three dots, is what documentation has.
        guard key.count >= 64, key[..<64].contains(where: \.isDigit) else { return false }
        return !SecretText.isPlaceholder(key[..<64]) && SecretText.entropy(key[..<64]) > 4
    }
}
