import ArgumentParser
import Contract

/// `skillyard sessions …`: where the caller's own account is signed in.
struct SessionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sessions",
        abstract: "List or end the sessions of your own account.",
        discussion: "The token, or the session, has to belong to an account.",
        subcommands: [List.self, End.self],
        defaultSubcommand: List.self
    )

    struct List: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "List where you are signed in, newest first."
        )

        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let sessions = try await session.plane.sessions()
            try session.show(sessions, empty: "No sessions.") { session in
                Table(
                    "session",
                    "from",
                    "signed in",
                    "last seen",
                    "ends",
                    "this one",
                    rows: sessions.items.map { view in
                        [
                            view.id.rawValue, view.address ?? "unknown", view.createdAt.ago(at: session.now),
                            view.lastSeenAt.ago(at: session.now), view.expiresAt.toTheSecond,
                            view.current ? "yes" : "",
                        ]
                    }
                )
            }
        }
    }

    struct End: RemoteCommand {
        static let configuration = CommandConfiguration(abstract: "End one session, at once.")

        @Argument(
            help: ArgumentHelp(
                "The session's id, from sessions list, or `current` for the one that asks.",
                valueName: "session"
            )
        )
        var id: String
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let ended =
                if id == "current" {
                    try await session.plane.endCurrentSession()
                } else {
                    try await session.plane.endSession(SessionID(rawValue: id))
                }
            try session.show(ended) { $0.print("Ended \(counted(ended.sessions, "session"))") }
        }
    }
}
