import ArgumentParser

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the server: API and workers."
    )

    @OptionGroup var options: ServerOptions

    func run() async throws {
        let context = try CommandContext.required()
        try await context.root.serve(try options.configuration(in: context), console: context.console)
    }
}

struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Run a worker without the API: the same as serve --role worker."
    )

    @OptionGroup var options: ServerOptions

    func run() async throws {
        let context = try CommandContext.required()
        let configuration = try options.configuration(in: context, forcing: ["role": "worker"])
        try await context.root.serve(configuration, console: context.console)
    }
}

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the database to the newest schema and end."
    )

    @OptionGroup var options: ServerOptions

    func run() async throws {
        let context = try CommandContext.required()
        context.console.print(try await context.root.migrate(try options.configuration(in: context)))
    }
}

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Run the look-alikes of OpenAI, Claude and Gemini alone.",
        discussion: "Any key but `invalid` and `forbidden` is accepted; they can be told to fail."
    )

    @Option(help: "Address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "Port to listen on; 0 takes any free one.")
    var port = 8090

    @Option(help: ArgumentHelp("Folder to keep records in; without it, in memory only.", valueName: "folder"))
    var data: String?

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port takes 0 to 65535.") }
        guard Configuration.isLoopback(host) else {
            throw ValidationError("The simulators accept anybody; they listen on loopback only.")
        }
    }

    func run() async throws {
        let context = try CommandContext.required()
        try await context.root.simulate(host: host, port: port, dataFolder: data, console: context.console)
    }
}
