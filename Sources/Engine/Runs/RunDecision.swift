import Contract
import Domain
import Store

/// What somebody, or the end of the time for it, decides about a run that waits.
struct RunDecision {
    let isApproved: Bool
    let comment: String?
    /// Who refused or approved it, for the targets that end with it.
    let person: String
    /// When what was looked at was asked for; nil for whatever is asked for now.
    var requestedAt: Timestamp?

    /// Lets the waiting targets begin, or ends them.
    ///
    /// - Parameters:
    ///   - run: That waits.
    ///   - tasks: All of its tasks, locked.
    ///   - obstacles: Why some of those that wait may not begin any more.
    ///   - connection: Of the transaction.
    ///   - now: When.
    /// - Returns: What to save; nothing of `tasks` when none waits.
    /// - Throws: ``StoreError``
    func changes(
        _ run: RunID,
        _ tasks: [InstallTask],
        stopping obstacles: [TaskID: String] = [:],
        _ connection: any Connection,
        at now: Timestamp
    ) throws -> TaskChanges {
        let overtaken = isApproved ? try ApprovalTable(connection).overtaken(in: run) : []
        var changes = TaskChanges([])
        for task in tasks where task.state.hold.contains(.approval) {
            let action: InstallTask.Action =
                if !isApproved {
                    .refuse(refusal)
                } else if overtaken.contains(task.id) {
                    .refuse("What was asked for later has changed this; retry it if it is still wanted.")
                } else if let obstacle = obstacles[task.id] {
                    .refuse("It may not begin any more: \(obstacle)")
                } else {
                    .approve
                }
            changes.tasks.append((old: task, new: try task.applying(action, at: now)))
        }
        changes.decision = .init(isApproved ? .approved : .refused, by: person, comment: comment)
        changes.event = isApproved ? .runApproved : .runRefused
        return changes
    }

    /// Refuses a run whose time for an approval is up; one that was decided about meanwhile stays as it is.
    ///
    /// - Returns: What is to be counted once this is committed.
    /// - Throws: ``StoreError``
    static func refuseExpired(_ run: RunID, _ connection: any Connection, at now: Timestamp) throws
        -> RunTally
    {
        let tasks = try TaskTable(connection).lockAll(of: run)
        guard let approval = try ApprovalTable(connection).find(run), approval.decidedAt == nil,
            approval.expiresAt <= now
        else { return RunTally() }
        let decision = RunDecision(isApproved: false, comment: "Nobody decided in time.", person: "system")
        var changes = try decision.changes(run, tasks, connection, at: now)
        var detail = ["targets": "\(changes.tasks.count)"]
        detail["comment"] = decision.comment
        if approval.state != .pending {
            // A program that knows nothing of approvals canceled it.
            changes.decision = .init(approval.state, by: "system")
            changes.event = nil
            detail["comment"] = nil
        }
        let entry = NewAuditEntry(
            actor: "system",
            action: Operation.refuseRun.rawValue,
            subject: "run:\(run)",
            outcome: "expired",
            source: "system",
            // Nobody asked for this now: it comes from what asked for the targets.
            requestID: (changes.tasks.first?.old ?? tasks.first)?.requestID,
            detail: detail
        )
        return try changes.save(run, audit: entry, ("system", "system", nil), connection, at: now)
    }

    private var refusal: String {
        guard let comment else { return "\(person) refused it." }
        return "\(person) refused it: \(comment)"
    }
}
