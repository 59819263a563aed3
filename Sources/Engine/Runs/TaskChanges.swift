import Contract
import Domain
import Store

/// What becomes of tasks of one run at a person's wish.
struct TaskChanges {
    /// Whoever does it, with the request that asked for it.
    typealias Doer = (name: String, source: String, request: (id: String, trace: TraceParent?)?)
    /// What becomes of one run, with the entry that tells of it.
    typealias OfRun = (run: RunID, changes: TaskChanges, entry: NewAuditEntry)

    var tasks: [(old: InstallTask, new: InstallTask)]
    /// The approval that some of them wait for from now on.
    var request: ApprovalTable.Request?
    /// How the approval ended that some of them waited for.
    var decision: ApprovalTable.Decision?
    /// Whether what the run was refused for is over, unless it is asked for anew.
    var endsRefusal = false
    /// How far the run's waves have come by it, if it has any.
    var rollout: RunRollout?
    /// Of the run, beside those of its targets.
    var event: EventView.Kind?
    /// Why others that were asked for stay as they are.
    var obstacles: [TaskID: String] = [:]

    init(_ tasks: [(InstallTask, InstallTask)]) {
        self.tasks = tasks.map { (old: $0, new: $1) }
    }

    /// Saves it all with the run, the events and the audit entries.
    ///
    /// The row of the run comes last, as ``RunChanges`` has it.
    ///
    /// - Returns: What is to be counted once this is committed.
    func save(
        _ run: RunID,
        audit entry: NewAuditEntry,
        by caller: Caller,
        _ connection: any Connection,
        at now: Timestamp
    ) throws -> RunTally {
        try Self.save([(run: run, changes: self, entry: entry)], by: caller, connection, at: now)
    }

    /// The same for several runs at once.
    ///
    /// - Parameters:
    ///   - all: What becomes of which, each with the entry that tells of it.
    ///   - entries: What else is to be told, of what was refused.
    ///   - caller: Who asks.
    ///   - connection: Of the transaction.
    ///   - now: When.
    /// - Returns: What is to be counted once this is committed.
    /// - Throws: ``StoreError``
    static func save(
        _ all: [OfRun],
        beside entries: [NewAuditEntry] = [],
        by caller: Caller,
        _ connection: any Connection,
        at now: Timestamp
    ) throws -> RunTally {
        let request = Optional((id: caller.requestID, trace: caller.trace))
        let actor = (name: caller.name, source: caller.source.rawValue, request: request)
        return try save(all, beside: entries, actor, connection, at: now)
    }

    /// The same for somebody, or something without a request: what is written then names the one that each task is
    /// there for.
    func save(
        _ run: RunID,
        audit entry: NewAuditEntry,
        _ actor: Doer,
        _ connection: any Connection,
        at now: Timestamp
    ) throws -> RunTally {
        try Self.save([(run: run, changes: self, entry: entry)], actor, connection, at: now)
    }

    /// All tasks come first and the rows of the runs last, as ``RunChanges`` has it.
    private static func save(
        _ all: [OfRun],
        beside entries: [NewAuditEntry] = [],
        _ actor: Doer,
        _ connection: any Connection,
        at now: Timestamp
    ) throws -> RunTally {
        var changes = RunChanges()
        for entry in entries { changes.note(entry) }
        let moved = all.flatMap { $0.changes.tasks }
        try TaskTable(connection).save(moved.map { .init($0.new, over: $0.old.state) }, at: now)
        for (run, own, entry) in all {
            changes.note(entry)
            own.tell(run, actor, in: &changes)
        }
        try changes.apply(connection, at: now)
        for (run, own, _) in all { try own.saveApproval(of: run, by: actor, connection, at: now) }
        return changes.tally
    }

    private func tell(_ run: RunID, _ actor: Doer, in changes: inout RunChanges) {
        if let event { changes.announce(NewEvent(event, runID: run)) }
        for (old, new) in tasks {
            changes.move(
                run,
                from: old.state.status,
                to: new.state.status,
                by: actor.request?.id ?? new.requestID,
                in: actor.request.map { $0.trace } ?? new.traceParent
            )
            changes.announce(.changed(new))
            guard new.state.status.isFinal else { continue }
            changes.note(
                .finished(new, actor: actor.name, source: actor.source, by: actor.request)
            )
        }
    }

    /// What a run waits for, and how far its waves have come.
    private func saveApproval(
        of run: RunID,
        by actor: Doer,
        _ connection: any Connection,
        at now: Timestamp
    ) throws {
        let approvals = ApprovalTable(connection)
        if let rollout { try WaveTable(connection).save(rollout, of: run) }
        if let request { try approvals.request(request, for: run) }
        if endsRefusal, request == nil { try approvals.forgetRefusal(of: run) }
        if let decision {
            try approvals.decide(
                run,
                decision,
                letting: decision.state == .approved ? begun : [],
                at: now
            )
        } else if request == nil, endsWaiting {
            // Canceled while it waited.
            try approvals.decide(run, .init(.canceled, by: actor.name), at: now)
        }
    }

    /// The targets that may be changed by it.
    ///
    /// What takes up waves again that are rolled back when they stop may in the end undo all that the run did.
    func touched(of all: [InstallTask]) -> [InstallTask] {
        guard let rollout, rollout.state == .open, rollout.undoesWhatItStops else { return tasks.map(\.old) }
        return all
    }

    /// - Throws: ``Problem`` when the waves that are taken up again would be stopped at once by what has ended before
    ///   and may not begin again.
    func requireGoingOn(_ run: RunID, _ all: [InstallTask], at now: Timestamp) throws(Problem) {
        guard let rollout else { return }
        let new = Dictionary(uniqueKeysWithValues: tasks.map { ($0.new.id, $0.new) })
        let counts = all.map { new[$0.id] ?? $0 }.countsByWave
        guard case .stop = rollout.next(counts, at: now) else { return }
        let detail: Phrase = """
            Run \(run, as: "run") would be stopped again at once by targets that may not begin again; start a new one \
            without them.
            """
        throw Problem(.conflict, as: "retry_stopped", detail)
    }

    /// Those that waited for an approval and need none any more.
    private var begun: [TaskID] {
        tasks.filter { $0.old.state.hold.contains(.approval) && $0.new.state != .canceled }.map(\.new.id)
    }

    /// Whether something waits for its approval no longer.
    private var endsWaiting: Bool {
        tasks.contains {
            $0.old.state.hold.contains(.approval) && !$0.new.state.hold.contains(.approval)
        }
    }
}
