import ArgumentParser
import Contract

/// `skillyard channels …`: who is told of alerts.
struct ChannelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "channels",
        abstract: "List, set, try and delete the channels that people are told of alerts through.",
        subcommands: [List.self, Show.self, ChannelSetCommand.self, Delete.self, Test.self],
        defaultSubcommand: List.self
    )

    struct List: RemoteCommand {
        static let configuration = CommandConfiguration(abstract: "List the channels.")

        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let channels = try await session.plane.channels()
            try session.show(channels, empty: "No channels.") { session in
                Table(
                    "channel",
                    "kind",
                    "enabled",
                    "to",
                    "last",
                    "name",
                    rows: channels.items.map { channel in
                        [
                            channel.id.rawValue, channel.settings.kind.rawValue,
                            channel.settings.enabled ? "yes" : "no", channel.place,
                            channel.lastDelivery.map {
                                "\($0.state.rawValue) \($0.createdAt.ago(at: session.now))"
                            } ?? "-",
                            channel.settings.name,
                        ]
                    }
                )
            }
        }
    }

    struct Show: RemoteCommand {
        static let configuration = CommandConfiguration(abstract: "Show a channel.")

        @Argument(help: "The channel.")
        var channel: String
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let view = try await session.plane.channel(ChannelID(rawValue: channel))
            try session.show(view) { console in
                for line in view.lines { console.print(line.terminalSafe) }
            }
        }
    }

    struct Delete: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete a channel, with what it had still to tell."
        )

        @Argument(help: "The channel.")
        var channel: String
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let id = ChannelID(rawValue: channel)
            let present = try await session.plane.channel(id)
            let removed = try await session.plane.removeChannel(id, if: .unchanged(present.revision))
            try session.show(removed) { $0.print("Deleted \(removed.id)".terminalSafe) }
        }
    }

    struct Test: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send a message that says it is a test, and say what became of it."
        )

        @Argument(help: "The channel.")
        var channel: String
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let delivery = try await session.plane.testChannel(ChannelID(rawValue: channel))
            try session.show(delivery) { console in
                console.print(delivery.outcome.terminalSafe)
            }
            try (delivery.state == .delivered ? CommandStatus.ok : .failed).end()
        }
    }
}

extension ChannelView {
    /// Where it tells, as far as that is shown.
    var place: String { origin ?? settings.recipients.joined(separator: ", ") }

    var lines: [String] {
        let rules = settings.rules.map(\.rawValue).joined(separator: ", ")
        let severities = settings.severities.map(\.rawValue).joined(separator: ", ")
        var lines = [
            "\(id): \(settings.name) (\(settings.kind.rawValue), \(settings.enabled ? "enabled" : "disabled"))",
            "  to          \(place)",
            "  severities  \(severities.isEmpty ? "all" : severities)",
            "  rules       \(rules.isEmpty ? "all" : rules)",
            "  language    \(settings.language.rawValue)",
        ]
        if let minutes = settings.escalateMinutes {
            let only = settings.onlyEscalated ? ", and nothing before" : ""
            lines.append("  escalates   after \(counted(minutes, "minute"))\(only)")
        }
        if let lastDelivery { lines.append("  last        \(lastDelivery.outcome)") }
        return lines
    }
}

extension DeliveryView {
    /// On one line.
    var outcome: String {
        let what = "\(kind.rawValue)\(title.map { " \($0)" } ?? "")"
        let tries = counted(attempts, "try", "tries")
        let trouble = error.map { ": \($0)" } ?? ""
        return "\(what): \(state.rawValue.replacing("_", with: " ")) after \(tries)\(trouble)"
    }
}
