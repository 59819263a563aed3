import ArgumentParser
import Contract

/// `skillyard alerts …`: what the alert rules have found.
struct AlertsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts",
        abstract: "List and show alerts, and say that somebody looks after them.",
        subcommands: [List.self, Show.self, Acknowledge.self, Snooze.self],
        defaultSubcommand: List.self
    )

    struct List: RemoteCommand {
        static let configuration = CommandConfiguration(abstract: "List alerts, newest first.")

        @Option(help: "Only those that are open, acknowledged, snoozed or recovered.")
        var state: AlertState?
        @Option(help: ArgumentHelp("Only those of this rule.", valueName: "rule"))
        var rule: String?
        @Option(help: "Only those about this provider.")
        var provider: ProviderID?
        @OptionGroup var page: PageOptions
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let query = AlertQuery(
                state: state,
                rule: rule.map { AlertRuleID(rawValue: $0) },
                provider: provider,
                page: page.request
            )
            let alerts = try await session.plane.alerts(query)
            try session.show(alerts, empty: "No alerts.") { session in
                Table(
                    "id",
                    "severity",
                    "state",
                    "alert",
                    "cause",
                    "count",
                    "last",
                    "message",
                    rows: alerts.items.map { alert in
                        [
                            alert.id.rawValue, alert.severity.rawValue, alert.state.rawValue, alert.title,
                            alert.cause.words, String(alert.count), alert.lastAt.ago(at: session.now),
                            alert.message ?? "",
                        ]
                    }
                )
            }
        }
    }

    struct Show: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show an alert: what it is about, who looks after it, and where it stands what to do."
        )

        @Argument(help: "The alert's id.")
        var id: String
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let alert = try await session.plane.alert(AlertID(rawValue: id))
            try session.show(alert) { console in
                for line in alert.lines { console.print(line.terminalSafe) }
            }
        }
    }

    struct Acknowledge: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say that somebody looks after an alert: it is not told again."
        )

        @Argument(help: "The alert's id.")
        var id: String
        @Option(help: ArgumentHelp("Why; it is kept in the audit log.", valueName: "text"))
        var reason: String
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let alert = try await session.plane.acknowledgeAlert(AlertID(rawValue: id), .init(reason: reason))
            try session.show(alert) { $0.print("Acknowledged: \(alert.title)".terminalSafe) }
        }
    }

    struct Snooze: RemoteCommand {
        static let configuration = CommandConfiguration(abstract: "Have an alert not told again for a time.")

        @Argument(help: "The alert's id.")
        var id: String
        @Option(help: ArgumentHelp("For how many hours, 1 to 720.", valueName: "number"))
        var hours = 24
        @Option(help: ArgumentHelp("Why; it is kept in the audit log.", valueName: "text"))
        var reason: String?
        @OptionGroup var connection: ConnectionOptions

        func validate() throws {
            guard (1...24 * AlertSnooze.longestDays).contains(hours) else {
                throw ValidationError("--hours takes 1 to \(24 * AlertSnooze.longestDays).")
            }
        }

        func run(_ session: Session) async throws {
            // A minute less than the hours: clocks differ, and the limit is the server's.
            let until = session.now + .seconds(hours * 3600 - 60)
            let snooze = AlertSnooze(until: until, reason: reason)
            let alert = try await session.plane.snoozeAlert(AlertID(rawValue: id), snooze)
            try session.show(alert) { console in
                let end = (alert.snoozeUntil ?? until).toTheSecond
                console.print("Snoozed until \(end): \(alert.title)".terminalSafe)
            }
        }
    }
}

extension AlertCause {
    /// On one line; a dash for what stands for everything.
    var words: String {
        let parts = [provider?.rawValue, code?.rawValue, signature].compactMap(\.self)
        return parts.isEmpty ? "-" : parts.joined(separator: " ")
    }
}
