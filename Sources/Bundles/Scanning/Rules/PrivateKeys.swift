import Contract

/// Private keys in PEM (RFC 7468) and OpenSSH's form.
enum PrivateKeys: PassageRule {
    static let literals = texts("private key-----", "private key block-----")

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        guard let mark = passage.folded.first("-----begin ") else { return }
        let end = passage.folded.first("key", from: mark) ?? mark
        let content = passage.text[end...].drop { $0 != UInt8(ascii: "-") }.drop { $0 == UInt8(ascii: "-") }
        let key = (Array(content) + passage.ahead).filter { $0.isLetterOrDigit || "+/=".utf8.contains($0) }
        // A title alone, or a title and three dots, is what documentation has.
        guard key.count >= 64, !SecretText.isPlaceholder(key[..<64]), SecretText.entropy(key[..<64]) > 4
        else {
            return
        }
        guard key[..<64].contains(where: \.isDigit) else { return }
        notes.add(.privateKey, .block, line: passage.line(at: mark), "There is a private key.")
    }
}
