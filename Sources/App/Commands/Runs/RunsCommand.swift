import ArgumentParser
import Contract

struct RunsCommand: RemoteCommand {
    static let configuration = CommandConfiguration(commandName: "runs", abstract: "List runs, newest first.")

    @OptionGroup var traits: RunTraitsOptions
    @Option(help: ArgumentHelp("Only runs that began from this one, such as its rollback.", valueName: "run"))
    var parent: String?
    @Flag(help: "Only runs that wait for an approval.")
    var waitingApproval = false
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
            of: traits.traits,
            parent: parent.map { RunID(rawValue: $0) },
            approval: waitingApproval ? .pending : nil,
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
                        run.id.rawValue, run.kind.rawValue, run.statusWords, run.counts.words,
                        run.requestedBy,
                        run.createdAt.ago(at: session.now),
                    ]
                }
            )
        }
    }
}
