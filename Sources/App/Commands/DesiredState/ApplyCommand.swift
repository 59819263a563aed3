import ArgumentParser
import Contract
import StateFiles

struct ApplyCommand: RemoteCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Make what stands be what a file says; without --yes it only shows how.",
        discussion: """
            skillyard apply skills.yaml
            skillyard apply skills.yaml --yes --wait --reason "Release 12"
            Beside the file lies its lock (skills.lock.yaml): the versions that were applied, with their digests. \
            What the lock has stays at its version until --update.
            """
    )

    @Argument(
        help: ArgumentHelp("The desired state, as YAML or JSON; - for standard input.", valueName: "file")
    )
    var file: String
    @Flag(name: .shortAndLong, help: "Start the runs.")
    var yes = false
    @Flag(help: "Look anew for the newest versions, and write the lock anew.")
    var update = false
    @Flag(help: "Refuse when anything is not as in the lock.")
    var locked = false
    @Option(
        name: .customLong("lock"),
        help: ArgumentHelp("The lock, in place of the one beside the file.", valueName: "file")
    )
    var lockFile: String?
    @Option(help: ArgumentHelp("Why, for the history.", valueName: "text"))
    var reason: String?
    @Flag(help: "Follow the runs to their end; status 0, 3 or 4 by how they ended.")
    var wait = false
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if update && locked { throw ValidationError("--locked keeps to what --update looks for anew.") }
        if wait && !yes { throw ValidationError("Without --yes nothing starts that --wait could follow.") }
    }

    func run(_ session: Session) async throws {
        let text = try TextFile.read(file)
        let state = try StateFile.read(DesiredState.self, from: text)
        let path = lockFile ?? TextFile.lockPath(beside: file)
        let present = try path.flatMap { try TextFile.readIfPresent($0) }.map {
            try StateFile.read(DesiredStateLock.self, from: $0)
        }
        let plan: DesiredStatePlan
        do {
            plan = try await session.plane.planDesiredState(.init(state, lock: update ? nil : present))
        } catch {
            throw StateFile.located(error, in: text)
        }
        if locked, present != plan.lock { throw Self.notLocked(path) }
        if yes {
            try await DesiredStateRuns(session: session, reason: reason, wait: wait).start(plan) {
                if let path, present != plan.lock {
                    try TextFile.write(try StateFile.text(of: plan.lock), to: path)
                }
            }
        } else {
            try DesiredStateText(plan: plan).show(session)
        }
    }

    private static func notLocked(_ path: String?) -> Problem {
        Problem(
            .conflict,
            "The desired state comes to other versions than \(path ?? "the lock") has, or there is no lock."
        )
    }
}

struct ExportCommand: RemoteCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write what stands now as a desired state for `apply`."
    )

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Where to, in place of standard output.", valueName: "file")
    )
    var output: String?
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let state = try await session.plane.desiredState()
        let text = session.json ? try JSON.text(state) + "\n" : try StateFile.text(of: state)
        guard let output else { return session.console.write(text) }
        try TextFile.write(text, to: output)
        session.console.note(
            "\(counted(state.skills.count, "entry", "entries")) written to \(output)".terminalSafe
        )
    }
}
