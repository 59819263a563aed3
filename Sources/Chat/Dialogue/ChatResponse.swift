package import Contract

/// What a command is answered with before anything is carried out.
package struct ChatResponse: Sendable {
    package let outcome: ChatOutcome
    /// With its run named, where it spoke of the last one.
    package let command: ChatCommand
    package let reply: ChatReply
    /// There for a change that can be confirmed.
    package let plan: ChatPlan?

    init(_ outcome: ChatOutcome, _ command: ChatCommand, _ reply: ChatReply, plan: ChatPlan? = nil) {
        self.outcome = outcome
        self.command = command
        self.reply = reply
        self.plan = plan
    }
}

/// What a change would do.
package struct ChatPlan: Sendable {
    /// What has to stay the same until somebody has confirmed it.
    package enum Basis: Equatable, Sendable {
        /// The hash of the run's plan.
        case plan(hash: String)
        /// What was looked at, as text.
        case state(String)
    }

    /// A place that it changes.
    package struct Place: Hashable, Sendable {
        package let skill: String?
        package let provider: ProviderID

        init(_ skill: String?, _ provider: ProviderID) {
            self.skill = skill
            self.provider = provider
        }
    }

    /// In sentences.
    package var effects: [String]
    package let basis: Basis
    /// What becomes of each target, the first ``ChatProposal/maximumTargets``.
    package private(set) var targets: [PlanView.Target]?
    package private(set) var omitted: Int?
    /// The run to be started.
    package var request: RunRequest?
    /// The run to be undone.
    package var undoes: RunID?
    /// When the approval was asked for that is decided upon.
    package var askedAt: Timestamp?
    /// The targets of a run that are tried again or undone.
    package var tasks: Set<TaskID> = []
    package var places: Set<Place>

    init(_ effects: [String], _ basis: Basis, places: Set<Place> = []) {
        self.effects = effects
        self.basis = basis
        self.places = places
    }

    mutating func show(_ all: [PlanView.Target]) {
        targets = Array(all.prefix(ChatProposal.maximumTargets))
        omitted = all.count > ChatProposal.maximumTargets ? all.count - ChatProposal.maximumTargets : nil
    }
}

/// A change that was confirmed, with what it takes to carry it out.
package struct ChatOrder: Sendable {
    /// With its run named.
    package let command: ChatCommand
    /// The line that asked for it: the reason, where something takes one and the command has none.
    package let line: String
    /// The same for the same confirmation, so that a run is started once.
    package let key: String
    /// The run that was planned.
    package let request: RunRequest?
    /// The run to be undone.
    package let undoes: RunID?
    /// When the approval was asked for that is decided upon.
    package var askedAt: Timestamp?
    /// The targets of a run that were shown.
    package var tasks: Set<TaskID> = []

    package init(
        _ command: ChatCommand,
        saidAs line: String,
        key: String,
        starting request: RunRequest?,
        undoing undoes: RunID?
    ) {
        self.command = command
        self.line = line
        self.key = key
        self.request = request
        self.undoes = undoes
    }
}

/// What came of carrying a change out.
package struct ChatDeed: Sendable {
    package let reply: ChatReply
    /// The run that it began or changed.
    package let runID: RunID?

    package init(reply: ChatReply, runID: RunID? = nil) {
        self.reply = reply
        self.runID = runID
    }
}
