import ArgumentParser
import Contract
import Store

struct CopyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Copy everything from one database into another, such as from SQLite to PostgreSQL.",
        discussion: """
            The target has to be empty; it gets the newest schema, and holds everything or nothing in the end. Stop \
            every server and worker first: what is accepted after the copy began would be missing from it, and two \
            systems would carry out the same open runs. Status 3 when the copy is exact but the source had faults.
            """
    )

    @Option(
        help: ArgumentHelp(
            "`sqlite:PATH` or `postgres://…`. Without it: what --database-url says.",
            valueName: "url"
        )
    )
    var from: String?
    @Option(help: ArgumentHelp("`sqlite:PATH` or `postgres://…`.", valueName: "url"))
    var to: String
    @Flag(help: "Copy although the source is in use, and disable every provider of the copy.")
    var rehearse = false
    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        let context = try CommandContext.required()
        let order = CopyOrder(
            source: try from.map { try Self.location($0, "--from", context) }
                ?? database.location(in: context),
            target: try Self.location(to, "--to", context),
            isRehearsal: rehearse
        )
        try await database.answering(in: context) {
            let report = try await context.root.copy(
                order,
                progress: Self.progress(context.console, database.json)
            )
            if database.json {
                try context.console.print(json: report)
            } else {
                report.show(on: context.console)
            }
            try (report.faults.isEmpty ? CommandStatus.ok : .partial).end()
        }
    }

    private static func location(_ url: String, _ flag: String, _ context: CommandContext) throws
        -> Configuration.DatabaseLocation
    {
        guard let location = Configuration.DatabaseLocation(url: url, workingFolder: context.workingFolder)
        else {
            throw ValidationError(
                "\(flag): this kind of database is not known. \(Configuration.DatabaseLocation.forms)"
            )
        }
        return location
    }

    /// In a terminal one line that changes in place, elsewhere nothing.
    private static func progress(_ console: Console, _ json: Bool) -> @Sendable (TransferProgress) -> Void {
        guard console.screen != nil, !json else { return { _ in } }
        return { step in
            let line = "\(step.step.rawValue) \(step.table): \(step.rows) of \(step.total)"
            console.write("\r\u{1B}[2K" + line)
        }
    }
}

extension TransferReport {
    fileprivate func show(on console: Console) {
        if console.screen != nil { console.write("\r\u{1B}[2K") }
        let rows = tables.map { [$0.name, String($0.rows), String($0.digest.prefix(16))] }
        let columns = [
            App.Table.Column("table"), App.Table.Column("rows", .right),
            App.Table.Column("digest, the same on both sides"),
        ]
        console.print(App.Table(columns, rows: rows))
        console.print(
            "\(counted(bundlesChecked, "bundle")) and \(auditEntries) audit entries checked in the copy"
        )
        for fault in faults { console.print("  - " + fault.terminalSafe) }
        if !faults.isEmpty { console.print("The source has these faults too; the copy is exact.") }
        console.note(
            isRehearsal
                ? "Every provider of the copy is disabled: it does nothing at the vendors until one is enabled."
                : "Start the servers on the copy only: the source still holds every open run, and would carry it out too."
        )
    }
}
