import Contract
import Domain

/// How a task's state lies in its columns.
struct TaskColumns {
    /// When a task is due that waits for an approval or its wave: never, also to programs that know nothing of either.
    ///
    /// It is the last second that RFC 3339 can write.
    static let never = Timestamp(microseconds: 253_402_300_799_000_000)

    var due: Timestamp?
    var lease: InstallTask.Lease?
    /// What it waits for while it is never due.
    var hold: InstallTask.Hold?

    init(_ state: InstallTask.State) {
        switch state {
        case .queued(let due), .retryWait(let due): self.due = due
        case .held(let hold): (due, self.hold) = (Self.never, hold)
        case .running(let lease): self.lease = lease
        case .success, .failed, .canceled, .skipped: break
        }
    }
}

extension InstallTask {
    init(row: Row) throws(StoreError) {
        let request = row.optionalText("request_id")
        // An older program may have had it asked for again without a word of when it began.
        let begunAt = row.optionalText("begun_for") == request ? row.optionalTime("begun_at") : nil
        self.init(
            id: try row.identifier("id"),
            runID: try row.identifier("run_id"),
            kind: try row.word("kind"),
            skillID: try row.identifier("skill_id"),
            skill: try row.text("skill"),
            version: try row.int("version"),
            digest: try row.text("digest"),
            provider: try row.identifier("provider_id"),
            state: try State(row: row),
            attempt: try row.int("attempt"),
            maxAttempts: try row.int("max_attempts"),
            rescues: try row.int("rescues"),
            cancelRequested: try row.flag("cancel_requested"),
            lastError: try row.optionalJSON("error"),
            step: try row.optionalJSON("step"),
            remote: row.optionalText("remote_id").map { id in
                RemoteReference(id: id, version: row.optionalText("remote_version"))
            },
            before: try row.optionalJSON("before"),
            target: try row.optionalJSON("target"),
            wave: row.optionalInteger("wave").map { Int($0) },
            requestID: request,
            traceParent: row.optionalText("traceparent").flatMap(TraceParent.init),
            claim: row.optionalTime("claimed_at").map { at in
                InstallTask.Claim(at: at, due: row.optionalTime("claimed_due") ?? at)
            },
            startedAt: row.optionalTime("started_at"),
            begunAt: begunAt,
            finishedAt: row.optionalTime("finished_at")
        )
    }
}

extension InstallTask.State {
    init(row: Row) throws(StoreError) {
        let status: TaskStatus = try row.word("status")
        switch status {
        case .queued:
            let due = try row.time("due_at")
            // Programs that know nothing of waves wrote down that it waits, and not what for.
            let hold = row.optionalInteger("held_for").map(InstallTask.Hold.init) ?? .approval
            self = due < TaskColumns.never ? .queued(due: due) : .held(hold)
        case .retryWait: self = .retryWait(due: try row.time("due_at"))
        case .running:
            let lease = InstallTask.Lease(
                worker: try row.text("lease_worker"),
                token: try row.text("lease_token"),
                expires: try row.time("lease_expires_at")
            )
            self = .running(lease)
        case .success: self = .success
        case .failed: self = .failed
        case .canceled: self = .canceled
        case .skipped: self = .skipped
        }
    }
}

extension Encodable {
    /// This value as the JSON text of a column.
    func columnText() throws(StoreError) -> String {
        do { return try JSON.text(self) } catch { throw .rejected("a value that JSON cannot hold") }
    }
}
