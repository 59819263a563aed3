import Contract
import Domain
import Store

/// What becomes of tasks of one run at a person's wish.
struct TaskChanges {
    var tasks: [(old: InstallTask, new: InstallTask)]
    /// The approval that some of them wait for from now on.
    var request: ApprovalTable.Request?
    /// How the approval ended that some of them waited for.
    var decision: ApprovalTable.Decision?
    /// Whether what the run was refused for is over, unless it is asked for anew.
    var endsRefusal = false
    /// Of the run, beside those of its targets.
    var event: EventView.Kind?

    init(_ tasks: [(InstallTask, InstallTask)]) {
        self.tasks = tasks.map { (old: $0, new: $1) }
    }

    /// Saves it all with the run, the events and the audit entries.
    ///
    /// The row of the run comes last, as ``RunChanges`` has it.
    func save(
        _ run: RunID,
        audit entry: NewAuditEntry,
        by caller: Caller,
        _ connection: any Connection,
        at now: Timestamp
    ) throws {
        let actor = (name: caller.name, source: caller.source.rawValue, requestID: Optional(caller.requestID))
        try save(run, audit: entry, actor, connection, at: now)
    }

    /// The same for somebody, or something without a request: what is written then names the one that each task is
    /// there for.
    func save(
        _ run: RunID,
        audit entry: NewAuditEntry,
        _ actor: (name: String, source: String, requestID: String?),
        _ connection: any Connection,
        at now: Timestamp
    ) throws {
        var changes = RunChanges()
        changes.note(entry)
        try TaskTable(connection).save(tasks.map { .init($0.new, over: $0.old.state) }, at: now)
        if let event { changes.announce(NewEvent(event, runID: run)) }
        for (old, new) in tasks {
            changes.move(
                run,
                from: old.state.status,
                to: new.state.status,
                by: actor.requestID ?? new.requestID
            )
            changes.announce(.changed(new))
            guard new.state.status.isFinal else { continue }
            changes.note(
                .finished(new, actor: actor.name, source: actor.source, requestID: actor.requestID)
            )
        }
        try changes.apply(connection, at: now)
        let approvals = ApprovalTable(connection)
        if let request { try approvals.request(request, for: run) }
        if endsRefusal, request == nil { try approvals.forgetRefusal(of: run) }
        if let decision {
            let begun = tasks.filter { $0.old.state == .held && $0.new.state != .canceled }
            try approvals.decide(
                run,
                decision,
                letting: decision.state == .approved ? begun.map(\.new.id) : [],
                at: now
            )
        } else if request == nil, tasks.contains(where: { $0.old.state == .held }) {
            // Canceled while it waited.
            try approvals.decide(run, .init(.canceled, by: actor.name), at: now)
        }
    }
}
