import ArgumentParser
import Contract

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the SQLite database into a file while servers go on working.",
        discussion: """
            The copy is one consistent state. It is checked whole before it gets its name, and only its owner may \
            read it. To restore: stop the server, put the file in place of skillyard.db, remove skillyard.db-wal \
            and skillyard.db-shm, start the server. PostgreSQL is backed up with its own tools.
            """
    )

    @Argument(help: "The file to write.")
    var file: String
    @Flag(help: "Replace a file of that name, once the new one is whole.")
    var force = false
    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        let context = try CommandContext.required()
        let location = try database.location(in: context)
        try await database.answering(in: context) {
            let file = Configuration.absolute(file, from: context.workingFolder)
            let report = try await context.root.backUp(location, to: file, replacing: force)
            if database.json { return try context.console.print(json: report) }
            let counts = [
                counted(Int(report.skills), "skill"), counted(Int(report.runs), "run"),
                "\(report.auditEntries) audit entries",
            ]
            context.console.print(
                "\(report.file.terminalSafe): \(byteCount(Int(report.bytes))), whole; "
                    + counts.joined(separator: ", ")
            )
        }
    }
}
