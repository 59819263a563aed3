import ArgumentParser
import Contract
import FoundationEssentials
import Proofs

struct AuditVerifyCommand: RemoteCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Recompute every hash and check every signature; status 4 when something does not fit.",
        discussion: """
            Without --file the server looks at its own log. With --file this command looks at an export, and asks \
            nobody. --against compares either with a checkpoint that was kept elsewhere.
            """
    )

    @Option(help: ArgumentHelp("An export to look at instead of the server's log.", valueName: "file"))
    var file: String?
    @Option(help: ArgumentHelp("A checkpoint that was kept elsewhere.", valueName: "file"))
    var against: String?
    @OptionGroup var keys: KeyOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard file != nil || keys.keys.isEmpty else {
            throw ValidationError("--key goes with --file; a server has SKILLYARD_TRUSTED_KEYS.")
        }
    }

    func run() async throws {
        guard let file else { return try await runWithServer() }
        let context = try CommandContext.required()
        let trusted = try keys.trusted()
        let kept = try against.map(Self.checkpoint)
        var check = AuditExportCheck { id in trusted?.contains(id) ?? true }
        var found: AuditCheckpointView?
        let lines = try FileLines(file)
        while let line = try lines.next() {
            check.follow(line)
            if let kept, found == nil { found = Self.checkpoint(kept.number, in: line) }
        }
        check.finish()
        var result = check.verification
        if let kept { result = result.compared(kept, with: found) }
        if trusted == nil, !connection.json { note(result.keys, context.console) }
        try show(result, context.console)
    }

    func run(_ session: Session) async throws {
        let kept = try against.map(Self.checkpoint)
        var result = try await session.plane.verifyAudit()
        if let kept {
            let found: AuditCheckpointView?
            do throws(Problem) { found = try await session.plane.auditCheckpoint(kept.number) } catch {
                guard error.code == .notFound else { throw error }
                found = nil
            }
            result = result.compared(kept, with: found)
        }
        try show(result, session.console)
    }

    private func show(_ result: AuditVerification, _ console: Console) throws {
        if connection.json {
            try console.print(json: result)
        } else {
            let verdict = result.intact ? console.style("intact", .good) : console.style("BROKEN", .bad)
            console.print("Audit log \(verdict): \(counted(result.entries, "entry", "entries")) checked")
            if let newest = result.newestCheckpoint {
                console.print(
                    "  \(counted(result.checkpoints, "signed checkpoint")), the newest \(newest.number) at "
                        + "\(newest.at.toTheSecond); \(counted(result.uncovered, "entry", "entries")) since"
                )
            }
            for key in result.keys { console.print("  signed by " + key.terminalSafe) }
            for line in result.breaks { console.print("  - " + line.terminalSafe) }
        }
        try (result.intact ? CommandStatus.ok : .failed).end()
    }

    private func note(_ keys: [String], _ console: Console) {
        guard !keys.isEmpty else { return }
        console.note(
            "No --key was given, so any key counted: compare the ids below with the ones you expect."
        )
    }

    private static func checkpoint(_ path: String) throws(Problem) -> AuditCheckpointView {
        do {
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
            let checkpoint = try JSON.decode(AuditCheckpointView.self, from: bytes)
            _ = try checkpoint.verified()
            return checkpoint
        } catch {
            throw Problem(
                file: path,
                "It holds no whole checkpoint of an audit log.",
                fix: "`skillyard audit checkpoint export` writes one."
            )
        }
    }

    private static func checkpoint(_ number: Int64, in line: [UInt8]) -> AuditCheckpointView? {
        guard case .checkpoint(let view)? = try? JSON.decode(AuditExportLine.self, from: line),
            view.number == number
        else { return nil }
        return view
    }
}

extension AuditVerification {
    /// This finding, and whether the log still has a checkpoint that was kept elsewhere.
    func compared(_ kept: AuditCheckpointView, with found: AuditCheckpointView?) -> AuditVerification {
        guard found?.hash != kept.hash else { return self }
        let sentence =
            found == nil
            ? "checkpoint \(kept.number), which was kept elsewhere, is missing"
            : "checkpoint \(kept.number) is not the one that was kept elsewhere: the log was written anew"
        return AuditVerification(
            intact: false,
            entries: entries,
            breaks: breaks + [sentence],
            checkpoints: checkpoints,
            uncovered: uncovered,
            newestCheckpoint: newestCheckpoint,
            keys: keys
        )
    }
}
