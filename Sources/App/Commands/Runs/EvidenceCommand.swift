import ArgumentParser
import Bundles
import Contract
import FoundationEssentials
import Proofs

extension RunCommand {
    struct Evidence: RemoteCommand {
        static let configuration = CommandConfiguration(
            commandName: "evidence",
            abstract:
                "Write what proves what a run did into a file that `evidence verify` checks without a server."
        )

        @Argument(help: ArgumentHelp("The run's id, or `latest`.", valueName: "run"))
        var id: String
        @Option(
            name: .shortAndLong,
            help: ArgumentHelp("Where to; an existing file is not replaced.", valueName: "file")
        )
        var output: String?
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let run = try await Target.runID(id, session.plane)
            let evidence = try await session.plane.evidence(of: run)
            // The server names the file: only its last part may decide where it goes.
            let suggested = evidence.filename.split(separator: "/").last.map(String.init) ?? "evidence.zip"
            let path = output ?? suggested
            try NewFile.write(evidence.bytes, to: path, mode: 0o600)
            try session.show(WrittenFile(path: path, size: evidence.bytes.count)) { console in
                console.print(path.terminalSafe)
                console.note(
                    "\(byteCount(evidence.bytes.count)); check it with: skillyard evidence verify \(path.terminalSafe)"
                )
            }
        }
    }
}

/// `skillyard evidence …`: what needs no server.
struct EvidenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence",
        abstract: "Check what `run evidence` wrote.",
        subcommands: [Verify.self]
    )

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check evidence with nothing but the file; status 4 when something does not fit.",
            discussion: """
                With --key only that key may have signed. Without it the evidence shows that it was not changed since \
                somebody signed it, and by which key; whose that is, you have to know.
                """
        )

        @Argument(help: ArgumentHelp("What `run evidence` wrote.", valueName: "file"))
        var file: String
        @OptionGroup var keys: KeyOptions
        @Flag(help: "Answer with JSON, one document.")
        var json = false

        func run() async throws {
            let context = try CommandContext.required()
            let report = EvidenceReport(
                ofArchive: try content(),
                trusting: try keys.trusted()
            )
            if json { try context.console.print(json: report) } else { show(report, context.console) }
            try (report.intact ? CommandStatus.ok : .failed).end()
        }

        private func content() throws(Problem) -> [UInt8] {
            do { return [UInt8](try Data(contentsOf: URL(filePath: file))) } catch {
                throw Problem(file: file, "It cannot be read.", fix: "Name a file that is there.")
            }
        }

        private func show(_ report: EvidenceReport, _ console: Console) {
            let verdict = report.intact ? console.style("intact", .good) : console.style("BROKEN", .bad)
            let run = report.run.map { " of run \($0)" } ?? ""
            console.print("Evidence\(run.terminalSafe) \(verdict)")
            if let at = report.madeAt {
                console.print(
                    "  made \(at.toTheSecond): \(counted(report.targets, "target")), "
                        + counted(report.entries, "entry", "entries") + " of the audit log"
                )
            }
            if let key = report.keyID { console.print("  signed by " + key.terminalSafe) }
            for fault in report.faults { console.print("  - " + fault.terminalSafe) }
            if !report.isKeyCompared {
                console.note("No --key was given: compare the id above with the one of the server you trust.")
            }
        }
    }
}

extension EvidenceReport {
    /// What an archive proves.
    package init(ofArchive archive: [UInt8], trusting trusted: Set<String>?) {
        do throws(EvidenceArchive.Fault) {
            self = EvidenceCheck.report(on: try EvidenceArchive.unpack(archive), trusting: trusted)
        } catch {
            let sentence =
                switch error {
                case .unreadable(let reason): "the archive cannot be read: \(reason)"
                case .repacked: "the archive was packed anew: its bytes are not those that its files give"
                }
            self.init(unreadable: sentence, isKeyCompared: trusted != nil)
        }
    }
}
