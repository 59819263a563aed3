/// A run as the API, the pages and the CLI show it.
package struct RunView: Codable, Equatable, Sendable {
    package let id: RunID
    package let kind: RunKind
    package let status: RunStatus
    package let requestedBy: String
    package let source: CommandSource
    package let reason: String?
    /// The run this one undoes.
    package let parentRunID: RunID?
    package let createdAt: Timestamp
    package let startedAt: Timestamp?
    package let finishedAt: Timestamp?
    package let counts: TaskCounts
    /// The approval that it waits or waited for; absent where none was needed.
    package let approval: RunApproval?
    /// The request that asked for it, by its `X-Request-Id`; absent for what is older than this being kept.
    package let requestID: String?
    /// The trace that its request belongs to; absent for what is older than this being kept.
    package let traceID: String?
    /// What keeps its open targets from beginning, in a single run's answer; absent where nothing does.
    package let gates: [ClosedGate]?
    /// When it is to begin, or was to; absent where that was at once.
    package let startAt: Timestamp?
    /// Its waves, in a single run's answer; absent where it has none.
    package let waves: RunWavesView?
    /// Every target in a single run's answer; absent in lists.
    package let tasks: [TaskView]?

    package init(
        id: RunID,
        kind: RunKind,
        status: RunStatus,
        requestedBy: String,
        source: CommandSource,
        reason: String?,
        parentRunID: RunID?,
        createdAt: Timestamp,
        startedAt: Timestamp?,
        finishedAt: Timestamp?,
        counts: TaskCounts,
        approval: RunApproval? = nil,
        requestID: String? = nil,
        traceID: String? = nil,
        gates: [ClosedGate]? = nil,
        startAt: Timestamp? = nil,
        waves: RunWavesView? = nil,
        tasks: [TaskView]?
    ) {
        self.id = id
        self.kind = kind
        self.status = status
        self.requestedBy = requestedBy
        self.source = source
        self.reason = reason
        self.parentRunID = parentRunID
        self.createdAt = createdAt
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.counts = counts
        self.approval = approval
        self.requestID = requestID
        self.traceID = traceID
        self.gates = gates
        self.startAt = startAt
        self.waves = waves
        self.tasks = tasks
    }

    enum CodingKeys: String, CodingKey {
        case id
        case kind
        case status
        case requestedBy = "requested_by"
        case source
        case reason
        case parentRunID = "parent_run_id"
        case createdAt = "created_at"
        case startedAt = "started_at"
        case finishedAt = "finished_at"
        case counts
        case approval
        case requestID = "request_id"
        case traceID = "trace_id"
        case gates
        case startAt = "start_at"
        case waves
        case tasks
    }
}
