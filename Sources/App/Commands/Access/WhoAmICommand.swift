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
        try session.show(caller) { console in
            console.print("\(caller.name), \(caller.role.rawValue)".terminalSafe)
            if caller.scope != nil { console.print("may change: \(caller.scope.text)".terminalSafe) }
            guard !caller.operations.isEmpty else { return }
            console.print("may do: " + caller.operations.map(\.rawValue).joined(separator: ", "))
        }
    }
}
