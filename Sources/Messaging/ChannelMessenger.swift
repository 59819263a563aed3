package import Contract
package import Domain
package import Downloads
package import NIOSSL

/// Sends messages to programs, chats and mailboxes.
package struct ChannelMessenger: Messenger {
    /// How messages leave this server.
    package struct Settings: Sendable {
        /// Where browsers reach the pages; nil for no links.
        package var publicURL: String?
        /// Whether addresses of this machine and of private networks are taken, and plain HTTP there.
        package var allowsPrivate: Bool
        /// Who mail is handed to; nil for nobody.
        package var mail: MailServer?
        /// For one request by HTTP, whatever it waits for.
        package var limit: Duration
        /// For one mail; shorter than ``DeliveryCourse/lease``.
        ///
        /// Mail servers look long at what they take, and one that is given up in the end gets it again.
        package var mailLimit: Duration

        package init(
            publicURL: String? = nil,
            allowsPrivate: Bool = false,
            mail: MailServer? = nil,
            limit: Duration = .seconds(15),
            mailLimit: Duration = .seconds(100)
        ) {
            self.publicURL = publicURL
            self.allowsPrivate = allowsPrivate
            self.mail = mail
            self.limit = limit
            self.mailLimit = mailLimit
        }
    }

    private let settings: Settings
    private let hooks: HookSender
    private let mail: MailSender?

    package init(
        _ settings: Settings,
        resolver: any HostResolver = SystemResolver(),
        tls: TLSConfiguration = HTTPSDownload.currentTLS
    ) {
        self.settings = settings
        hooks = HookSender(
            reachable: Reachable(allowsPrivate: settings.allowsPrivate),
            resolver: resolver,
            tls: tls,
            limit: settings.limit
        )
        mail = settings.mail.map {
            MailSender(server: $0, resolver: resolver, tls: tls, limit: settings.mailLimit)
        }
    }

    package var sendsMail: Bool { mail != nil }

    package func origin(of url: Secret, _ kind: ChannelKind) throws(UnusableAddress) -> String {
        try HookAddress(url.text, allowsPrivate: settings.allowsPrivate).origin
    }

    package func send(_ message: OutgoingMessage) async -> SendOutcome {
        if message.settings.kind == .email { return await sendMail(message) }
        guard let target = message.address else {
            return .refused(status: nil, detail: "The channel has no address.")
        }
        let address: HookAddress
        do throws(UnusableAddress) {
            address = try HookAddress(target.url.text, allowsPrivate: settings.allowsPrivate)
        } catch {
            // It was taken once: what this server allows has changed, and may again.
            return .trouble(status: nil, detail: error.detail.english)
        }
        guard let body = body(of: message) else {
            return .refused(status: nil, detail: "The message cannot be written as JSON.")
        }
        var headers: [(String, String)] = []
        if message.settings.kind == .webhook {
            let signed = target.signingSecret.flatMap {
                WebhookSignature.headers(id: message.id.rawValue, at: message.at, body: body, secret: $0)
            }
            guard let signed else {
                return .refused(status: nil, detail: "The channel has nothing to sign with.")
            }
            headers = signed
        }
        return await hooks.send(body, headers, to: address, at: message.at)
    }

    private func sendMail(_ message: OutgoingMessage) async -> SendOutcome {
        guard let mail else {
            return .trouble(status: nil, detail: "This server has no mail server to hand mail to.")
        }
        let text = MessageText(
            message.message,
            in: message.settings.language,
            publicURL: settings.publicURL
        )
        return await mail.send(message, text)
    }

    private func body(of message: OutgoingMessage) -> [UInt8]? {
        let told = message.message
        let text = MessageText(told, in: message.settings.language, publicURL: settings.publicURL)
        switch message.settings.kind {
        case .webhook: return try? JSON.encode(WebhookPayload(told, publicURL: settings.publicURL))
        case .slack: return try? JSON.encode(ChatPayloads.slack(text))
        case .teams: return try? JSON.encode(ChatPayloads.teams(text))
        case .discord: return try? JSON.encode(ChatPayloads.discord(text))
        case .email: return nil
        }
    }
}
