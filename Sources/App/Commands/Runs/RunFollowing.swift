import Contract

/// What a command does with a run it started or changed: show it, or follow it to its end.
struct RunFollowing {
    let session: Session
    let wait: Bool

    /// - Throws: ``CommandEnd`` with the run's status when it was waited for and did not succeed.
    func finish(_ run: RunView) async throws {
        guard wait else {
            try session.show(run) { console in
                console.print(run.id.rawValue)
                console.note("\(run.summary(console.style)); follow it: skillyard run show \(run.id) --wait")
            }
            return
        }
        let ended = try await followed(run)
        if session.json { try session.console.print(json: ended) }
        try CommandStatus(ended.status).end()
    }

    /// Shows the run until it ends.
    func followed(_ run: RunView) async throws -> RunView {
        let follower = RunFollower(plane: session.plane, pollInterval: session.context.pollInterval)
        let view = progressView
        session.console.note("Run \(run.id); it goes on if you leave.")
        return try await follower.follow(run.id) { state in
            switch state {
            case .run(let run): view.show(run)
            case .unreachable(let problem): view.lost(problem)
            }
        }
    }

    private var progressView: any RunProgressView {
        let (console, now) = (session.console, session.context.now)
        if session.json { return SilentProgress(console: console, now: now) }
        guard let screen = console.screen else { return PlainProgress(console: console, now: now) }
        return LiveProgress(console: console, screen: screen, now: now)
    }
}
