import ArgumentParser
import Contract

extension AccountCommand {
    struct Password: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change the password of your own account; all its sessions end and a new one begins.",
            discussion: """
                The present password and the new one are asked for, or read from standard input, a line each. The secret \
                of the new session is shown this once, alone on standard output; tokens stay as they are.
                """
        )

        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let current = try session.password("Present password")
            let new = try session.password("New password")
            let issued = try await session.plane.changePassword(PasswordChange(current: current, new: new))
            try session.show(issued) { console in
                console.note(
                    "Changed the password of \(issued.account.name); the secret of the new session:"
                        .terminalSafe
                )
                console.print(issued.secret)
            }
        }
    }
}

extension Session {
    /// A password from standard input, or from the person in front of it.
    func password(_ question: String) throws(Problem) -> String {
        guard let password = context.readSecret(question), !password.isEmpty else {
            throw Problem(.validationFailed, "No password came on standard input.")
        }
        return password
    }
}
