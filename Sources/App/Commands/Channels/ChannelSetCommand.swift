import ArgumentParser
import Contract

struct ChannelSetCommand: RemoteCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Add a channel, or change what is named and leave the rest.",
        discussion: """
            skillyard channels set ops --kind webhook --address-file hook-url.txt
            skillyard channels set oncall --kind email --to oncall@example.com --severity critical
            The address is a secret: it comes from a file, from standard input or from a prompt, never from an \
            argument, which others on this machine could read. A webhook's new signing secret is shown once.
            """
    )

    @Argument(help: "The channel.")
    var channel: String
    @Option(help: "webhook, slack, teams, discord or email.")
    var kind: ChannelKind?
    @Option(help: ArgumentHelp("Name for people.", valueName: "text"))
    var name: String?
    @Option(help: ArgumentHelp("Read the address to send to from this file.", valueName: "file"))
    var addressFile: String?
    @Flag(help: "Read a new address to send to from standard input, or ask for it.")
    var address = false
    @Option(
        help: ArgumentHelp("Read what a webhook signs with (whsec_…) from this file.", valueName: "file")
    )
    var signingSecretFile: String?
    @Option(name: .customLong("to"), help: ArgumentHelp("Who gets mail; repeat it.", valueName: "address"))
    var recipients: [String] = []
    @Option(help: ArgumentHelp("Language of the messages, en or ko.", valueName: "language"))
    var language: ChannelLanguage?
    @Option(name: .customLong("severity"), help: "Only alerts of this severity; repeat it.")
    var severities: [AlertSeverity] = []
    @Option(
        name: .customLong("rule"),
        help: ArgumentHelp("Only alerts of this rule; repeat it.", valueName: "rule")
    )
    var rules: [String] = []
    @Flag(help: "Tell of every severity and rule again.")
    var everyAlert = false
    @Option(
        name: .customLong("escalate"),
        help: ArgumentHelp(
            "Tell of an alert that nobody has looked after for so long; 0 for never.",
            valueName: "minutes"
        )
    )
    var escalateMinutes: Int?
    @Flag(inversion: .prefixedNo, help: "Tell of no alert before it has escalated.")
    var onlyEscalated: Bool?
    @Flag(help: "Whether it tells anything.")
    var availability: ProviderSetCommand.Availability?
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let (settings, precondition) = try await change(session.plane)
        let asks = address || addressFile != nil || precondition == .absent && settings.kind.takesURL
        let change = ChannelChange(
            settings: settings,
            url: asks ? try SecretInput.key(file: addressFile, question: "Address of \(channel)") : nil,
            signingSecret: try signingSecretFile.map {
                try SecretInput.key(file: $0, question: "Signing secret of \(channel)")
            }
        )
        let id = ChannelID(rawValue: channel)
        let registration = try await session.plane.putChannel(id, change, if: precondition)
        try session.show(registration.saved) { console in
            for line in registration.saved.channel.lines { console.print(line.terminalSafe) }
            if let secret = registration.saved.signingSecret {
                console.print("Signing secret: \(secret)")
                console.note("It is not shown again.")
            }
            console.note(registration.created ? "Added." : "Changed.")
        }
    }

    /// What is there, or a new one, with everything that was named changed; and that nobody else changes it in between.
    private func change(_ plane: any ControlPlane) async throws -> (ChannelSettings, Precondition) {
        do throws(Problem) {
            let present = try await plane.channel(ChannelID(rawValue: channel))
            return (changed(present.settings), .unchanged(present.revision))
        } catch {
            guard error.code == .notFound else { throw error }
            guard let kind else {
                throw Problem(.validationFailed, "There is no channel \(channel) yet: say its --kind.")
            }
            return (changed(ChannelSettings(name: channel, kind: kind)), .absent)
        }
    }

    private func changed(_ present: ChannelSettings) -> ChannelSettings {
        var settings = present
        settings.kind = kind ?? settings.kind
        settings.name = name ?? settings.name
        settings.language = language ?? settings.language
        if !recipients.isEmpty { settings.recipients = recipients }
        if settings.kind != .email { settings.recipients = [] }
        if everyAlert { (settings.severities, settings.rules) = ([], []) }
        if !severities.isEmpty { settings.severities = severities }
        if !rules.isEmpty { settings.rules = rules.map { AlertRuleID(rawValue: $0) } }
        if let escalateMinutes { settings.escalateMinutes = escalateMinutes == 0 ? nil : escalateMinutes }
        settings.onlyEscalated = onlyEscalated ?? settings.onlyEscalated
        if settings.escalateMinutes == nil, onlyEscalated != true { settings.onlyEscalated = false }
        if let availability { settings.enabled = availability == .enabled }
        return settings
    }
}
