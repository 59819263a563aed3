import ArgumentParser
import Contract

/// A command that asks a server.
protocol RemoteCommand: AsyncParsableCommand {
    var connection: ConnectionOptions { get }
    /// Whether it is of no use without a token.
    var needsToken: Bool { get }

    func run(_ session: Session) async throws
}

extension RemoteCommand {
    var needsToken: Bool { true }

    func run() async throws { try await runWithServer() }

    /// Carries the command out over a connection to the server.
    func runWithServer() async throws {
        let context = try CommandContext.required()
        do {
            let session = try connection.session(in: context)
            if needsToken, session.address.token == nil {
                throw Problem(.authenticationRequired, "No token was given for \(session.address.url).")
            }
            try await run(session)
        } catch let problem as Problem where connection.json {
            // A program that reads the answer gets the refusal in the same place and form.
            try context.console.print(json: problem)
            throw problem
        }
    }
}

/// How to reach the server, and in which form to answer.
struct ConnectionOptions: ParsableArguments {
    @Option(help: Setting.serverURL.help(placeholder: "url"))
    var url: String?

    @Option(help: Setting.token.help(placeholder: "token"))
    var token: String?

    @Option(
        help: ArgumentHelp("Data folder of a server on this machine, for its token.", valueName: "folder")
    )
    var data: String?

    @Flag(help: "Answer with the API's JSON, one document.")
    var json = false

    func address(in context: CommandContext) throws(ConfigurationError) -> ServerAddress {
        let flags = ["url": url, "token": token, "data": data].compactMapValues(\.self)
        return try ServerAddress.read(
            flags: flags,
            environment: context.environment,
            workingFolder: context.workingFolder
        )
    }

    func session(in context: CommandContext) throws -> Session {
        let address = try address(in: context)
        return Session(
            plane: try context.root.connect(to: address),
            address: address,
            context: context,
            json: json
        )
    }
}

/// One command's conversation with a server.
struct Session: Sendable {
    let plane: any ControlPlane
    let address: ServerAddress
    let context: CommandContext
    let json: Bool

    var console: Console { context.console }
    var now: Timestamp { context.now() }

    /// Prints the contract's JSON when that was asked for, else what `human` says.
    func show(_ value: some Encodable, _ human: (Console) -> Void) throws {
        if json {
            try console.print(json: value)
        } else {
            human(console)
        }
    }

    /// Prints a list: its JSON, or a table with a word for "none" and how to get the rest.
    func show<Item>(_ page: Page<Item>, empty: String, _ table: (Session) -> Table) throws {
        try show(page) { console in
            guard !page.items.isEmpty else { return console.note(empty) }
            console.print(table(self))
            if let next = page.nextCursor { console.note("More: add --cursor \(next)") }
        }
    }
}

/// Which part of a list.
struct PageOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Items to show, 1 to 200.", valueName: "number"))
    var limit = 50

    @Option(help: ArgumentHelp("Go on where the last page ended.", valueName: "cursor"))
    var cursor: String?

    func validate() throws {
        guard (1...PageRequest.maximumLimit).contains(limit) else {
            throw ValidationError("--limit takes 1 to \(PageRequest.maximumLimit).")
        }
    }

    var request: PageRequest { PageRequest(limit: limit, cursor: cursor) }
}

extension Setting {
    func help(placeholder: String? = nil) -> ArgumentHelp {
        let fallback = fallback.map { " (default: \($0))" } ?? ""
        return ArgumentHelp("\(summary)\(fallback)", discussion: "", valueName: placeholder)
    }
}
