import ArgumentParser
import Contract

struct WhereCommand: RemoteCommand {
    static let configuration = CommandConfiguration(
        commandName: "where",
        abstract: "List what is installed where."
    )

    @Argument(help: "Only this skill.")
    var skill: String?
    @Option(name: .customLong("on"), help: "Only this provider.")
    var provider: ProviderID?
    @OptionGroup var page: PageOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let query = InstallationQuery(skill: skill, provider: provider, page: page.request)
        let installations = try await session.plane.installations(query)
        try session.show(installations, empty: "Nothing is installed.") { session in
            Table(
                "skill",
                "version",
                "provider",
                "installed",
                "there it is",
                rows: installations.items.map { item in
                    [
                        item.skill, String(item.version), item.provider.rawValue,
                        item.installedAt.ago(at: session.now), item.remote.words,
                    ]
                }
            )
        }
    }
}

extension RemoteReference {
    /// Such as `skill_1 version 3`; a digest is cut as Git cuts one.
    fileprivate var words: String {
        guard let version else { return id }
        return "\(id) version \(version.utf8.count == 64 ? String(version.prefix(12)) : version)"
    }
}
