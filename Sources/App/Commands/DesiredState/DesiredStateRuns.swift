import Contract

/// Starts what makes what stands be what is desired, one run after the other.
struct DesiredStateRuns {
    let session: Session
    let reason: String?
    let wait: Bool

    /// A run that is refused ends it: those before it go on, and applying again does the rest.
    ///
    /// - Parameters:
    ///   - plan: Whose runs are started.
    ///   - accepted: Done when all of them were accepted.
    /// - Throws: ``Problem``; ``CommandEnd`` by what was blocked, and by how the runs ended if they are waited for.
    func start(_ plan: DesiredStatePlan, accepted: () throws -> Void) async throws {
        var runs: [RunView] = []
        for step in plan.steps {
            let request = step.request.because(reason)
            runs.append(try await session.plane.startRun(request, idempotencyKey: nil, source: .cli))
            // Said at once: another one may be refused.
            session.console.note("Started \(runs[runs.count - 1].id).")
        }
        try accepted()
        if wait { runs = try await followed(runs) }
        try session.show(AppliedState(runs: runs, blocked: plan.blocked, unchanged: plan.unchanged)) {
            console in
            for run in runs { console.print("\(run.id)  \(run.summary(console.style))") }
            if runs.isEmpty {
                console.note("Everything stands as desired: \(counted(plan.unchanged, "target")).")
            }
            for target in plan.blocked {
                console.note("\(target.skill)@\(target.version) on \(target.provider): blocked".terminalSafe)
            }
        }
        let failed = plan.blocked.count + runs.count { wait && $0.status != .success }
        try CommandStatus(
            succeeded: plan.unchanged + runs.count { $0.status == .success || !wait },
            failed: failed
        ).end()
    }

    private func followed(_ runs: [RunView]) async throws -> [RunView] {
        let follower = RunFollower(plane: session.plane, pollInterval: session.context.pollInterval)
        var ended: [RunView] = []
        for run in runs {
            session.console.note("Run \(run.id); it goes on if you leave.")
            ended.append(try await follower.follow(run.id) { _ in })
        }
        return ended
    }
}

/// What `apply --yes --json` answers.
struct AppliedState: Codable, Equatable, Sendable {
    let runs: [RunView]
    let blocked: [PlanView.Target]
    let unchanged: Int
}
