import Contract
import Domain
import Downloads
import Foundation
import NIOCore
import Testing

@testable import Messaging

@Suite(.timeLimit(.minutes(5))) struct MailTests {
    private let team = ["team@example.com", "other@example.com"]

    private func send(
        _ receiver: MailReceiver,
        _ security: MailServer.Security = .startTLS,
        user: String? = "mina",
        _ message: OutgoingMessage? = nil,
        trusts: Bool = true,
        resolver: Here = Here(),
        limit: Duration = .seconds(60)
    ) async -> SendOutcome {
        let server = MailServer(
            host: "localhost",
            port: receiver.port,
            security: security,
            user: user,
            password: user.map { _ in Secret("paper boats") },
            sender: "skillyard@example.com"
        )
        let messenger =
            trusts
            ? ChannelMessenger(.init(mail: server, mailLimit: limit), resolver: resolver, tls: receiver.trust)
            : ChannelMessenger(.init(mail: server, mailLimit: limit), resolver: resolver)
        return await messenger.send(message ?? Sample.outgoing(.email, recipients: team))
    }

    private struct Here: HostResolver {
        var found = ["127.0.0.1"]

        func addresses(of host: String) async -> [IPAddress] { found.compactMap { IPAddress($0) } }
    }

    @Test(arguments: [MailServer.Security.startTLS, .tls, .none])
    func mailIsHandedOver(_ security: MailServer.Security) async throws {
        var settings = MailReceiver.Settings()
        settings.isSecure = security == .tls
        try await MailReceiver.with(settings) { receiver in
            let outcome = await send(receiver, security)
            #expect(outcome == .accepted(status: 250))
            let lines = receiver.lines
            let credentials = Data("\0mina\0paper boats".utf8).base64EncodedString()
            #expect(lines.contains("AUTH PLAIN \(credentials)"))
            if security == .startTLS {
                let begin = try #require(lines.firstIndex(of: "TLS"))
                #expect(lines[..<begin].filter { $0.hasPrefix("AUTH") || $0.hasPrefix("MAIL") }.isEmpty)
            }
            #expect(lines.contains("MAIL FROM:<skillyard@example.com>"))
            #expect(lines.filter { $0.hasPrefix("RCPT") } == team.map { "RCPT TO:<\($0)>" })
            #expect(lines.last == "QUIT" || lines.last == ".")
        }
    }

    @Test("a farewell that nobody answers does not have the mail sent again")
    func silentFarewell() async throws {
        var settings = MailReceiver.Settings()
        settings.isMuteAtQuit = true
        try await MailReceiver.with(settings) { receiver in
            let outcome = await send(receiver, limit: .seconds(60))
            #expect(outcome == .accepted(status: 250))
        }
    }

    @Test func theNextAddressOfTheMailServerIsTried() async throws {
        try await MailReceiver.with { receiver in
            let outcome = await send(receiver, resolver: Here(found: ["::1", "127.0.0.1"]))
            #expect(outcome == .accepted(status: 250))
        }
    }

    @Test func loginIsUsedWherePlainIsNotOffered() async throws {
        var settings = MailReceiver.Settings()
        settings.offers = ["STARTTLS", "AUTH LOGIN"]
        try await MailReceiver.with(settings) { receiver in
            #expect(await send(receiver) == .accepted(status: 250))
            #expect(receiver.lines.contains("AUTH LOGIN"))
            #expect(receiver.lines.contains(Data("mina".utf8).base64EncodedString()))
        }
    }

    @Test("nothing is said in the clear where TLS is asked for") func noTLS() async throws {
        var settings = MailReceiver.Settings()
        settings.offers = ["AUTH PLAIN"]
        try await MailReceiver.with(settings) { receiver in
            let detail = "The mail server offers no STARTTLS."
            #expect(await send(receiver) == .trouble(status: nil, detail: detail))
            #expect(receiver.lines.allSatisfy { $0.hasPrefix("EHLO") })
        }
    }

    @Test func whatCameInTheClearBeforeTLSIsNotBelieved() async throws {
        var settings = MailReceiver.Settings()
        settings.smuggled = "\r\n250 AUTH PLAIN"
        try await MailReceiver.with(settings) { receiver in
            #expect("\(await send(receiver))".hasPrefix("trouble"))
            #expect(!receiver.lines.contains { $0.hasPrefix("AUTH") })
        }
    }

    @Test func whatCameInTheClearAfterTheAnswerIsNotBelievedEither() async throws {
        var settings = MailReceiver.Settings()
        settings.smuggledLater = "250 AUTH PLAIN"
        try await MailReceiver.with(settings) { receiver in
            let connection = try await MailConnection.open(
                try SocketAddress(ipAddress: "127.0.0.1", port: receiver.port),
                name: "localhost",
                tls: receiver.trust,
                isSecure: false,
                patience: .seconds(60)
            )
            try await connection.use { connection in
                _ = try await connection.receive()
                try await connection.send(Array("STARTTLS\r\n".utf8))
                _ = try await connection.receive()
                // Sent apart from the answer, so it lies here by now and nobody has asked for it.
                while try await !connection.holdsUnread() { await Task.yield() }
                await #expect(throws: SMTPTrouble.nonsense) { try await connection.secure() }
            }
        }
    }

    @Test func aCertificateOfAStrangerIsNotTaken() async throws {
        try await MailReceiver.with { receiver in
            #expect("\(await send(receiver, trusts: false))".hasPrefix("trouble"))
            #expect(!receiver.lines.contains { $0.hasPrefix("AUTH") || $0.hasPrefix("MAIL") })
        }
    }

    @Test(arguments: [
        (["RCPT TO:<team": "550 no"], "refused(status: Optional(250)"),
        (["RCPT": "550 no"], "refused(status: Optional(550)"),
        (["RCPT TO:<other": "450 later"], "trouble(status: Optional(450)"),
        (["MAIL": "421 later"], "trouble(status: Optional(421)"),
        (["MAIL": "550 no"], "trouble(status: Optional(550)"),
        (["EHLO": "554 no"], "trouble(status: Optional(554)"),
        (["AUTH": "535 no"], "trouble(status: Optional(535)"),
        (["DATA": "552 full"], "refused(status: Optional(552)"),
        ([".": "451 later"], "trouble(status: Optional(451)"),
        (["EHLO": "nonsense"], "trouble(status: nil"),
    ])
    func whatAnAnswerMeans(_ answers: [String: String], _ meaning: String) async throws {
        var settings = MailReceiver.Settings()
        settings.answers = answers
        settings.offers = ["AUTH PLAIN"]
        try await MailReceiver.with(settings) { receiver in
            let outcome = await send(receiver, .none)
            #expect("\(outcome)".contains(meaning), "\(outcome)")
        }
    }

    @Test func aRecipientCannotEndACommand() async throws {
        try await MailReceiver.with { receiver in
            let bad = Sample.outgoing(.email, recipients: ["a@example.com>\r\nRCPT TO:<b@example.com"])
            #expect("\(await send(receiver, .startTLS, bad))".hasPrefix("refused"))
            #expect(receiver.lines.isEmpty)
        }
    }

    @Test func aMailServerThatSaysNothingIsNotWaitedForLong() async throws {
        let receiver = try await HookReceiverPort.silent()
        let server = MailServer(host: "127.0.0.1", port: receiver, security: .none, sender: "a@example.com")
        let messenger = ChannelMessenger(.init(mail: server, mailLimit: .milliseconds(200)))
        let outcome = await messenger.send(Sample.outgoing(.email, recipients: team))
        #expect("\(outcome)".hasPrefix("trouble"))
    }

    @Test func aMailHasAllThatAMailNeeds() throws {
        let text = MessageText(Sample.message(), in: .ko, publicURL: nil)
        let mail = MailText(
            sender: "skillyard@example.com",
            recipients: team,
            id: DeliveryID(rawValue: "d-1"),
            alert: AlertID(rawValue: "a-1"),
            at: Sample.time,
            text: text,
            language: .ko
        )
        let lines = mail.lines
        #expect(lines.contains("Message-ID: <d-1@example.com>"))
        #expect(lines.contains("References: <alert-a-1@example.com>"))
        #expect(lines.contains("Auto-Submitted: auto-generated"))
        #expect(lines.contains("Date: \(MailText.date(Sample.time))"))
        #expect(
            MailText.date(Timestamp(microseconds: 784_111_777_000_000)) == "Sun, 06 Nov 1994 08:49:37 +0000"
        )
        #expect(
            lines.flatMap { $0.split(separator: "\r\n") }.allSatisfy {
                $0.utf8.count <= 78 || $0.hasPrefix("To:")
            }
        )
        let parts = lines.split(separator: "").map { Data(base64Encoded: $0.joined()) }
        let decoded = parts.compactMap(\.self).map { String(decoding: $0, as: UTF8.self) }
        #expect(decoded.contains { $0.contains("심각") && $0.contains("원인: claude") })
        #expect(decoded.contains { $0.contains("<h2>") })
    }

    @Test func subjectsAreEncodedWhereTheyHaveTo() {
        #expect(MailText.encodedWords("Targets failed") == "Targets failed")
        #expect(MailText.encodedWords("a\r\nBcc: x@example.com") == "a  Bcc: x@example.com")
        let long = MailText.encodedWords(String(repeating: "복구됨 ", count: 20))
        let words = long.components(separatedBy: "\r\n ")
        #expect(words.count > 1)
        var text = ""
        for word in words {
            #expect(word.count <= 75 && word.hasPrefix("=?utf-8?B?") && word.hasSuffix("?="))
            let data = Data(base64Encoded: String(word.dropFirst(10).dropLast(2)))
            text += data.map { String(decoding: $0, as: UTF8.self) } ?? ""
        }
        #expect(text == String(repeating: "복구됨 ", count: 20))
    }

    @Test func aLineThatBeginsWithADotEndsNothing() {
        let bytes = SMTPDialogue<NoWire>.dotted(["a", ".", "..b", "c\r\n.d", "e\n.f"])
        #expect(String(decoding: bytes, as: UTF8.self) == "a\r\n..\r\n...b\r\nc\r\n..d\r\ne.f\r\n.\r\n")
    }

    private struct NoWire: SMTPWire {
        mutating func send(_ bytes: [UInt8]) async throws {}
        mutating func receive() async throws -> [UInt8]? { nil }
        mutating func part(with bytes: [UInt8]) {}
        mutating func secure() async throws {}
    }
}
