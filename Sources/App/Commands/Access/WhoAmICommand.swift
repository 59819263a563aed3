import ArgumentParser
import Contract

struct WhoAmICommand: RemoteCommand {
    static let configuration = CommandConfiguration(
        commandName: "whoami",
        abstract: "Say whose token this is and what it may do."
    )

    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let caller = try await session.plane.caller()
        try session.show(caller) { $0.print("\(caller.name), \(caller.role.rawValue)".terminalSafe) }
    }
}
