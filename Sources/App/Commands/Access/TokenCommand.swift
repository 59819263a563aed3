import ArgumentParser
import Contract

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Make, list and revoke API tokens.",
        subcommands: [Create.self, List.self, Revoke.self]
    )

    struct Create: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a token; its secret is shown this once, alone on standard output."
        )

        @Argument(help: "What it is for.")
        var name: String
        @Option(help: "What it may do: viewer, operator, approver, admin or auditor.")
        var role: Role = .viewer
        @Option(help: ArgumentHelp("Days until it expires; without it, never.", valueName: "number"))
        var days: Int?
        @OptionGroup var bounds: ScopeOptions
        @OptionGroup var connection: ConnectionOptions

        func validate() throws {
            guard let days, !(1...3650).contains(days) else { return }
            throw ValidationError("--days takes 1 to 3650.")
        }

        func run(_ session: Session) async throws {
            let expiry = days.map { session.now + .seconds($0 * 86_400) }
            let request = TokenRequest(name: name, role: role, scope: bounds.scope, expiresAt: expiry)
            let issued = try await session.plane.createToken(request)
            try session.show(issued) { console in
                console.note("Token \(issued.token.id) for \(role.rawValue); keep it, it is not shown again:")
                console.print(issued.secret)
            }
        }
    }

    struct List: RemoteCommand {
        static let configuration = CommandConfiguration(abstract: "List tokens, without their secrets.")

        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let tokens = try await session.plane.tokens()
            try session.show(tokens, empty: "No tokens.") { session in
                Table(
                    "token",
                    "begins",
                    "role",
                    "state",
                    "last used",
                    "may change",
                    "name",
                    rows: tokens.items.map { token in
                        [
                            token.id.rawValue, token.prefix + "…", token.role.rawValue,
                            token.state(at: session.now), token.lastUsedAt?.ago(at: session.now) ?? "never",
                            token.scope.text, token.name,
                        ]
                    }
                )
            }
        }
    }

    struct Revoke: RemoteCommand {
        static let configuration = CommandConfiguration(abstract: "Make a token useless at once.")

        @Argument(help: ArgumentHelp("The token's id, from token list.", valueName: "token"))
        var id: String
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let token = try await session.plane.revokeToken(TokenID(rawValue: id), if: .present)
            try session.show(token) { $0.print("Revoked \(token.name) (\(token.id))".terminalSafe) }
        }
    }
}

extension TokenView {
    fileprivate func state(at now: Timestamp) -> String {
        if revokedAt != nil { return "revoked" }
        guard let expiresAt else { return "valid" }
        return expiresAt <= now ? "expired" : "valid, ends \(expiresAt.ago(at: now))"
    }
}
