import ArgumentParser
import Contract

/// Which database a command of this machine works on.
struct DatabaseOptions: ParsableArguments {
    @Option(help: Setting.data.help(placeholder: "folder"))
    var data: String?

    @Option(help: Setting.databaseURL.help(placeholder: "url"))
    var databaseUrl: String?

    @Flag(help: "Answer with one JSON document.")
    var json = false

    func location(in context: CommandContext) throws(ConfigurationError) -> Configuration.DatabaseLocation {
        let typed = ["data": data, "database-url": databaseUrl].compactMapValues(\.self)
        return try Configuration.databaseLocation(
            flags: typed,
            environment: context.environment,
            workingFolder: context.workingFolder
        )
    }

    /// Runs `body`; with `--json` its refusal stands where the answer would, for a program that reads it.
    func answering(in context: CommandContext, _ body: () async throws -> Void) async throws {
        do { try await body() } catch let refusal as CommandRefusal where json {
            try context.console.print(json: refusal)
            throw refusal
        } catch let problem as Problem where json {
            try context.console.print(json: problem)
            throw problem
        }
    }
}
