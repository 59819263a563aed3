import ArgumentParser
import Contract

/// `skillyard run …`: one run.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Show, approve, refuse, retry, cancel, roll back, steer or prove one run.",
        subcommands: [
            Show.self, Approve.self, Refuse.self, Retry.self, Cancel.self, Rollback.self, ReleaseWave.self,
            StopWaves.self, Evidence.self,
        ]
    )

    /// Which run, and whether to follow it.
    struct Target: ParsableArguments {
        @Argument(help: ArgumentHelp("The run's id, or `latest`.", valueName: "run"))
        var id: String

        @Flag(help: "Follow the run to its end; status 0, 3 or 4 by how it ended.")
        var wait = false

        func runID(_ plane: any ControlPlane) async throws(Problem) -> RunID {
            try await Self.runID(id, plane)
        }

        static func runID(_ id: String, _ plane: any ControlPlane) async throws(Problem) -> RunID {
            guard id == "latest" else { return RunID(rawValue: id) }
            guard let run = try await plane.runs(RunQuery(page: PageRequest(limit: 1))).items.first else {
                throw Problem(.notFound, "There is no run yet.")
            }
            return run.id
        }
    }

    struct Show: RemoteCommand {
        static let configuration = CommandConfiguration(abstract: "Show a run with every target.")

        @OptionGroup var target: Target
        @Flag(help: "Also show every try of every target.")
        var attempts = false
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let run = try await session.plane.run(try await target.runID(session.plane))
            if target.wait { return try await RunFollowing(session: session, wait: true).finish(run) }
            try session.show(run) { console in
                console.print(RunDetail(run: run, attempts: attempts).lines(console.style, at: session.now))
            }
        }
    }

    struct Retry: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put the failed and canceled targets back to work; the others stay untouched."
        )

        @OptionGroup var target: Target
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let run = try await session.plane.retryRun(try await target.runID(session.plane))
            try await RunFollowing(session: session, wait: target.wait).finish(run)
        }
    }

    struct Cancel: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "End every open target; one that is writing finishes its step first."
        )

        @OptionGroup var target: Target
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let run = try await session.plane.cancelRun(try await target.runID(session.plane))
            try await RunFollowing(session: session, wait: target.wait).finish(run)
        }
    }

    struct Rollback: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "Start a new run that undoes what this one did."
        )

        @OptionGroup var target: Target
        @Option(help: ArgumentHelp("Why; kept in the history.", valueName: "text"))
        var reason: String
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let id = try await target.runID(session.plane)
            let run = try await session.plane.rollbackRun(id, reason: reason, source: .cli)
            try await RunFollowing(session: session, wait: target.wait).finish(run)
        }
    }
}

/// One run for people.
struct RunDetail {
    let run: RunView
    let attempts: Bool

    func lines(_ style: Style, at now: Timestamp) -> [String] {
        var lines = [style("Run \(run.id)", .strong), "  " + run.summary(style)]
        lines.append(
            "  by \(run.requestedBy) through \(run.source.rawValue), \(run.createdAt.toTheSecond)"
                .terminalSafe
        )
        if let reason = run.reason { lines.append("  reason: " + reason.terminalSafe) }
        if let parent = run.parentRunID { lines.append("  undoes run \(parent)") }
        if let request = run.requestID { lines.append("  request id: " + request.terminalSafe) }
        if let trace = run.traceID { lines.append("  trace id: " + trace.terminalSafe) }
        if let approval = run.approval { lines += approval.lines(style, at: now) }
        if let start = run.startSentence(at: now) { lines.append("  " + style(start, .warning)) }
        if let waves = run.waves { lines += waves.lines(style, at: now) }
        lines += (run.gates ?? []).map { "  " + style($0.sentence(at: now), .warning) }
        for task in run.sortedTasks {
            lines += task.lines(style, at: now)
            if attempts { lines += (task.attempts ?? []).map(line) }
        }
        return lines
    }

    private func line(_ attempt: AttemptView) -> String {
        let outcome = attempt.outcome ?? "running"
        let reason = attempt.error.map { ": " + $0.message } ?? ""
        let at = attempt.startedAt.toTheSecond
        // That of a retry; the run's stands above.
        let request = attempt.requestID.flatMap { $0 == run.requestID ? nil : ", request id \($0)" } ?? ""
        return "      try \(attempt.number)  \(at)  \(outcome)\(reason) (worker \(attempt.worker)\(request))"
            .terminalSafe
    }
}
