import ArgumentParser
import Contract

struct SkillVersionsCommand: RemoteCommand {
    static let configuration = CommandConfiguration(
        commandName: "versions",
        abstract: "List a skill's versions, newest first."
    )

    @Argument(help: "The skill.")
    var skill: String
    @OptionGroup var page: PageOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let versions = try await session.plane.versions(of: skill, page: page.request)
        try session.show(versions, empty: "No versions.") { session in
            Table(
                "version",
                "digest",
                "files",
                "added",
                "by",
                "state",
                rows: versions.items.map { version in
                    [
                        String(version.version), String(version.digest.prefix(12)), String(version.fileCount),
                        version.createdAt.ago(at: session.now), version.createdBy,
                        version.yankedAt == nil ? "active" : "yanked: " + (version.yankReason ?? ""),
                    ]
                }
            )
        }
    }
}
