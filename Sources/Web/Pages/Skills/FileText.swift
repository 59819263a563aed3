/// The content of a file as lines to show, if it is text.
enum FileText: Equatable, Sendable {
    case text(lines: [String], endsWithNewline: Bool)
    case binary

    /// - Parameter bytes: Text is what is UTF-8 and has no NUL; a line may end with CR LF.
    init(_ bytes: [UInt8]) {
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
            self = .binary
            return
        }
        // By bytes: CR LF is one character to Swift and would not be split at.
        var lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false)
        let endsWithNewline = bytes.last == 10
        if endsWithNewline || bytes.isEmpty { lines.removeLast() }
        self = .text(lines: lines.map { String(Substring($0)) }, endsWithNewline: endsWithNewline)
    }
}
