import Contract

extension SampleRuns {
    /// Two targets, of which one waits for an approval.
    static func waiting() -> RunView {
        let approval = waitingApproval()
        let begun = approval.requestedAt
        return RunView(
            id: waitingID,
            kind: .install,
            status: .queued,
            requestedBy: "jin",
            source: .web,
            reason: "Version 2 for the writers",
            parentRunID: nil,
            createdAt: begun,
            startedAt: nil,
            finishedAt: nil,
            counts: TaskCounts(),
            approval: approval,
            tasks: nil
        ).with(targets: [waits("claude", 1, awaits: true), waits("openai", 2, awaits: false)])
    }

    private static func waitingApproval() -> RunApproval {
        let begun = (Timestamp("2026-11-22T09:00:00Z") ?? Timestamp(microseconds: 0))
        return RunApproval(
            state: .pending,
            reasons: [
                Finding(
                    .warning,
                    "approval.scripts",
                    as: "one",
                    path: "scripts/collect.py",
                    """
                    A file of \("release-notes", as: "skill")@\(2, as: "version") can run: \
                    \("scripts/collect.py", as: "place").
                    """,
                    fix: "An approver reads what would run and decides."
                ),
                Finding(
                    .warning,
                    "approval.signer",
                    as: "none",
                    path: nil,
                    "Nobody signed \("release-notes", as: "skill")@\(2, as: "version").",
                    fix: """
                        An approver looks at it and decides; a version that a known signer signed needs no look for this.
                        """
                ),
            ],
            providers: [ProviderID(rawValue: "claude")],
            targets: 1,
            fourEyes: true,
            requestedBy: ["jin"],
            requestedAt: begun,
            expiresAt: begun + .seconds(7 * 24 * 3600)
        )
    }

    private static func waits(_ provider: String, _ number: Int, awaits: Bool) -> TaskView {
        TaskView(
            id: TaskID(rawValue: "019abcde-f012-7a3c-8d5e-00000000006\(number)"),
            skill: "release-notes",
            version: 2,
            provider: ProviderID(rawValue: provider),
            status: .queued,
            attempt: 0,
            maxAttempts: 5,
            nextAttemptAt: nil,
            startedAt: nil,
            finishedAt: nil,
            error: nil,
            remote: nil,
            step: nil,
            awaitsApproval: awaits ? true : nil,
            attempts: []
        )
    }

    /// Decides about a run that waits; nil when it does not.
    func decide(_ id: RunID, _ state: RunApproval.State, _ comment: String?) -> RunView? {
        guard let run = find(id), let approval = run.approval, approval.state == .pending else { return nil }
        let decided = RunApproval(
            state: state,
            reasons: approval.reasons,
            providers: approval.providers,
            targets: approval.targets,
            fourEyes: approval.fourEyes,
            requestedBy: approval.requestedBy,
            requestedAt: approval.requestedAt,
            expiresAt: approval.expiresAt,
            decidedBy: "mina",
            decidedAt: approval.requestedAt + .seconds(720),
            comment: comment
        )
        let next = run.decided(decided)
        add(next)
        return next
    }
}

extension RunView {
    fileprivate func decided(_ approval: RunApproval) -> RunView {
        let isRefused = approval.state == .refused
        return with(approval).with(
            targets: (tasks ?? []).map { task in
                task.awaitsApproval == true ? task.with(status: isRefused ? .canceled : .queued) : task
            }
        )
    }
}
