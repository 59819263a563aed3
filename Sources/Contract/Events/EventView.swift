/// Something that happened, at its place in the one order of all events.
package struct EventView: Codable, Equatable, Sendable {
    package enum Kind: String, Codable, CaseIterable, Sendable {
        case skillRegistered = "skill.registered"
        case skillYanked = "skill.yanked"
        case providerChanged = "provider.changed"
        case providerChecked = "provider.checked"
        case runQueued = "run.queued"
        case runChanged = "run.changed"
        case approvalRequested = "run.approval_requested"
        case runApproved = "run.approved"
        case runRefused = "run.refused"
        case waveReleased = "run.wave_released"
        /// All targets of a wave have ended, or some were put back to work.
        case waveChanged = "run.wave_changed"
        case runStopped = "run.stopped"
        case taskChanged = "task.changed"
        case taskInterrupted = "task.interrupted"
        case alertChanged = "alert.changed"
        /// How many places of a provider are not as the ledger says has changed, or was looked at.
        case driftChanged = "drift.changed"
    }

    /// Rises with every event; the SSE `id`, to be sent back as `Last-Event-ID`.
    package let position: Int64
    package let kind: Kind
    package let at: Timestamp
    package let runID: RunID?
    package let taskID: TaskID?
    package let skill: String?
    package let provider: ProviderID?
    /// The new state of the run, task or alert, where it is about one; of a provider what became of it.
    package let status: String?
    package let code: FailureCode?

    package init(
        position: Int64,
        kind: Kind,
        at: Timestamp,
        runID: RunID? = nil,
        taskID: TaskID? = nil,
        skill: String? = nil,
        provider: ProviderID? = nil,
        status: String? = nil,
        code: FailureCode? = nil
    ) {
        self.position = position
        self.kind = kind
        self.at = at
        self.runID = runID
        self.taskID = taskID
        self.skill = skill
        self.provider = provider
        self.status = status
        self.code = code
    }

    enum CodingKeys: String, CodingKey {
        case position
        case kind
        case at
        case runID = "run_id"
        case taskID = "task_id"
        case skill
        case provider
        case status
        case code
    }
}

/// What a follower of the events gets.
package enum EventFeedItem: Equatable, Sendable {
    case event(EventView)
    /// Too much was missed to replay: read everything anew and go on from this position.
    case resync(position: Int64)
}

/// What a follower gets at once: never empty, and the same for all who stand at the same place.
package enum EventBatch: Equatable, Sendable {
    case events([EventView])
    /// As ``EventFeedItem/resync(position:)``.
    case resync(position: Int64)

    package var items: [EventFeedItem] {
        switch self {
        case .events(let events): events.map(EventFeedItem.event)
        case .resync(let position): [.resync(position: position)]
        }
    }
}
