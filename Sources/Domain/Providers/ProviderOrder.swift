package import Contract

/// What an adapter is to do, and what an earlier try of the same order left behind.
package struct ProviderOrder: Equatable, Sendable {
    package enum Action: Equatable, Sendable {
        /// Make this content the one in use; `over` is what is in use now, if anything.
        case install(SkillBundle, over: RemoteReference?)
        /// Take it away; gone already counts as done.
        case remove(skill: String, RemoteReference)
        /// Go back from `current` to `previous`, whose content is `bundle`, by the provider's own method.
        case restore(SkillBundle, current: RemoteReference, previous: RemoteReference)
    }

    /// Also the key under which a repetition is recognised where the provider knows such keys.
    package let task: TaskID
    package let action: Action
    /// The last step an earlier try recorded; its outcome may be unknown and must be looked at before
    /// anything is sent again.
    package let step: StepRecord?
    /// False: find out what had happened, but send nothing that changes anything (a canceled task).
    ///
    /// Throw ``FailureCode/canceled`` when nothing had happened.
    package let mayWrite: Bool
    /// The digest of what somebody else left there, which was looked at and may be replaced or removed.
    ///
    /// For adapters that leave alone what they did not put there themselves.
    package let replaceable: String?
    /// How long this try may take in all.
    package let timeLimit: Duration

    package init(
        task: TaskID,
        action: Action,
        step: StepRecord? = nil,
        mayWrite: Bool = true,
        replaceable: String? = nil,
        timeLimit: Duration = .seconds(60)
    ) {
        self.task = task
        self.action = action
        self.step = step
        self.mayWrite = mayWrite
        self.replaceable = replaceable
        self.timeLimit = timeLimit
    }
}

/// What an adapter is about to do, recorded durably before it does it.
package struct StepRecord: Codable, Equatable, Sendable {
    /// Such as `create` or `flip_default`; shown to people.
    package let name: String
    package let at: Timestamp
    /// What is needed to find out later whether it happened: ids seen before, operation names.
    package let data: [String: String]

    package init(name: String, at: Timestamp, data: [String: String] = [:]) {
        self.name = name
        self.at = at
        self.data = data
    }
}

/// Keeps steps so that a crash between "sent" and "recorded" can be told apart later.
package protocol StepJournal: Sendable {
    /// Returns once the step is durable.
    ///
    /// - Throws: ``ProviderFailure`` with `lease_lost` when this worker no longer holds the task: stop at once.
    func record(_ step: StepRecord) async throws(ProviderFailure)
}

/// How an order ended.
package enum ProviderOutcome: Equatable, Sendable {
    /// It is so at the provider; nil after a removal.
    case done(RemoteReference?)
    /// The provider is still at it; the recorded step says how to go on. Costs no try.
    case waiting(Duration)
}
