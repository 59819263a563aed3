import App
import Contract
import Foundation
import Messaging
import Testing

@Suite struct ChannelConfigurationTests {
    private static let mail = [
        "SKILLYARD_SMTP_HOST": "smtp.example.com", "SKILLYARD_SMTP_FROM": "skillyard@example.com",
    ]

    private func read(_ environment: [String: String]) throws(ConfigurationError) -> Configuration {
        try Configuration.read(flags: [:], environment: environment, workingFolder: "/srv/app")
    }

    @Test(arguments: [("", 587, MailServer.Security.startTLS), ("tls", 465, .tls)])
    func mailHasTLSUnlessItStaysHere(_ security: String, _ port: Int, _ kind: MailServer.Security) throws {
        let more = ["SKILLYARD_SMTP_SECURITY": security]
        let server = try #require(try read(Self.mail.merging(more) { $1 }).channels.mailServer)
        #expect(server.port == port && server.security == kind && server.user == nil)
        let here = ["SKILLYARD_SMTP_HOST": "127.0.0.1", "SKILLYARD_SMTP_SECURITY": "none"]
        let relay = try read(Self.mail.merging(here) { $1 }).channels.mailServer
        #expect(relay?.port == 25)
        #expect(try read([:]).channels.mailServer == nil)
        #expect(try !read([:]).channels.allowsPrivate)
    }

    @Test("the password of the mail server may lie in a file (SEC-06)") func passwordFile() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "smtp-\(UUID().uuidString)")
        try "paper boats\n".write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let more = ["SKILLYARD_SMTP_USER": "mina", "SKILLYARD_SMTP_PASSWORD": "file:\(file.path)"]
        let configuration = try read(Self.mail.merging(more) { $1 })
        #expect(configuration.channels.mailServer?.password == Secret("paper boats"))
        #expect(configuration.secretFiles.contains(file.path))
        #expect(!"\(configuration)".contains("paper boats"))
    }

    @Test(arguments: [
        (["SKILLYARD_SMTP_FROM": ""], ["SKILLYARD_SMTP_FROM"]),
        (["SKILLYARD_SMTP_FROM": "a\r\nb@example.com"], ["SKILLYARD_SMTP_FROM"]),
        (["SKILLYARD_SMTP_SECURITY": "none"], ["SKILLYARD_SMTP_SECURITY"]),
        (["SKILLYARD_SMTP_USER": "mina"], ["SKILLYARD_SMTP_PASSWORD"]),
        (["SKILLYARD_SMTP_HOST": "a b"], ["SKILLYARD_SMTP_HOST"]),
        (
            ["SKILLYARD_SMTP_USER": "mina", "SKILLYARD_SMTP_PASSWORD": "file:/nowhere/at/all"],
            ["SKILLYARD_SMTP_PASSWORD"]
        ),
        (["SKILLYARD_SMTP_HOST": ""], ["SKILLYARD_SMTP_FROM"]),
    ])
    func halfASettingIsNamed(_ change: [String: String], _ settings: [String]) {
        let error = #expect(throws: ConfigurationError.self) {
            _ = try read(Self.mail.merging(change) { $1 })
        }
        #expect(error?.faults.map(\.setting) == settings)
    }
}
