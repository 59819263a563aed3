package import Contract

/// What a command works with, besides its own arguments.
package struct CommandContext: Sendable {
    package let root: any CompositionRoot
    package let console: Console
    package let environment: [String: String]
    package let workingFolder: String
    /// Asks for a password or the like; nil when nothing comes.
    package let readSecret: @Sendable (String) -> String?
    /// Where lines of chat come from.
    package let lines: @Sendable () -> any LineInput
    /// Ends with the next Ctrl-C; until then it ends nothing else.
    package let interruption: @Sendable () async -> Void
    package let now: @Sendable () -> Timestamp
    /// How long to wait before looking at a run again when no event says so.
    package let pollInterval: Duration

    package init(
        root: any CompositionRoot,
        console: Console,
        environment: [String: String],
        workingFolder: String,
        pollInterval: Duration = .seconds(2),
        readSecret: @escaping @Sendable (String) -> String? = SecretInput.read,
        lines: @escaping @Sendable () -> any LineInput = StandardLines.open,
        interruption: @escaping @Sendable () async -> Void = Interruption.next,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.root = root
        self.console = console
        self.environment = environment
        self.workingFolder = workingFolder
        self.pollInterval = pollInterval
        self.readSecret = readSecret
        self.lines = lines
        self.interruption = interruption
        self.now = now
    }

    /// The parser makes commands by itself and gives them nothing: this is the one way in.
    @TaskLocal static var current: CommandContext?

    /// - Throws: ``Problem`` when a command runs outside ``CommandLineTool``.
    static func required() throws(Problem) -> CommandContext {
        guard let current else {
            throw Problem(.internal, "The command was started without its surroundings.")
        }
        return current
    }
}
