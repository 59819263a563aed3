import ArgumentParser
import Contract

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Read the audit log and prove it whole.",
        subcommands: [List.self, AuditVerifyCommand.self, AuditExportCommand.self, CheckpointCommand.self]
    )

    struct List: RemoteCommand {
        static let configuration = CommandConfiguration(abstract: "List who did what, newest first.")

        @Option(help: "Only what this person or token did.")
        var actor: String?
        @Option(help: "Only this action, such as run.start.")
        var action: String?
        @Option(help: ArgumentHelp("Only what was done to this, such as run:ID.", valueName: "subject"))
        var subject: String?
        @Option(help: ArgumentHelp("Only after this time (2026-11-22 or RFC 3339).", valueName: "time"))
        var since: Timestamp?
        @OptionGroup var page: PageOptions
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let query = AuditQuery(
                actor: actor,
                action: action,
                subject: subject,
                after: since,
                page: page.request
            )
            let entries = try await session.plane.audit(query)
            try session.show(entries, empty: "No entries.") { _ in
                Table(
                    "when",
                    "who",
                    "did",
                    "to",
                    "outcome",
                    "through",
                    rows: entries.items.map { entry in
                        [
                            entry.at.toTheSecond, entry.actor, entry.action, entry.subject, entry.outcome,
                            entry.source,
                        ]
                    }
                )
            }
        }
    }
}
