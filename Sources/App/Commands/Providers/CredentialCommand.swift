import ArgumentParser
import Contract

struct CredentialCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credential",
        abstract: "Store a provider's key, sealed, or forget it.",
        subcommands: [Set.self, Clear.self]
    )

    struct Set: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "Store the key that comes from a file, from standard input or from a prompt.",
            discussion:
                "Never from an argument, which others on this machine could read. It is not shown again."
        )

        @Argument(help: "The provider.")
        var provider: ProviderID
        @Option(help: ArgumentHelp("Read the key from this file.", valueName: "file"))
        var fromFile: String?
        @Option(
            help: ArgumentHelp(
                "When the key expires (2027-01-31 or RFC 3339); without it nothing warns of that.",
                valueName: "time"
            )
        )
        var expires: Timestamp?
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let secret = try SecretInput.key(file: fromFile, question: "Key of \(provider)")
            // Whatever it has is replaced: that is what was asked for.
            let view = try await session.plane.setCredential(
                of: provider,
                to: secret,
                expiresAt: expires,
                if: .present
            )
            try session.show(view) { console in
                console.print(view.lines(at: session.now))
                console.note("Stored, sealed.")
            }
        }
    }

    struct Clear: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "Forget the stored key; one that lies elsewhere stays."
        )

        @Argument(help: "The provider.")
        var provider: ProviderID
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let view = try await session.plane.clearCredential(of: provider, if: .present)
            try session.show(view) { console in
                console.print(view.lines(at: session.now))
                console.note("Nothing is stored now.")
            }
        }
    }
}
