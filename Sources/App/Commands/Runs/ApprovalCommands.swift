import ArgumentParser
import Contract

extension RunCommand {
    struct Approve: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let the targets of a run begin that wait for an approval.",
            discussion: "Says what is approved; what is asked for after that is not approved with it."
        )

        @OptionGroup var target: Target
        @Option(help: ArgumentHelp("What you looked at; kept in the history.", valueName: "text"))
        var comment: String?
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let id = try await target.runID(session.plane)
            let seen = try await session.plane.run(id)
            if let approval = seen.approval, approval.state == .pending {
                for line in approval.lines(session.console.style, at: session.now) {
                    session.console.note(line)
                }
            }
            // Of a run that waits for nothing, nothing is approved that it may wait for a moment later.
            let run = try await session.plane.approveRun(
                id,
                comment: comment,
                requestedAt: seen.approval?.requestedAt ?? seen.createdAt
            )
            try await RunFollowing(session: session, wait: target.wait).finish(run)
        }
    }

    struct Refuse: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "End the targets of a run that wait for an approval."
        )

        @Argument(help: ArgumentHelp("The run's id, or `latest`.", valueName: "run"))
        var id: String
        @Option(help: ArgumentHelp("Why; kept in the history.", valueName: "text"))
        var comment: String
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let id = try await Target.runID(id, session.plane)
            let run = try await session.plane.refuseRun(id, comment: comment)
            try await RunFollowing(session: session, wait: false).finish(run)
        }
    }
}

extension RunApproval {
    /// For people: where it stands, and while it is pending, why it is asked for.
    func lines(_ style: Style, at now: Timestamp) -> [String] {
        let targets = counted(targets, "target")
        var lines: [String]
        switch state {
        case .pending:
            lines = [
                "  " + style("waits for an approval", .warning)
                    + ": \(targets), until \(expiresAt.toTheSecond)"
            ]
            lines += reasons.map { "    ? " + $0.message.terminalSafe }
            if fourEyes {
                let people = requestedBy.joined(separator: ", ")
                lines.append("    by anybody who may, but not \(people)".terminalSafe)
            }
        case .approved, .refused, .canceled:
            let person = decidedBy.map { " by \($0)" } ?? ""
            let moment = decidedAt.map { ", \($0.toTheSecond)" } ?? ""
            lines = ["  approval of \(targets): \(state.rawValue)\(person)\(moment)".terminalSafe]
            if let comment { lines.append("    " + comment.terminalSafe) }
        }
        return lines
    }
}
