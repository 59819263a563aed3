import ArgumentParser
import Contract

struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract: "Make, list and change the accounts of people, or the password of your own.",
        subcommands: [
            Add.self, List.self, Show.self, Change.self, Disable.self, SignOut.self, Password.self,
        ]
    )

    struct Add: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an account; its password is read from standard input, or asked for."
        )

        @Argument(help: "What the person signs in with.")
        var name: String
        @Option(help: "What the person may do: viewer, operator, approver, admin or auditor.")
        var role: Role = .viewer
        @Option(help: "The person's name as it is shown.")
        var displayName: String?
        @OptionGroup var bounds: ScopeOptions
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let request = AccountRequest(
                name: name,
                displayName: displayName,
                role: role,
                scope: bounds.scope,
                password: try session.password("Password of \(name)")
            )
            let account = try await session.plane.createAccount(request)
            try session.show(account) { $0.print("Made \(account.name), \(account.rights)".terminalSafe) }
        }
    }

    struct List: RemoteCommand {
        static let configuration = CommandConfiguration(abstract: "List all accounts.")

        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let accounts = try await session.plane.accounts()
            try session.show(accounts, empty: "No accounts.") { session in
                Table(
                    "name",
                    "role",
                    "state",
                    "last signed in",
                    "may change",
                    rows: accounts.items.map { account in
                        [
                            account.name, account.role.rawValue,
                            account.disabledAt == nil ? "active" : "disabled",
                            account.lastSignedInAt?.ago(at: session.now) ?? "never", account.scope.text,
                        ]
                    }
                )
            }
        }
    }

    struct Show: RemoteCommand {
        static let configuration = CommandConfiguration(abstract: "Show one account.")

        @Argument(help: "The account's name or id.")
        var account: String
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let account = try await session.account(account)
            try session.show(account) { $0.print(account.lines(at: session.now).map(\.terminalSafe)) }
        }
    }

    struct Change: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Change what an account may do, its shown name or its password; it takes effect at once."
        )

        @Argument(help: "The account's name or id.")
        var account: String
        @Option(help: "What the person may do: viewer, operator, approver, admin or auditor.")
        var role: Role?
        @Option(help: "The person's name as it is shown.")
        var displayName: String?
        @OptionGroup var bounds: ScopeOptions
        @Flag(help: "May change everything the role allows.")
        var everywhere = false
        @Flag(help: "Let a disabled account sign in again.")
        var enable = false
        @Flag(help: "Read a new password from standard input, or ask for it; ends the account's sessions.")
        var password = false
        @OptionGroup var connection: ConnectionOptions

        func validate() throws {
            guard everywhere, bounds.scope != nil else { return }
            throw ValidationError("--everywhere goes with neither --provider nor --namespace.")
        }

        func run(_ session: Session) async throws {
            let known = try await session.account(account)
            let change = AccountChange(
                displayName: displayName,
                role: role,
                scope: everywhere ? .everything : bounds.scope,
                disabled: enable ? false : nil,
                password: password ? try session.password("Password of \(known.name)") : nil
            )
            let changed = try await session.plane.changeAccount(
                known.id,
                change,
                if: .unchanged(known.revision)
            )
            try session.show(changed) { $0.print("Changed \(changed.name), \(changed.rights)".terminalSafe) }
        }
    }

    struct Disable: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keep an account from signing in; its sessions end and its tokens stop working."
        )

        @Argument(help: "The account's name or id.")
        var account: String
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let known = try await session.account(account)
            let change = AccountChange(disabled: true)
            let changed = try await session.plane.changeAccount(
                known.id,
                change,
                if: .unchanged(known.revision)
            )
            try session.show(changed) { $0.print("Disabled \(changed.name)".terminalSafe) }
        }
    }

    struct SignOut: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "End every session of an account; its tokens stay."
        )

        @Argument(help: "The account's name or id.")
        var account: String
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let known = try await session.account(account)
            let ended = try await session.plane.signOutAccount(known.id)
            try session.show(ended) {
                $0.print("Ended \(counted(ended.sessions, "session")) of \(known.name)".terminalSafe)
            }
        }
    }
}

extension Session {
    /// The account with that id or name.
    fileprivate func account(_ text: String) async throws -> AccountView {
        let wanted = text.lowercased()
        let accounts = try await plane.accounts().items
        guard let found = accounts.first(where: { $0.id.rawValue == text || $0.name.lowercased() == wanted })
        else {
            throw Problem(.notFound, "There is no account \(text).")
        }
        return found
    }
}

extension AccountView {
    fileprivate var rights: String { "\(role.rawValue), may change \(scope.text)" }

    fileprivate func lines(at now: Timestamp) -> [String] {
        var lines = ["\(name)  \(rights)"]
        if let displayName { lines.append("  shown as \(displayName)") }
        lines.append("  \(id)  revision \(revisionNumber)  made \(createdAt.ago(at: now))")
        lines.append("  last signed in \(lastSignedInAt?.ago(at: now) ?? "never")")
        if let disabledAt { lines.append("  disabled \(disabledAt.ago(at: now))") }
        return lines
    }
}
