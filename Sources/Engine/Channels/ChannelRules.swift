import Contract
import Domain
import FoundationEssentials

/// What a channel has to say.
enum ChannelRules {
    /// - Parameters:
    ///   - id: The channel.
    ///   - change: How it is to become.
    ///   - messenger: Knows which addresses may be sent to.
    /// - Returns: Everything that is wrong with it, as far as that can be told without what is stored.
    static func faults(_ id: ChannelID, _ change: ChannelChange, _ messenger: any Messenger)
        -> [Problem.Fault]
    {
        let settings = change.settings
        var faults: [Problem.Fault] = []
        if !id.isWellFormed {
            let detail: Phrase = "From 1 to 64 characters of a-z, 0-9 and hyphens, a letter first."
            faults.append(.init("/id", .format, as: "channel_id", detail))
        }
        if !(1...100).contains(settings.name.count) || settings.name.allSatisfy(\.isWhitespace) {
            faults.append(.init("/name", .length, as: "channel_name", "A name has from 1 to 100 characters."))
        }
        if settings.rules.count > ChannelSettings.maximumRules || !settings.rules.allSatisfy(\.isWellFormed) {
            let most = ChannelSettings.maximumRules
            let detail: Phrase = "Up to \(most, as: "most") ids of alert rules are expected."
            faults.append(.init("/rules", .format, as: "channel_rules", detail))
        }
        AlertRequestRules.check(
            settings.escalateMinutes,
            ChannelSettings.escalations,
            "/escalate_minutes",
            &faults
        )
        if settings.onlyEscalated, settings.escalateMinutes == nil {
            let detail: Phrase = "Say after how many minutes an alert escalates."
            faults.append(.init("/escalate_minutes", .required, as: "escalation", detail))
        }
        return faults + recipientFaults(settings, messenger) + addressFaults(change, messenger)
    }

    private static func recipientFaults(_ settings: ChannelSettings, _ messenger: any Messenger)
        -> [Problem.Fault]
    {
        guard settings.kind == .email else {
            if settings.recipients.isEmpty { return [] }
            let detail: Phrase = "Only mail has recipients."
            return [.init("/recipients", .unknown, as: "recipients", detail)]
        }
        var faults: [Problem.Fault] = []
        let most = ChannelSettings.maximumRecipients
        if !(1...most).contains(settings.recipients.count) {
            let detail: Phrase = "From 1 to \(most, as: "most") addresses get mail."
            faults.append(.init("/recipients", .length, as: "recipients", detail))
        }
        for (index, recipient) in settings.recipients.enumerated().prefix(most)
        where !isMailAddress(recipient) {
            let detail: Phrase = "A mail address is expected, such as team@example.com."
            faults.append(.init("/recipients/\(index)", .format, as: "recipient", detail))
        }
        if settings.enabled, !messenger.sendsMail {
            let detail: Phrase = "This server has no mail server to hand mail to: its operator can name one."
            faults.append(.init("/kind", .refused, as: "no_mail_server", detail))
        }
        return faults
    }

    private static func addressFaults(_ change: ChannelChange, _ messenger: any Messenger)
        -> [Problem.Fault]
    {
        var faults: [Problem.Fault] = []
        let kind = change.settings.kind
        if let url = change.url {
            if kind.takesURL {
                do throws(UnusableAddress) { _ = try messenger.origin(of: url, kind) } catch {
                    faults.append(.init("/url", .format, as: error.variant, error.detail))
                }
            } else {
                faults.append(.init("/url", .unknown, as: "mail_url", "Mail goes to recipients."))
            }
        }
        guard let secret = change.signingSecret else { return faults }
        if kind != .webhook {
            let detail: Phrase = "Only a webhook signs what it sends."
            faults.append(.init("/signing_secret", .unknown, as: "signing_secret", detail))
        } else if !SigningSecret.isWellFormed(secret) {
            let detail: Phrase = "It begins with whsec_, and 24 to 64 bytes in base64 follow."
            faults.append(.init("/signing_secret", .format, as: "signing_secret", detail))
        }
        return faults
    }

    /// Narrower than RFC 5321: no quoted names, no literals; nothing that could end a line or an address.
    static func isMailAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, (1...64).contains(parts[0].utf8.count),
            !parts[0].hasPrefix("."), !parts[0].hasSuffix("."), !parts[0].contains("..")
        else { return false }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return parts[0].utf8.allSatisfy { isAlphanumeric($0) || "!#$%&'*+-/=?^_`{|}~.".utf8.contains($0) }
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
            }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}

/// What webhooks are signed with, as the Standard Webhooks write it.
enum SigningSecret {
    private static let prefix = "whsec_"

    static func make() -> Secret {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
        return Secret(prefix + Data(bytes).base64EncodedString())
    }

    static func isWellFormed(_ secret: Secret) -> Bool {
        guard secret.text.hasPrefix(prefix),
            let bytes = Data(base64Encoded: String(secret.text.dropFirst(prefix.count)))
        else { return false }
        return (24...64).contains(bytes.count)
    }
}
