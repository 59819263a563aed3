package import Contract

/// One target of a run: one skill version on one provider, from the request to its outcome.
///
/// Every change of state goes through ``applying(_:at:)``; storage saves what it is given.
/// `docs/06-job-lifecycle.md` draws the transitions.
package struct InstallTask: Identifiable, Equatable, Sendable {
    package enum State: Equatable, Sendable {
        case queued(due: Timestamp)
        /// Queued, and not to begin before all of that is over.
        case held(Hold)
        case running(Lease)
        case retryWait(due: Timestamp)
        case success
        case failed
        case canceled
        case skipped
    }

    /// What keeps a queued task from beginning.
    package struct Hold: OptionSet, Equatable, Sendable {
        package let rawValue: Int64

        package init(rawValue: Int64) {
            self.rawValue = rawValue
        }

        /// Somebody has to approve it.
        package static let approval = Hold(rawValue: 1)
        /// Its wave, or its run, begins later.
        package static let wave = Hold(rawValue: 2)
    }

    /// The right to work on a task, held by one worker until `expires`.
    package struct Lease: Equatable, Sendable {
        package let worker: String
        /// Different for every claim: a late worker's save is told apart by it.
        package let token: String
        package let expires: Timestamp

        package init(worker: String, token: String, expires: Timestamp) {
            self.worker = worker
            self.token = token
            self.expires = expires
        }
    }

    /// When a worker took a task.
    package struct Claim: Equatable, Sendable {
        package let at: Timestamp
        /// Since when the task was due then.
        package let due: Timestamp

        package init(at: Timestamp, due: Timestamp) {
            self.at = at
            self.due = due
        }
    }

    /// What stands on the provider, as the ledger knows it.
    package struct Installed: Codable, Equatable, Sendable {
        package let version: Int
        package let digest: String
        package let remote: RemoteReference

        package init(version: Int, digest: String, remote: RemoteReference) {
            self.version = version
            self.digest = digest
            self.remote = remote
        }
    }

    package let id: TaskID
    package let runID: RunID
    package let kind: RunKind
    package let skillID: SkillID
    package let skill: String
    /// The version to stand there afterwards; for a removal, the one to go.
    package let version: Int
    package let digest: String
    package let provider: ProviderID
    package internal(set) var state: State
    /// Tries begun so far.
    package internal(set) var attempt: Int
    package internal(set) var maxAttempts: Int
    /// How often a worker fell silent over it.
    package internal(set) var rescues: Int
    /// Somebody wants it ended; a running try finishes its step first.
    package internal(set) var cancelRequested: Bool
    package internal(set) var lastError: TaskError?
    package internal(set) var step: StepRecord?
    /// What it became at the provider.
    package internal(set) var remote: RemoteReference?
    /// What stood there when it began; a rollback goes back to it.
    package var before: Installed?
    /// For a rollback: what to go back to; nil to remove.
    package let target: Installed?
    /// In which wave of its run it begins, from 1; nil where the run begins all at a time.
    package let wave: Int?
    /// The request that asked for it last: the run's, or that of a retry.
    package internal(set) var requestID: String?
    /// The place in a trace that this request has.
    package var traceParent: TraceParent?
    /// The last one.
    package internal(set) var claim: Claim?
    package internal(set) var startedAt: Timestamp?
    /// When the first try began since it was asked for, or asked for again.
    package internal(set) var begunAt: Timestamp?
    package internal(set) var finishedAt: Timestamp?

    package init(
        id: TaskID,
        runID: RunID,
        kind: RunKind,
        skillID: SkillID,
        skill: String,
        version: Int,
        digest: String,
        provider: ProviderID,
        state: State,
        attempt: Int = 0,
        maxAttempts: Int = 5,
        rescues: Int = 0,
        cancelRequested: Bool = false,
        lastError: TaskError? = nil,
        step: StepRecord? = nil,
        remote: RemoteReference? = nil,
        before: Installed? = nil,
        target: Installed? = nil,
        wave: Int? = nil,
        requestID: String? = nil,
        traceParent: TraceParent? = nil,
        claim: Claim? = nil,
        startedAt: Timestamp? = nil,
        begunAt: Timestamp? = nil,
        finishedAt: Timestamp? = nil
    ) {
        self.id = id
        self.runID = runID
        self.kind = kind
        self.skillID = skillID
        self.skill = skill
        self.version = version
        self.digest = digest
        self.provider = provider
        self.state = state
        (self.attempt, self.maxAttempts, self.rescues) = (attempt, maxAttempts, rescues)
        self.cancelRequested = cancelRequested
        self.lastError = lastError
        (self.step, self.remote) = (step, remote)
        (self.before, self.target, self.wave) = (before, target, wave)
        (self.requestID, self.traceParent) = (requestID, traceParent)
        self.claim = claim
        (self.startedAt, self.begunAt, self.finishedAt) = (startedAt, begunAt, finishedAt)
    }
}

extension InstallTask {
    /// Whether there is nothing to do if what the ledger says is so.
    package var isSettledByLedger: Bool {
        switch (kind, target) {
        case (.install, _): before?.digest == digest
        case (.rollback, let target?): before?.digest == target.digest
        case (.uninstall, _), (.rollback, nil): before == nil
        }
    }
}

extension InstallTask.State {
    /// What keeps it from beginning; nothing where it may begin, or has begun.
    package var hold: InstallTask.Hold {
        if case .held(let hold) = self { hold } else { [] }
    }

    package var status: TaskStatus {
        switch self {
        case .queued, .held: .queued
        case .running: .running
        case .retryWait: .retryWait
        case .success: .success
        case .failed: .failed
        case .canceled: .canceled
        case .skipped: .skipped
        }
    }
}
