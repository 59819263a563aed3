import Contract

/// A change as it was proposed, with its buttons as long as they do something: template `chat/proposal`.
struct ChatProposalModel: Sendable {
    /// How long it can still be confirmed.
    struct Expiry: Sendable {
        let iso: String
        let exact: String
        /// Seconds from when the page was made: the visitor's clock may go wrong.
        let seconds: Int
        /// As a clock shows it, `4:59`.
        let left: String
    }

    /// A sentence, each piece in one language.
    struct Effect: Sendable {
        let pieces: [Said]
    }

    struct Buttons: Sendable {
        let confirm: String
        /// Nil for what was confirmed and may have been interrupted.
        let dismiss: String?
        let expiry: Expiry?
        let isDanger: Bool
        let isAgain: Bool
    }

    let id: String
    let thread: String
    let about: String?
    let hash: String
    /// What it was to do, once the answer says what came of it.
    let effects: [Effect]
    let hasEffects: Bool
    let targets: ChatTargets?
    /// Whether the targets are to be looked at now; else they stand behind a word.
    let isOpen: Bool
    let hasDetails: Bool
    let buttons: Buttons?

    init(
        _ proposal: ChatProposal,
        of turn: ChatTurn,
        _ scene: ChatScene,
        _ sentences: ChatSentences
    ) {
        id = turn.id.rawValue
        thread = turn.thread.rawValue
        about = scene.place.about
        hash = proposal.planHash
        effects =
            turn.outcome == .proposed
            ? [] : proposal.effects.map { Effect(pieces: sentences.pieces(of: $0)) }
        hasEffects = !effects.isEmpty
        targets = proposal.targets.flatMap {
            $0.isEmpty ? nil : ChatTargets($0, omitted: proposal.omitted ?? 0, scene)
        }
        hasDetails = turn.outcome != .proposed && (hasEffects || targets != nil)
        isOpen = turn.outcome == .proposed
        buttons = Buttons(proposal, of: turn, scene.visit)
    }
}

extension ChatProposalModel.Buttons {
    /// - Returns: Nil where they would do nothing.
    fileprivate init?(_ proposal: ChatProposal, of turn: ChatTurn, _ visit: Visit) {
        let isAgain: Bool
        switch turn.outcome {
        case .proposed: isAgain = false
        case .confirmed: isAgain = true
        case .answered, .asked, .notUnderstood, .refused, .done, .dismissed, .expired, .void: return nil
        }
        self.init(
            confirm: "/chat/\(turn.id)/confirm",
            dismiss: isAgain ? nil : "/chat/\(turn.id)/dismiss",
            expiry: isAgain ? nil : .init(proposal.expiresAt, visit),
            isDanger: turn.command?.intent.isDanger ?? false,
            isAgain: isAgain
        )
    }
}

extension ChatProposalModel.Expiry {
    fileprivate init(_ end: Timestamp, _ visit: Visit) {
        let moment = visit.moment(end)
        (iso, exact) = (moment.iso, moment.exact)
        seconds = visit.site.now().distance(to: end).milliseconds / 1000
        let rest = String(seconds % 60)
        left = "\(seconds / 60):\(rest.count == 1 ? "0" : "")\(rest)"
    }
}

extension ChatIntent {
    /// Whether it ends or takes away something.
    fileprivate var isDanger: Bool {
        switch self {
        case .uninstall, .cancel, .refuse, .rollback: true
        default: false
        }
    }
}

/// What a plan does to each target: template `chat/targets`.
struct ChatTargets: Sendable {
    typealias Row = InstallPlanModel.Row
    typealias Count = InstallPlanModel.Count

    let counts: [Count]
    let rows: [Row]
    /// That there are more.
    let omitted: String?

    /// - Parameters:
    ///   - targets: In the order of the plan; what needs eyes is shown first.
    ///   - omitted: How many more there are.
    ///   - scene: What they are shown with.
    init(_ targets: [PlanView.Target], omitted: Int = 0, _ scene: ChatScene) {
        let words = scene.words
        counts = PlanView.Action.allCases.compactMap { action in
            let count = targets.count { $0.action == action }
            return count == 0 ? nil : Count(chip: Chip(action, words), text: words.grouped(count))
        }
        let sorted = targets.filter { $0.action == .blocked } + targets.filter { $0.action != .blocked }
        let shown = sorted.prefix(ChatProposal.maximumTargets)
        rows = shown.map { Row($0, scene.providers.find($0.provider), words) }
        let left = omitted + targets.count - shown.count
        self.omitted = left == 0 ? nil : words.counted("install.more_targets", left)
    }
}
