import ArgumentParser
import Contract

/// `skillyard deliveries …`: what channels told, and what became of it.
struct DeliveriesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deliveries",
        abstract: "List what people were told of alerts, and send it again.",
        subcommands: [List.self, Replay.self],
        defaultSubcommand: List.self
    )

    struct List: RemoteCommand {
        static let configuration = CommandConfiguration(abstract: "List deliveries, newest first.")

        @Option(help: ArgumentHelp("Only those of this channel.", valueName: "channel"))
        var channel: String?
        @Option(help: ArgumentHelp("Only those of this alert.", valueName: "id"))
        var alert: String?
        @Option(help: "Only those that are pending, delivered, failed or given_up.")
        var state: DeliveryState?
        @OptionGroup var page: PageOptions
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let query = DeliveryQuery(
                channel: channel.map { ChannelID(rawValue: $0) },
                alert: alert.map { AlertID(rawValue: $0) },
                state: state,
                page: page.request
            )
            let deliveries = try await session.plane.deliveries(query)
            try session.show(deliveries, empty: "No deliveries.") { session in
                Table(
                    "id",
                    "channel",
                    "what",
                    "state",
                    "tries",
                    "status",
                    "made",
                    "trouble",
                    rows: deliveries.items.map { delivery in
                        [
                            delivery.id.rawValue, delivery.channel.rawValue,
                            "\(delivery.kind.rawValue) \(delivery.title ?? "")",
                            delivery.state.rawValue, String(delivery.attempts),
                            delivery.status.map(String.init) ?? "-",
                            delivery.createdAt.ago(at: session.now), delivery.error ?? "",
                        ]
                    }
                )
            }
        }
    }

    struct Replay: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send it again, as it was and with the same id."
        )

        @Argument(help: "The delivery's id.")
        var id: String
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let delivery = try await session.plane.replayDelivery(DeliveryID(rawValue: id))
            try session.show(delivery) { $0.print("To be sent again: \(delivery.id)".terminalSafe) }
        }
    }
}
