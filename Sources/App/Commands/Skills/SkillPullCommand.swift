import ArgumentParser
import Contract
import FoundationEssentials

struct SkillPullCommand: RemoteCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull",
        abstract: "Download a version as a zip."
    )

    @Argument(help: ArgumentHelp("The skill; without a version the newest one.", valueName: "name[@version]"))
    var skill: RunRequest.Selection
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Where to; an existing file is not replaced.", valueName: "file")
    )
    var output: String?
    @Flag(help: "Replace an existing file.")
    var force = false
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let version = try await session.plane.selected(skill)
        let archive = try await session.plane.archive(ofVersion: version.version, of: version.skill)
        // The server names the file: only its last part may decide where it goes.
        let suggested = archive.filename.split(separator: "/").last.map(String.init) ?? "\(version.skill).zip"
        let path = output ?? suggested
        do {
            try Data(archive.bytes).write(
                to: URL(filePath: path),
                options: force ? .atomic : .withoutOverwriting
            )
        } catch {
            throw Problem(
                file: path,
                "It cannot be written, or is there already.",
                fix: "--force replaces a file."
            )
        }
        let pulled = PulledSkill(
            path: path,
            skill: version.skill,
            version: version.version,
            digest: archive.digest,
            size: archive.bytes.count
        )
        try session.show(pulled) { console in
            console.print(path)
            console.note("\(version.skill)@\(version.version), \(byteCount(pulled.size))".terminalSafe)
        }
    }
}

/// What `skill pull --json` answers.
struct PulledSkill: Codable, Equatable, Sendable {
    let path: String
    let skill: String
    let version: Int
    let digest: String
    let size: Int
}
