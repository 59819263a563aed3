import Contract
import Domain
import Downloads
import NIOCore
import NIOSSL

/// Hands mail to a mail server.
struct MailSender: Sendable {
    let server: MailServer
    let resolver: any HostResolver
    let tls: TLSConfiguration
    let limit: Duration

    func send(_ message: OutgoingMessage, _ text: MessageText) async -> SendOutcome {
        let recipients = message.settings.recipients
        guard !recipients.isEmpty, (recipients + [server.sender]).allSatisfy(Self.isOneWord) else {
            return .refused(status: nil, detail: "A recipient is no mail address.")
        }
        let mail = MailText(
            sender: server.sender,
            recipients: recipients,
            id: message.id,
            alert: message.message.alert?.id,
            at: message.at,
            text: text,
            language: message.settings.language
        )
        let lines = mail.lines
        let late = SendOutcome.trouble(status: nil, detail: "The mail server did not answer in time.")
        return await TimeLimit.abandoning(after: limit, late: late) {
            do { return try await hand(over: lines, to: recipients) } catch let trouble as SMTPTrouble {
                return Self.outcome(of: trouble)
            } catch {
                let detail = "The mail server could not be reached, or its certificate is not valid."
                return .trouble(status: nil, detail: detail)
            }
        }
    }

    private func hand(over lines: [String], to recipients: [String]) async throws -> SendOutcome {
        let literal = IPAddress(server.host)
        let found = if let literal { [literal] } else { await resolver.addresses(of: server.host) }
        guard !found.isEmpty else {
            return .trouble(status: nil, detail: "There is no host of the mail server's name.")
        }
        if server.security == .none, !found.allSatisfy(Self.isThisMachine) {
            return .trouble(status: nil, detail: "Without TLS mail goes to this machine only.")
        }
        return try await connect(to: found).use { connection in
            var dialogue = SMTPDialogue(connection, server)
            let (reply, refused) = try await dialogue.deliver(lines, to: recipients)
            guard refused > 0 else { return .accepted(status: reply.code) }
            let count = recipients.count
            let detail = "The mail server took it, but refused \(refused) of \(count) recipients."
            return .refused(status: reply.code, detail: detail)
        }
    }

    /// To the first of the addresses that somebody listens at.
    private func connect(to found: [IPAddress]) async throws -> MailConnection {
        var trouble: any Error = SMTPTrouble.closed
        for address in found.prefix(ConnectPatience.addresses) {
            do {
                return try await MailConnection.open(
                    try SocketAddress(ipAddress: address.description, port: server.port),
                    name: server.host,
                    tls: tls,
                    isSecure: server.security == .tls,
                    patience: ConnectPatience.each(of: found.count, within: limit)
                )
            } catch { trouble = error }
        }
        throw trouble
    }

    private static func isThisMachine(_ address: IPAddress) -> Bool {
        let bytes = address.bytes
        return bytes.count == 4
            ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
    }

    /// What stands in a command or header without ending it.
    private static func isOneWord(_ text: String) -> Bool {
        text.contains("@")
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"<>,;\"()".utf8.contains($0) }
    }

    /// Without what the server wrote: it may quote the mail, or more.
    static func outcome(of trouble: SMTPTrouble) -> SendOutcome {
        switch trouble {
        case .refused(let reply, let step):
            let detail = "The mail server answered \(reply.code) to \(step)."
            // What is said before is about this server, its name or its password: somebody mends that, and mail waits.
            let isAboutTheMail = ["RCPT", "DATA", "content"].contains(step)
            return isAboutTheMail && reply.isFinal
                ? .refused(status: reply.code, detail: detail) : .trouble(status: reply.code, detail: detail)
        case .nonsense: return .trouble(status: nil, detail: "What the mail server says is no SMTP.")
        case .closed: return .trouble(status: nil, detail: "The mail server broke off.")
        case .noTLS: return .trouble(status: nil, detail: "The mail server offers no STARTTLS.")
        case .noWayToSignIn:
            return .trouble(
                status: nil,
                detail: "The mail server offers no way to sign in that is known here."
            )
        }
    }
}
