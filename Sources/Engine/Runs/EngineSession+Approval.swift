package import Contract
import Domain
import Store

extension EngineSession {
    package func approveRun(_ id: RunID, comment: String?) async throws(Problem) -> RunView {
        try await carryOut(.approveRun, on: "run:\(id)") {
            try await decide(
                id,
                .approveRun,
                RunDecision(isApproved: true, comment: comment, person: signedIn.name)
            )
        }
    }

    package func refuseRun(_ id: RunID, comment: String) async throws(Problem) -> RunView {
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
                RunDecision(isApproved: false, comment: comment, person: signedIn.name)
            )
        }
    }

    private func decide(_ id: RunID, _ operation: Operation, _ decision: RunDecision) async throws(Problem)
        -> RunView
    {
        try RunRequestRules.require(comment: decision.comment)
        let now = engine.now()
        let run = try await answer {
            try await engine.database.write { connection -> RunView? in
                guard try RunTable(connection).find(id) != nil else { return nil }
                // From here on nobody else cancels, approves or refuses it.
                let tasks = try TaskTable(connection).lockAll(of: id)
                try decide(id, operation, decision, tasks, connection, at: now)
                return try Self.whole(id, connection: connection)
            }
        }
        guard let run else { throw .missing(run: id) }
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
    ) throws {
        let table = ApprovalTable(connection)
        guard let approval = try table.find(id) else {
            throw Problem(.conflict, as: "no_approval", "Run \(id, as: "run") waits for no approval.")
        }
        let asked = try table.targets(of: id)
        try requireScope(operation, tasks.filter { asked[$0.id] != nil }, of: tasks, connection)
        guard try approval.isOpen(for: decision, id, at: now) else { return }
        if decision.isApproved, approval.fourEyes {
            let accounts = try table.accounts(of: id)
            let isOwn = approval.requestedBy.contains(signedIn.name)
            if isOwn || signedIn.account.map(accounts.contains) ?? false {
                throw Denial.ownRun(operation, id)
            }
        }
        let changes = try decision.changes(id, tasks, connection, at: now)
        var detail = ["targets": "\(changes.tasks.count)"]
        detail["comment"] = decision.comment
        let overtaken = changes.tasks.count { $0.new.state.status.isFinal }
        if decision.isApproved, overtaken > 0 { detail["overtaken"] = "\(overtaken)" }
        let audited = entry(operation.rawValue, on: "run:\(id)", detail: detail)
        try changes.save(id, audit: audited, by: signedIn, connection, at: now)
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
        case .pending where now < expiresAt: return true
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
