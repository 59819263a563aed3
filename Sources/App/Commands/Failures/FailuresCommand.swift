import ArgumentParser
import Contract

/// `skillyard failures …`: failed targets that nobody has dealt with yet.
struct FailuresCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "failures",
        abstract: "List failures by cause, retry those of one, or say that nothing is to be done about some.",
        subcommands: [List.self, Retry.self, Acknowledge.self],
        defaultSubcommand: List.self
    )

    struct List: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "List failed targets by cause, the largest group first."
        )

        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let inbox = try await session.plane.failures()
            try session.show(inbox) { console in
                guard !inbox.groups.isEmpty else { return console.note("No open failures.") }
                console.print(
                    Table(
                        "provider",
                        "code",
                        "signature",
                        "targets",
                        "skills",
                        "first",
                        "last",
                        "message",
                        rows: inbox.groups.map { group in
                            [
                                group.cause.provider?.rawValue ?? "", group.cause.code?.rawValue ?? "",
                                group.cause.signature ?? "-", String(group.count), String(group.skillCount),
                                group.firstAt.ago(at: session.now), group.lastAt.ago(at: session.now),
                                group.message,
                            ]
                        }
                    )
                )
                if !inbox.complete { console.note("These are the newest \(inbox.targets).") }
            }
        }
    }

    struct Retry: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put the failed targets of a cause back to work.",
            discussion: """
                All of them, of however many runs; canceled targets and those that failed of another cause stay as \
                they are. Status 3 when some could not be put back, 4 when none could.
                """
        )

        @OptionGroup var named: FailureCauseArguments
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let cause = named.cause
            let done = try await session.plane.retryFailures(FailureRetryRequest(cause: cause))
            try session.show(done) { console in
                console.print("Put back \(counted(done.retried, "target")) of \(counted(done.runs, "run")).")
                guard done.left > 0 else { return }
                console.print("Left \(counted(done.left, "target")) as they are.")
                console.print(
                    Table(
                        "run",
                        "targets",
                        "why",
                        rows: done.refusals.map { [$0.run.rawValue, String($0.targets), $0.detail] }
                    )
                )
            }
            try CommandStatus(succeeded: done.retried, failed: done.left).end()
        }
    }

    struct Acknowledge: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say that nothing is to be done about the failures of a cause any more."
        )

        @OptionGroup var named: FailureCauseArguments
        @Option(help: ArgumentHelp("Why; it is kept in the audit log.", valueName: "text"))
        var reason: String
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let cause = named.cause
            guard let group = try await session.plane.failures().groups.first(where: { $0.cause == cause })
            else { throw Problem(.notFound, "There are no open failures of this cause.") }
            let request = FailureAcknowledgementRequest(cause: cause, lastAt: group.lastAt, reason: reason)
            let done = try await session.plane.acknowledgeFailures(request)
            try session.show(done) { console in
                console.print("Acknowledged \(counted(done.acknowledged, "target")).")
            }
        }
    }
}

/// A cause as `skillyard failures` lists it.
struct FailureCauseArguments: ParsableArguments {
    @Argument(help: "The provider.")
    var provider: ProviderID
    @Argument(help: "The failure code.")
    var code: FailureCode
    @Option(help: ArgumentHelp("The signature, where the group has one.", valueName: "text"))
    var signature: String?

    var cause: AlertCause { AlertCause(provider: provider, code: code, signature: signature) }
}
