/// A line that was said, what it was understood as, and what came of it.
package struct ChatTurn: Codable, Equatable, Sendable {
    package let id: ChatTurnID
    package let thread: ChatThreadID
    package let text: String
    package let saidAt: Timestamp
    /// Of the answer.
    package let locale: ChatLanguage
    package let outcome: ChatOutcome
    /// What was understood; absent where it was no command.
    ///
    /// `last` and `last_failed` are resolved: it names the run.
    package let command: ChatCommand?
    /// The canonical form of the command, in the language of the answer; said again, it is the same command.
    package let canonical: String?
    package let reply: ChatReply
    /// There for a change that was understood, whatever became of it.
    package let proposal: ChatProposal?
    /// The run that it began or changed.
    package let runID: RunID?
    /// That run as it is now; absent where the caller may no longer see it.
    package let run: RunView?

    package init(
        id: ChatTurnID,
        thread: ChatThreadID,
        text: String,
        saidAt: Timestamp,
        locale: ChatLanguage,
        outcome: ChatOutcome,
        command: ChatCommand?,
        canonical: String?,
        reply: ChatReply,
        proposal: ChatProposal? = nil,
        runID: RunID? = nil,
        run: RunView? = nil
    ) {
        self.id = id
        self.thread = thread
        self.text = text
        self.saidAt = saidAt
        self.locale = locale
        self.outcome = outcome
        self.command = command
        self.canonical = canonical
        self.reply = reply
        self.proposal = proposal
        self.runID = runID
        self.run = run
    }

    enum CodingKeys: String, CodingKey {
        case id
        case thread
        case text
        case saidAt = "said_at"
        case locale
        case outcome
        case command
        case canonical
        case reply
        case proposal
        case runID = "run_id"
        case run
    }
}

/// What became of a line.
package enum ChatOutcome: String, Codable, CaseIterable, Sendable {
    /// Something was read and answered.
    case answered
    /// It was unclear; the answer asks.
    case asked
    case notUnderstood = "not_understood"
    /// The command was understood and refused; the answer says why.
    case refused
    /// A change waits for its confirmation.
    case proposed
    /// It was confirmed and is being carried out, or was when the server went away; confirming it again is safe.
    case confirmed
    case done
    /// Withdrawn by whoever said it.
    case dismissed
    /// Nobody confirmed it in time.
    case expired
    /// Its plan was another one when it was confirmed.
    case void
}

/// A change that waits for whoever asked for it.
package struct ChatProposal: Codable, Equatable, Sendable {
    /// How long it can be confirmed.
    package static let lifetime = Duration.seconds(300)
    /// The most targets that are shown one by one.
    package static let maximumTargets = 50

    /// To be sent with the confirmation; stays the same as long as the plan does.
    package let planHash: String
    package let expiresAt: Timestamp
    /// What it would do, in sentences of the answer's language.
    package let effects: [String]
    /// What it would do to each target; the first of them, and absent where it is about none.
    package let targets: [PlanView.Target]?
    /// How many targets more there are.
    package let omitted: Int?

    package init(
        planHash: String,
        expiresAt: Timestamp,
        effects: [String],
        targets: [PlanView.Target]? = nil,
        omitted: Int? = nil
    ) {
        self.planHash = planHash
        self.expiresAt = expiresAt
        self.effects = effects
        self.targets = targets
        self.omitted = omitted
    }

    enum CodingKeys: String, CodingKey {
        case planHash = "plan_hash"
        case expiresAt = "expires_at"
        case effects
        case targets
        case omitted
    }
}

/// An answer as text, and as what the text is made from.
package struct ChatReply: Codable, Equatable, Sendable {
    /// The most that is listed of anything; of commands, there are all.
    package static let maximumItems = 20

    /// Plain text in lines.
    package let text: String
    /// What a question can be answered with: lines to say, at most five.
    package var choices: [ChatChoice]?
    package var plan: PlanView?
    package var runs: [RunView]?
    package var skills: [SkillView]?
    package var installations: [InstallationView]?
    package var providers: [ProviderView]?
    package var alerts: [AlertView]?
    package var audit: [AuditEntryView]?
    package var preflights: [PreflightMatrix]?
    package var commands: [ChatCommandHelp]?
    /// Why the command was refused.
    package var problem: Problem?

    package init(_ text: String) {
        self.text = text
    }
}

/// One answer to a question.
package struct ChatChoice: Codable, Equatable, Sendable {
    /// To be shown.
    package let label: String
    /// To be said when it is chosen; absent where the line has to be said anew with it.
    package let line: String?

    package init(label: String, line: String? = nil) {
        self.label = label
        self.line = line
    }
}
