import Contract
import FoundationEssentials

/// How bytes go to a mail server and come from it.
protocol SMTPWire {
    mutating func send(_ bytes: [UInt8]) async throws
    /// Nil at the end.
    mutating func receive() async throws -> [UInt8]?
    /// Says the last there is to say, and waits neither until it is sent nor for an answer.
    mutating func part(with bytes: [UInt8])
    /// Goes on under TLS, unless something came in the clear that was not asked for yet.
    mutating func secure() async throws
}

/// The steps in which one mail is handed over (RFC 5321, with RFC 3207 and RFC 4954).
struct SMTPDialogue<Wire: SMTPWire> {
    private var wire: Wire
    private var reader = SMTPReplyReader()
    private let server: MailServer

    init(_ wire: Wire, _ server: MailServer) {
        self.wire = wire
        self.server = server
    }

    /// Hands a mail over.
    ///
    /// - Parameters:
    ///   - lines: Of the mail, without their ends.
    ///   - recipients: Who gets it. If one is to be tried again later, nobody gets it now: the others would get it twice.
    /// - Returns: The reply to the mail, and how many recipients were refused for good.
    /// - Throws: ``SMTPTrouble``, and what the wire throws.
    mutating func deliver(_ lines: [String], to recipients: [String]) async throws
        -> (reply: SMTPReply, refused: Int)
    {
        let greeting = try await reply()
        try expect(greeting, "greeting")
        var offered = try await greet()
        if server.security == .startTLS {
            guard offered["STARTTLS"] != nil else { throw SMTPTrouble.noTLS }
            try await ask("STARTTLS")
            // What came along in the clear could be anybody's (CVE-2011-0411).
            guard !reader.hasMore else { throw SMTPTrouble.nonsense }
            try await wire.secure()
            offered = try await greet()
        }
        try await signIn(offered)
        try await ask("MAIL FROM:<\(server.sender)>", step: "MAIL")
        var refused = 0
        for recipient in recipients {
            let answer = try await say("RCPT TO:<\(recipient)>")
            if answer.isPositive { continue }
            guard answer.isFinal else { throw SMTPTrouble.refused(answer, step: "RCPT") }
            refused += 1
            if refused == recipients.count { throw SMTPTrouble.refused(answer, step: "RCPT") }
        }
        let ready = try await say("DATA")
        guard ready.code == 354 else { throw SMTPTrouble.refused(ready, step: "DATA") }
        try await wire.send(Self.dotted(lines))
        let taken = try await reply()
        try expect(taken, "content")
        // It is theirs now, whatever becomes of the farewell: waiting for it could have the mail sent again.
        wire.part(with: Array("QUIT\r\n".utf8))
        return (taken, refused)
    }

    /// As lines are sent: one that begins with a dot with another before it, and a dot alone at the end.
    static func dotted(_ lines: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        for line in lines.flatMap({ $0.split(separator: "\r\n", omittingEmptySubsequences: false) }) {
            if line.hasPrefix(".") { bytes.append(UInt8(ascii: ".")) }
            // An end of line that is half of one could end the mail for others (CVE-2023-51764).
            bytes += line.utf8.filter { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
            bytes += [13, 10]
        }
        return bytes + Array(".\r\n".utf8)
    }

    private mutating func greet() async throws -> [String: [String]] {
        let name = server.sender.split(separator: "@").last.map(String.init) ?? "localhost"
        let answer = try await say("EHLO \(name)")
        try expect(answer, "EHLO")
        return answer.extensions
    }

    private mutating func signIn(_ offered: [String: [String]]) async throws {
        guard let user = server.user, let password = server.password else { return }
        let ways = offered["AUTH"] ?? []
        if ways.contains("PLAIN") {
            let word = Data("\0\(user)\0\(password.text)".utf8).base64EncodedString()
            try await ask("AUTH PLAIN \(word)", step: "AUTH")
        } else if ways.contains("LOGIN") {
            for word in ["AUTH LOGIN", Data(user.utf8).base64EncodedString()] {
                let answer = try await say(word)
                guard answer.code == 334 else { throw SMTPTrouble.refused(answer, step: "AUTH") }
            }
            try await ask(Data(password.text.utf8).base64EncodedString(), step: "AUTH")
        } else {
            throw SMTPTrouble.noWayToSignIn
        }
    }

    @discardableResult
    private mutating func ask(_ command: String, step: String? = nil) async throws -> SMTPReply {
        let answer = try await say(command)
        try expect(answer, step ?? command)
        return answer
    }

    private func expect(_ answer: SMTPReply, _ step: String) throws(SMTPTrouble) {
        guard answer.isPositive else { throw .refused(answer, step: step) }
    }

    private mutating func say(_ command: String) async throws -> SMTPReply {
        // A command is one line, whoever wrote what is in it.
        guard !command.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { throw SMTPTrouble.nonsense }
        try await wire.send(Array(command.utf8) + [13, 10])
        return try await reply()
    }

    private mutating func reply() async throws -> SMTPReply {
        while true {
            if let reply = try reader.next() { return reply }
            guard let bytes = try await wire.receive() else { throw SMTPTrouble.closed }
            reader.take(bytes)
        }
    }
}
