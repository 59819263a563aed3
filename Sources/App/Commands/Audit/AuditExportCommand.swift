import ArgumentParser
import Contract

struct AuditExportCommand: RemoteCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the audit log into a file that `audit verify --file` checks without a server."
    )

    @Option(help: ArgumentHelp("From this time on (2026-11-22 or RFC 3339).", valueName: "time"))
    var since: Timestamp?
    @Option(help: ArgumentHelp("Before this time.", valueName: "time"))
    var until: Timestamp?
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Where to; an existing file is not replaced.", valueName: "file")
    )
    var output: String?
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let export = try await session.plane.exportAudit(AuditExportQuery(after: since, before: until))
        // The server names the file: only its last part may decide where it goes.
        let suggested = export.filename.split(separator: "/").last.map(String.init) ?? "audit.jsonl"
        let path = output ?? suggested
        let file = try NewFileWriter(path, mode: 0o600)
        var bytes = 0
        do {
            for try await piece in export.pieces {
                try file.append(piece)
                bytes += piece.count
            }
            try file.finish()
        } catch {
            file.discard()
            throw error
        }
        try session.show(WrittenFile(path: path, size: bytes)) { console in
            console.print(path.terminalSafe)
            console.note(
                "\(byteCount(bytes)); check it with: skillyard audit verify --file \(path.terminalSafe)"
            )
        }
    }
}

/// What commands that write a file answer with `--json`.
struct WrittenFile: Codable, Equatable, Sendable {
    let path: String
    let size: Int
}
