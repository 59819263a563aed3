import ArgumentParser
import Contract
import Engine

struct SecretsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secrets",
        abstract: "Look after the keys that stored credentials are sealed with.",
        discussion: "Runs beside the server, on its database and with its keys.",
        subcommands: [Status.self, Rotate.self, Prune.self],
        defaultSubcommand: Status.self
    )

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say which keys seal how much; status 4 when a key is missing."
        )

        @OptionGroup var secrets: SecretsOptions

        func run() async throws {
            let context = try CommandContext.required()
            try await secrets.database.answering(in: context) {
                let (location, keys) = try secrets.places(in: context)
                let status = try await context.root.secretsStatus(location, keys)
                if secrets.database.json {
                    try context.console.print(json: status)
                } else if status.keys.isEmpty {
                    context.console.note("No key yet, and nothing is stored.")
                } else {
                    context.console.print(status.table)
                }
                try (status.keys.allSatisfy(\.present) ? CommandStatus.ok : .failed).end()
            }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Seal every stored credential with a new key, while servers go on.",
            discussion: """
                Stopped half-way it goes on where it was when it is run again. The old key opens what other nodes still \
                seal with it until `skillyard secrets prune`. Status 3 when a credential could not be opened.
                """
        )

        @OptionGroup var secrets: SecretsOptions

        func run() async throws {
            let context = try CommandContext.required()
            try await secrets.database.answering(in: context) {
                let (location, keys) = try secrets.places(in: context)
                let report = try await context.root.rotateSecrets(location, keys)
                if secrets.database.json {
                    try context.console.print(json: report)
                } else {
                    report.show(on: context.console)
                }
                try (report.unopened.isEmpty ? CommandStatus.ok : .partial).end()
            }
        }
    }
}

extension SecretsCommand {
    struct Prune: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Forget the keys that seal nothing any more, except the newest.",
            discussion:
                "What earlier backups hold cannot be opened after that, except with a copy of the keys."
        )

        @OptionGroup var secrets: SecretsOptions

        func run() async throws {
            let context = try CommandContext.required()
            try await secrets.database.answering(in: context) {
                let (location, keys) = try secrets.places(in: context)
                let forgotten = try await context.root.pruneSecrets(location, keys)
                if secrets.database.json {
                    try context.console.print(json: ["forgotten": forgotten])
                } else if forgotten.isEmpty {
                    context.console.note("Every key is still in use.")
                } else {
                    context.console.print("Forgotten: \(forgotten.joined(separator: ", "))")
                }
            }
        }
    }
}

/// Which database, and with which keys.
struct SecretsOptions: ParsableArguments {
    @Option(help: Setting.secretsKeyFile.help(placeholder: "file"))
    var secretsKeyFile: String?
    @OptionGroup var database: DatabaseOptions

    func places(in context: CommandContext) throws(ConfigurationError)
        -> (Configuration.DatabaseLocation, SecretKeys)
    {
        let typed = [
            "data": database.data, "database-url": database.databaseUrl, "secrets-key-file": secretsKeyFile,
        ]
        let keys = try Configuration.secretKeys(
            flags: typed.compactMapValues(\.self),
            environment: context.environment,
            workingFolder: context.workingFolder
        )
        return (try database.location(in: context), keys)
    }
}

extension CredentialRotation.Status {
    fileprivate var table: Table {
        Table(
            "key",
            "state",
            "credentials",
            rows: keys.map { key in
                let state = key.present ? (key.current ? "seals" : "opens") : "MISSING"
                return [key.id, state, String(key.credentials)]
            }
        )
    }
}

extension CredentialRotation.Report {
    fileprivate func show(on console: Console) {
        let sealed =
            "\(counted(resealed, "credential")) sealed anew with \(isNewKey ? "the new" : "the") key \(key)"
        console.print(sealed)
        if !unopened.isEmpty {
            console.note("Could not be opened: \(unopened.joined(separator: ", ").terminalSafe)")
        }
        guard !unused.isEmpty else { return }
        let names = unused.joined(separator: ", ")
        console.note(
            "No longer used: \(names). Once every node has the new key, forget them with `skillyard secrets prune`."
        )
    }
}
