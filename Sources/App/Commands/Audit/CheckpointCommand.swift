import ArgumentParser
import Contract

struct CheckpointCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: "List the signed checkpoints of the audit log, or keep one elsewhere.",
        subcommands: [List.self, Export.self]
    )

    struct List: RemoteCommand {
        static let configuration = CommandConfiguration(abstract: "List checkpoints, newest first.")

        @OptionGroup var page: PageOptions
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let checkpoints = try await session.plane.auditCheckpoints(page.request)
            try session.show(checkpoints, empty: "No checkpoints yet.") { _ in
                Table(
                    "number",
                    "when",
                    "entries",
                    "key",
                    "hash",
                    rows: checkpoints.items.map { checkpoint in
                        [
                            String(checkpoint.number), checkpoint.at.toTheSecond, String(checkpoint.entries),
                            String(checkpoint.keyID.prefix(16)), String(checkpoint.hash.prefix(16)),
                        ]
                    }
                )
            }
        }
    }

    struct Export: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a checkpoint into a file, for `audit verify --against`."
        )

        @Argument(help: ArgumentHelp("Which one; without it the newest.", valueName: "number"))
        var number: Int64?
        @Option(
            name: .shortAndLong,
            help: ArgumentHelp("Where to; an existing file is not replaced.", valueName: "file")
        )
        var output: String?
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let checkpoint = try await wanted(session)
            let path = output ?? "checkpoint-\(checkpoint.number).json"
            let bytes = try JSON.encode(checkpoint) + [UInt8(ascii: "\n")]
            try NewFile.write(bytes, to: path, mode: 0o644)
            try session.show(WrittenFile(path: path, size: bytes.count)) { console in
                console.print(path.terminalSafe)
                console.note("Checkpoint \(checkpoint.number), signed by \(checkpoint.keyID.terminalSafe)")
            }
        }

        private func wanted(_ session: Session) async throws -> AuditCheckpointView {
            if let number { return try await session.plane.auditCheckpoint(number) }
            let newest = try await session.plane.auditCheckpoints(PageRequest(limit: 1)).items.first
            guard let newest else { throw Problem(.notFound, "There are no checkpoints yet.") }
            return newest
        }
    }
}
