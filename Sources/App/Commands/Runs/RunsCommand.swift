import ArgumentParser
import Contract

struct RunsCommand: RemoteCommand {
    static let configuration = CommandConfiguration(commandName: "runs", abstract: "List runs, newest first.")

    @Option(help: "Only runs in this state.")
    var status: RunStatus?
    @Option(help: "Only runs that touch this provider.")
    var provider: ProviderID?
    @Option(help: "Only runs of this skill.")
    var skill: String?
    @Option(help: "Only runs of this kind.")
    var kind: RunKind?
    @Option(help: ArgumentHelp("Only runs this person or token asked for.", valueName: "actor"))
    var by: String?
    @Option(help: "Only runs that came through this door.")
    var source: CommandSource?
    @Option(
        help: ArgumentHelp("Only runs begun after this time (2026-11-22 or RFC 3339).", valueName: "time")
    )
    var since: Timestamp?
    @Option(help: ArgumentHelp("Only runs begun before this time.", valueName: "time"))
    var until: Timestamp?
    @OptionGroup var page: PageOptions
    @OptionGroup var connection: ConnectionOptions

    private var query: RunQuery {
        RunQuery(
            status: status,
            provider: provider,
            skill: skill,
            kind: kind,
            requestedBy: by,
            source: source,
            createdAfter: since,
            createdBefore: until,
            page: page.request
        )
    }

    func run(_ session: Session) async throws {
        let runs = try await session.plane.runs(query)
        try session.show(runs, empty: "No runs.") { session in
            Table(
                "run",
                "kind",
                "status",
                "targets",
                "by",
                "begun",
                rows: runs.items.map { run in
                    [
                        run.id.rawValue, run.kind.rawValue, run.status.words, run.counts.words,
                        run.requestedBy,
                        run.createdAt.ago(at: session.now),
                    ]
                }
            )
        }
    }
}
