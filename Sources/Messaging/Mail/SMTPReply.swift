/// What a mail server answered (RFC 5321, section 4.2).
struct SMTPReply: Equatable, Sendable {
    let code: Int
    /// Without the code; the first says who it is, or what a command was answered.
    let lines: [String]

    var isPositive: Bool { (200..<300).contains(code) }

    /// Whether the same would be answered again.
    var isFinal: Bool { (500..<600).contains(code) }

    /// What the server offers after EHLO, in upper case, each with its parameters.
    var extensions: [String: [String]] {
        var found: [String: [String]] = [:]
        for line in lines.dropFirst() {
            let words = line.uppercased().split(separator: " ").map(String.init)
            if let name = words.first { found[name] = Array(words.dropFirst()) }
        }
        return found
    }
}

/// Puts replies together from bytes as they come.
struct SMTPReplyReader {
    private var bytes: [UInt8] = []
    private var code: Int?
    private var lines: [String] = []

    /// For one reply; more than anybody sends who is no enemy.
    private static let longest = 64 << 10

    /// Whether something came beside the replies that were asked for.
    var hasMore: Bool { !bytes.isEmpty }

    mutating func take(_ new: some Sequence<UInt8>) { bytes += new }

    /// - Returns: The next reply; nil until it is there.
    /// - Throws: ``SMTPTrouble`` when it is none.
    mutating func next() throws(SMTPTrouble) -> SMTPReply? {
        while let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
            var line = bytes[..<end]
            bytes.removeSubrange(...end)
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            let text = String(decoding: line, as: UTF8.self)
            guard line.count >= 3, let number = Int(text.prefix(3)), (200..<600).contains(number),
                code == nil || code == number
            else { throw .nonsense }
            code = number
            lines.append(String(text.dropFirst(4)))
            guard line.dropFirst(3).first == UInt8(ascii: "-") else {
                defer { (code, lines) = (nil, []) }
                return SMTPReply(code: number, lines: lines)
            }
            guard lines.count < 200 else { throw .nonsense }
        }
        guard bytes.count <= Self.longest else { throw .nonsense }
        return nil
    }
}

/// Why a mail could not be handed over.
enum SMTPTrouble: Error, Equatable {
    /// The server said no to a step.
    case refused(SMTPReply, step: String)
    /// What came is no SMTP.
    case nonsense
    /// The other side went away.
    case closed
    /// STARTTLS is to be used, and the server has none.
    case noTLS
    /// Somebody has to sign in, and the server offers no way that is known here.
    case noWayToSignIn
}
