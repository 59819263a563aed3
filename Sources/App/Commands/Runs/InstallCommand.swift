import ArgumentParser
import Contract

struct InstallCommand: RemoteCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Install skills on providers, as one run.",
        discussion: """
            skillyard install release-notes@2 unit-table --on openai,claude --wait
            skillyard install release-notes --on all --plan
            """
    )

    @OptionGroup var request: RunRequestOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        try await request.carryOut(.install, session)
    }
}

struct UninstallCommand: RemoteCommand {
    static let configuration = CommandConfiguration(
        commandName: "uninstall",
        abstract: "Remove installed skills from providers, as one run."
    )

    @OptionGroup var request: RunRequestOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        try await request.carryOut(.uninstall, session)
    }
}
