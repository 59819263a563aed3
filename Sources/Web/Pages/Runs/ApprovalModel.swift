import Contract

/// The approval that a run waits, or waited, for, as its page shows it.
struct ApprovalModel: Sendable {
    /// What can be decided from here.
    struct Decisions: Sendable {
        /// Nil for who asked for the run where somebody else has to approve it.
        let approve: RunAction?
        let refuse: RunAction
    }

    let chip: Chip
    /// How many targets it is about and where, and who decided.
    let lead: String
    let reasons: [Said]
    let comment: String?
    /// Until when somebody has to decide, while it is open.
    let until: Moment?
    let decided: Moment?
    let decisions: Decisions?
    /// Who may decide, for whoever may not.
    let who: String?

    init?(_ run: RunView, _ providers: ProviderNames, _ visit: Visit) {
        guard let approval = run.approval else { return nil }
        let words = visit.words
        let isOpen = approval.state == .pending
        let names = approval.providers.map { providers[$0] }.joined(separator: ", ")
        chip = Chip(approval.state, words)
        let person = approval.decidedBy.map { $0 == "system" ? words["runs.approval_system"] : $0 }
        lead =
            words.counted("runs.approval_targets", approval.targets) + " (\(names))"
            + (person.map { " · \($0)" } ?? "")
        reasons = approval.reasons.map { words.said($0.message, $0.wording) }
        comment = approval.comment
        until = isOpen ? visit.moment(approval.expiresAt) : nil
        decided = approval.decidedAt.map(visit.moment)
        let mayDecide = visit.isAllowed(.approveRun)
        let isOwn = approval.isAsked(by: visit)
        decisions =
            isOpen && mayDecide
            ? Decisions(
                approve: isOwn ? nil : RunAction(path: "\(run.path)/approve", label: words["runs.approve"]),
                refuse: RunAction(path: "\(run.path)/refuse", label: words["runs.refuse"])
            ) : nil
        let why = isOwn ? "runs.approval_own" : mayDecide ? nil : "runs.approval_who"
        who = isOpen ? why.map { words[$0] } : nil
    }
}

extension RunApproval {
    /// Whether whoever asks for the page may not approve it; the account behind a name only the engine knows.
    func isAsked(by visit: Visit) -> Bool {
        fourEyes && visit.caller.map { requestedBy.contains($0.name) } ?? false
    }
}

extension RunView {
    var isAwaitingApproval: Bool { !status.isFinal && approval?.state == .pending }
}

extension Chip {
    init(_ state: RunApproval.State, _ words: Words) {
        let tone: Tone =
            switch state {
            case .pending: .warn
            case .approved: .ok
            case .refused: .fail
            case .canceled: .idle
            }
        self.init(tone, words["runs.approval_\(state.rawValue)"])
    }
}

/// What an approval or refusal would do, and the comment with it.
struct DecisionModel: Sendable {
    let title: String
    let path: String
    let href: String
    let lead: String
    let reasons: [Said]
    let isRefusal: Bool
    let comment: String
    let commentFault: String?
    let commentHint: String
    /// Why it was not taken, where no field is to blame.
    let refusal: String?
    let submit: String?
    /// When what the page shows was asked for.
    let requestedAt: String?
    let maximumComment: Int

    /// Characters the engine takes.
    private static let longestComment = 500

    init(
        _ run: RunView,
        isRefusal: Bool,
        _ visit: Visit,
        comment: String = "",
        refused problem: Problem? = nil
    ) {
        let words = visit.words
        let verb = isRefusal ? "refuse" : "approve"
        let targets = run.approval?.targets ?? 0
        self.isRefusal = isRefusal
        let kind = words["runs.kind_\(run.kind.rawValue)"]
        title = words["runs.\(verb)_title", ["run": "\(kind) \(run.shortID)"]]
        path = "\(run.path)/\(verb)"
        href = run.path
        let isOpen = run.isAwaitingApproval
        lead = isOpen ? words.counted("runs.\(verb)_lead", targets) : words["runs.approval_over"]
        reasons = isOpen ? (run.approval?.reasons ?? []).map { words.said($0.message, $0.wording) } : []
        self.comment = comment
        let isFault = problem?.code == .validationFailed
        commentFault =
            isFault
            ? words[
                comment.isEmpty ? "runs.reason_missing" : "runs.reason_unusable",
                ["n": String(Self.longestComment)]
            ] : nil
        commentHint = words["runs.comment_hint_\(verb)"]
        refusal = isFault ? nil : problem.map { words.said($0.detail, $0.wording).text }
        submit = isOpen && visit.isAllowed(.approveRun) ? words.counted("runs.\(verb)_do", targets) : nil
        requestedAt = run.approval?.requestedAt.description
        maximumComment = Self.longestComment
    }
}
