package import Contract
import Domain
import Store

extension EngineSession {
    package func approveRun(_ id: RunID, comment: String?, requestedAt: Timestamp?) async throws(Problem)
        -> RunView
    {
        try await carryOut(.approveRun, on: "run:\(id)") {
            try await decide(
                id,
                .approveRun,
                RunDecision(
                    isApproved: true,
                    comment: comment,
                    person: signedIn.name,
                    requestedAt: requestedAt
                )
            )
        }
    }

    package func refuseRun(_ id: RunID, comment: String) async throws(Problem) -> RunView {
        try await refuseRun(id, comment: comment, requestedAt: nil)
    }

    package func refuseRun(_ id: RunID, comment: String, requestedAt: Timestamp?) async throws(Problem)
        -> RunView
    {
        try await carryOut(.refuseRun, on: "run:\(id)") {
            guard !comment.allSatisfy(\.isWhitespace) else {
                let fault = Problem.Fault(
                    "/comment",
                    .required,
                    as: "refusal_comment",
                    "A refusal says why."
                )
                throw Problem(
                    .validationFailed,
                    as: "comment",
                    "The comment cannot be taken.",
                    errors: [fault]
                )
            }
            return try await decide(
                id,
                .refuseRun,
                RunDecision(
                    isApproved: false,
                    comment: comment,
                    person: signedIn.name,
                    requestedAt: requestedAt
                )
            )
        }
    }

    private func decide(_ id: RunID, _ operation: Operation, _ decision: RunDecision) async throws(Problem)
        -> RunView
    {
        try RunRequestRules.require(comment: decision.comment)
        let now = engine.now()
        let (run, tally) = try await answer {
            try await withVerdicts {
                try await engine.database.write { connection -> (RunView?, RunTally) in
                    // What was asked for later and would be undone by it does not begin meanwhile.
                    if decision.isApproved { try TaskTable(connection).lockOutOthers() }
                    guard try RunTable(connection).find(id) != nil else { return (nil, RunTally()) }
                    // From here on nobody else cancels, approves or refuses it.
                    let tasks = try TaskTable(connection).lockAll(of: id)
                    let tally = try decide(id, operation, decision, tasks, connection, at: now)
                    return (try Self.whole(id, connection: connection, at: now), tally)
                }
            }
        }
        guard let run else { throw .missing(run: id) }
        EngineMetrics.count(tally)
        engine.signals.announce(.work)
        engine.signals.announce(.events)
        return run
    }

    private func decide(
        _ id: RunID,
        _ operation: Operation,
        _ decision: RunDecision,
        _ tasks: [InstallTask],
        _ connection: any Connection,
        at now: Timestamp
    ) throws -> RunTally {
        let table = ApprovalTable(connection)
        guard let approval = try table.find(id) else {
            throw Problem(.conflict, as: "no_approval", "Run \(id, as: "run") waits for no approval.")
        }
        let asked = try table.targets(of: id)
        try requireScope(operation, tasks.filter { asked[$0.id] != nil }, of: tasks, connection)
        guard try approval.isOpen(for: decision, id, at: now) else { return RunTally() }
        let held = tasks.filter { $0.state.hold.contains(.approval) }
        var obstacles: [TaskID: String] = [:]
        if decision.isApproved {
            try requireSecondPair(of: approval, held, id, connection)
            let planner = RunPlanner(connection, preflights: engine.preflights, scans: engine.scans, at: now)
            obstacles = try planner.obstacles(to: held)
        }
        let changes = try decision.changes(id, tasks, stopping: obstacles, connection, at: now)
        var detail = ["targets": "\(changes.tasks.count)"]
        detail["comment"] = decision.comment
        let ended = changes.tasks.count { $0.new.state.status.isFinal }
        if decision.isApproved, ended > 0 { detail["not_begun"] = "\(ended)" }
        let audited = entry(operation.rawValue, on: "run:\(id)", detail: detail)
        return try changes.save(id, audit: audited, by: signedIn, connection, at: now)
    }

    /// Refuses whoever is not a second pair of eyes where one was wanted, or is wanted now.
    private func requireSecondPair(
        of approval: RunApproval,
        _ held: [InstallTask],
        _ run: RunID,
        _ connection: any Connection
    ) throws {
        let isWanted = try Set(held.map(\.provider)).contains { id in
            let settings = try ProviderTable(connection).find(id)?.settings
            return settings.map { $0.fourEyes && $0.approval != .none } ?? false
        }
        guard approval.fourEyes || isWanted else { return }
        if approval.requestedBy.contains(signedIn.name) { throw Denial.ownRun(.approveRun, run) }
        guard let account = signedIn.account else { throw Denial.nobody(.approveRun, run) }
        let accounts = try ApprovalTable(connection).accounts(of: run)
        guard !accounts.contains(account) else { throw Denial.ownRun(.approveRun, run) }
        // Where it was wanted from the start, nobody could ask who may approve and is not known by an account.
        guard approval.fourEyes || accounts.count == approval.requestedBy.count else {
            let detail: Phrase = """
                Two people are wanted for run \(run, as: "run") now, and it was asked for without an account; refuse \
                it and ask anew.
                """
            throw Problem(.conflict, as: "approval_unowned", detail)
        }
    }
}

extension RunApproval {
    /// Whether there is still something to decide; nothing when it was decided just so before.
    ///
    /// - Throws: ``Problem`` when it was decided otherwise, or the time for it is up.
    fileprivate func isOpen(for decision: RunDecision, _ run: RunID, at now: Timestamp) throws(Problem)
        -> Bool
    {
        switch state {
        case .pending where now < expiresAt:
            guard decision.requestedAt.map({ $0 == requestedAt }) ?? true else {
                let detail: Phrase = """
                    What run \(run, as: "run") waits for has changed since you looked; look at it again.
                    """
                throw Problem(.conflict, as: "approval_changed", detail)
            }
            return true
        case .approved where decision.isApproved, .refused where !decision.isApproved: return false
        case .pending:
            let detail: Phrase = "The time to decide about run \(run, as: "run") is up; it counts as refused."
            throw Problem(.conflict, as: "approval_expired", detail)
        case .approved:
            let detail: Phrase = """
                Run \(run, as: "run") was approved by \(decidedBy ?? "", as: "person") already; cancel it to stop it.
                """
            throw Problem(.conflict, as: "approval_given", detail)
        case .refused:
            let detail: Phrase = """
                Run \(run, as: "run") was refused by \(decidedBy ?? "", as: "person") already; retry it to ask again.
                """
            throw Problem(.conflict, as: "approval_refused", detail)
        case .canceled:
            let detail: Phrase = "Run \(run, as: "run") was canceled while it waited."
            throw Problem(.conflict, as: "approval_canceled", detail)
        }
    }
}
