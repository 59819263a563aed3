import Contract
import Store

/// What one transaction ended, to be counted once it is committed.
struct RunTally: Equatable, Sendable {
    struct Run: Equatable, Sendable {
        let kind: RunKind
        let status: RunStatus
    }

    struct Target: Equatable, Sendable {
        let provider: ProviderID
        let status: TaskStatus
        /// Why it failed.
        let code: FailureCode?
    }

    var runs: [Run] = []
    var targets: [Target] = []
    /// How the tries ended that are in the history from now on.
    var tries: [String] = []
    /// The states that breakers came into.
    var breakers: [BreakerView.State] = []

    mutating func add(_ other: RunTally) {
        runs += other.runs
        targets += other.targets
        tries += other.tries
        breakers += other.breakers
    }
}

extension RunTally.Target {
    /// Nil for an event that ends no target: every end of one has such an event in its own transaction.
    init?(_ event: NewEvent) {
        guard event.taskID != nil, let provider = event.provider,
            let status = event.status.flatMap(TaskStatus.init(rawValue:)), status.isFinal
        else { return nil }
        self.init(provider: provider, status: status, code: status == .failed ? event.code : nil)
    }
}
