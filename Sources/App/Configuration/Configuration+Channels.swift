import Contract
import FoundationEssentials
package import Messaging

extension Configuration {
    /// How people are told of alerts.
    package struct ChannelOptions: Equatable, Sendable {
        /// Whether channels send to private networks.
        package let allowsPrivate: Bool
        /// Who mail is handed to; nil for nobody.
        package let mailServer: MailServer?
        /// Where the password of the mail server lies; nil where it was given itself, or there is none.
        package let mailPasswordFile: String?

        init(_ values: SettingValues, _ mailServer: MailServer?) {
            allowsPrivate = values.isOn(.privateChannels)
            self.mailServer = mailServer
            mailPasswordFile = values.text(.smtpPassword).flatMap(Configuration.file)
        }
    }

    /// Who mail is handed to; nil for nobody.
    static func mailServer(_ values: inout SettingValues) -> MailServer? {
        guard let host = values.text(.smtpHost) else {
            checkNothingWithoutHost(&values)
            return nil
        }
        let security = values.text(.smtpSecurity).flatMap(MailServer.Security.init) ?? .startTLS
        let usual =
            switch security {
            case .startTLS: 587
            case .tls: 465
            case .none: 25
            }
        let port = values.text(.smtpPort).map { _ in values.number(.smtpPort) } ?? usual
        if !host.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) || host.contains("/") {
            values.complain(.smtpHost, "It is no host.", fix: "Give its name or address alone.")
        }
        if security == .none, !isLoopback(host) {
            let fix = "Take starttls or tls, or a mail server on this machine."
            values.complain(.smtpSecurity, "Mail would cross the network in the clear.", fix: fix)
        }
        let sender = values.text(.smtpFrom) ?? ""
        if !isMailAddress(sender) {
            let fix = "Give an address such as skillyard@example.com."
            values.complain(.smtpFrom, "Mail has to be from somebody.", fix: fix)
        }
        let password = password(&values)
        return MailServer(
            host: host,
            port: port,
            security: security,
            user: values.text(.smtpUser),
            password: password,
            sender: sender
        )
    }

    private static func password(_ values: inout SettingValues) -> Secret? {
        let given = values.text(.smtpPassword)
        if (given == nil) != (values.text(.smtpUser) == nil) {
            let missing = given == nil ? Setting.smtpPassword : .smtpUser
            let fix = "Give both, or neither where nobody has to sign in."
            values.complain(missing, "A user has a password.", fix: fix)
        }
        guard let given else { return nil }
        guard let path = file(given) else { return Secret(given) }
        guard path.hasPrefix("/"), let data = try? Data(contentsOf: URL(filePath: path)) else {
            let fix = "Name a file that the server can read, by its absolute path."
            values.complain(.smtpPassword, "The file with the password cannot be read.", fix: fix)
            return nil
        }
        return Secret(String(decoding: data, as: UTF8.self).trimmed)
    }

    /// Where a secret lies that was given as `file:` and a path; nil where it was given itself.
    static func file(_ secret: String) -> String? {
        secret.hasPrefix("file:") ? String(secret.dropFirst("file:".count)) : nil
    }

    private static func isMailAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"<>,;\"()".utf8.contains($0) }
    }

    /// Half a setting would look like one that works.
    private static func checkNothingWithoutHost(_ values: inout SettingValues) {
        for setting in [Setting.smtpPort, .smtpUser, .smtpPassword, .smtpFrom]
        where values.text(setting) != nil {
            let fix = "Set \(Setting.smtpHost.name), too."
            values.complain(setting, "It is of no use without a mail server.", fix: fix)
        }
    }
}
