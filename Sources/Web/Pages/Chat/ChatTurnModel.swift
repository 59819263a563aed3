import Contract

/// A line and its answer: template `chat/turn`.
struct ChatTurnModel: Sendable {
    let id: String
    let thread: String
    let text: String
    let answer: ChatAnswerModel

    init(_ turn: ChatTurn, _ scene: ChatScene) {
        (id, thread, text) = (turn.id.rawValue, turn.thread.rawValue, turn.text)
        answer = ChatAnswerModel(turn, scene)
    }
}

/// What came of a line: template `chat/answer`.
struct ChatAnswerModel: Sendable {
    struct Refusal: Sendable {
        let title: String
        let nextStep: String
        let requestID: String?
    }

    /// A run that is shown as it goes on.
    struct RunCard: Sendable {
        /// Of its link: a focus survives a refresh by its id alone.
        let link: String
        let row: RunRow
    }

    let id: String
    let thread: String
    let about: String?
    /// Where the card comes from anew, and when it does so; nil where nothing in it can change.
    let refresh: String?
    let trigger: String?
    /// Of what can be said next, where that is not the page's own language.
    let lang: String?
    let chip: Chip?
    /// Plain text in lines, each piece in one language.
    let reply: [Said]
    /// The same in one go for those who hear the page, with ``state`` as what tells news from a mere refresh.
    let said: String
    let state: String
    let canonical: String?
    let refusal: Refusal?
    let proposal: ChatProposalModel?
    let run: RunCard?
    /// That it began a run which the visitor may not see any more.
    let isRunHidden: Bool
    let plan: ChatTargets?
    let lists: [ChatList]
    /// Lines to be said with one press.
    let choices: ChatChoices?
    let takesFocus: Bool

    init(_ turn: ChatTurn, _ scene: ChatScene) {
        let words = scene.words
        let (place, sentences) = (scene.place.within(turn.thread), ChatSentences(turn, words))
        let run = turn.run.map { RunCard(link: "run-of-\(turn.id)", row: RunRow($0, scene.visit)) }
        let lists = ChatList.all(in: turn, scene)
        let over = turn.outcome.isOver ? words["chat.over_\(turn.outcome.rawValue)"] : nil
        id = turn.id.rawValue
        thread = turn.thread.rawValue
        about = place.about
        trigger = turn.trigger
        refresh = trigger.map { _ in place.address.with(path: "/chat/turns/\(turn.id)").text }
        lang = over == nil ? sentences.lang : nil
        chip = Chip(turn.outcome, words)
        reply =
            over.map { [Said(text: $0, lang: nil)] } ?? sentences.pieces(of: turn.words(beside: lists))
        self.run = run
        state = [turn.outcome.rawValue, turn.run?.status.rawValue].compactMap(\.self).joined(separator: " ")
        said = Self.said(reply.map(\.text).joined(), turn, run, words)
        canonical = turn.canonical
        refusal = turn.reply.problem.map { Refusal($0, words) }
        proposal = turn.proposal.map { ChatProposalModel($0, of: turn, scene, sentences) }
        isRunHidden = turn.runID != nil && turn.run == nil
        plan = turn.proposal == nil ? turn.reply.plan.map { ChatTargets($0.targets, scene) } : nil
        self.lists = lists
        choices = ChatChoices(turn, words)
        takesFocus = scene.takesFocus
    }

    private static func said(_ reply: String, _ turn: ChatTurn, _ run: RunCard?, _ words: Words) -> String {
        var sentences = [reply]
        if turn.outcome == .proposed { sentences.append(words["chat.waits"]) }
        if let run { sentences.append("\(run.row.kind) \(run.row.short): \(run.row.chip.label).") }
        return sentences.joined(separator: " ")
    }
}

extension ChatAnswerModel.Refusal {
    fileprivate init(_ problem: Problem, _ words: Words) {
        title = words["problem.\(problem.code.rawValue)"]
        nextStep = words["problem.\(problem.code.rawValue)_next"]
        requestID = problem.requestID
    }
}

extension ChatTurn {
    /// A run goes on while it is looked at, and the time of what waits ends.
    fileprivate var trigger: String? {
        let live = run.map { "live:run-\($0.id) from:body, live:resync from:body" }
        // What a run did before its card was there to hear of it is asked for once.
        let missed = run.map { !$0.status.isFinal } ?? false ? "load delay:1s" : nil
        let end = outcome == .proposed ? "chat:expired" : nil
        let triggers = [missed, end, live].compactMap(\.self)
        return triggers.isEmpty ? nil : triggers.joined(separator: ", ")
    }
}

extension ChatOutcome {
    /// Whether a change that was proposed will not be made; what was said of it then is no longer so.
    var isOver: Bool {
        switch self {
        case .dismissed, .expired, .void: true
        case .answered, .asked, .notUnderstood, .refused, .proposed, .confirmed, .done: false
        }
    }
}

extension ChatTurn {
    /// What is said in words: all of the text, or what comes before the lines that a list or buttons show as well.
    fileprivate func words(beside lists: [ChatList]) -> String {
        if outcome == .proposed, let effects = proposal?.effects, !effects.isEmpty {
            return effects.joined(separator: "\n")
        }
        let isShown = !lists.isEmpty || reply.choices != nil || reply.plan != nil
        guard isShown, outcome != .refused, !isAboutOneRun else { return reply.text }
        let ids = (reply.runs ?? []).map(\.id.rawValue)
        let lines = reply.text.split(separator: "\n").prefix { line in
            !["- ", "…", "/"].contains { line.hasPrefix($0) } && !ids.contains { line.contains($0) }
        }
        guard lines.isEmpty else { return lines.joined(separator: "\n") }
        return lists.map { "\($0.name): \($0.items.count)" }.joined(separator: "\n")
    }

    /// Of which the text tells what failed, and the list does not.
    private var isAboutOneRun: Bool { [.status, .why].contains(command?.intent) }
}

extension Chip {
    /// - Returns: Nil where the answer speaks for itself.
    fileprivate init?(_ outcome: ChatOutcome, _ words: Words) {
        let tone: Tone
        switch outcome {
        case .answered, .asked, .notUnderstood: return nil
        case .done: tone = .ok
        case .proposed, .void: tone = .warn
        case .confirmed: tone = .run
        case .refused: tone = .fail
        case .dismissed, .expired: tone = .idle
        }
        self.init(tone, words["chat.outcome_\(outcome.rawValue)"])
    }
}

/// What a question can be answered with, or what can be said again.
struct ChatChoices: Sendable {
    struct Line: Sendable {
        let text: String
        let label: String
    }

    let lines: [Line]
    let hasLines: Bool
    /// What a line has to be said anew with.
    let words: [String]
    let hasWords: Bool

    /// - Returns: Nil where there is nothing to choose from.
    init?(_ turn: ChatTurn, _ words: Words) {
        let choices = turn.reply.choices ?? []
        let again =
            [.expired, .void].contains(turn.outcome)
            ? [Line(text: turn.canonical ?? turn.text, label: words["chat.plan_anew"])] : []
        lines =
            choices.compactMap { choice in choice.line.map { Line(text: $0, label: choice.label) } } + again
        // Commands stand in a list, with examples.
        self.words = turn.reply.commands == nil ? choices.filter { $0.line == nil }.map(\.label) : []
        (hasLines, hasWords) = (!lines.isEmpty, !self.words.isEmpty)
        if lines.isEmpty && self.words.isEmpty { return nil }
    }

    /// What can be asked whatever there is, to begin with.
    private static let first: [ChatIntent] = [.listRuns, .providersStatus, .alerts, .listSkills, .help]

    /// Lines to begin with, from what the visitor may do.
    init?(_ commands: [ChatCommandHelp]) {
        let known = Dictionary(commands.map { ($0.intent, $0) }) { first, _ in first }
        lines = Self.first.compactMap { known[$0]?.examples.first }.map { Line(text: $0, label: $0) }
        words = []
        (hasLines, hasWords) = (!lines.isEmpty, false)
        if lines.isEmpty { return nil }
    }
}
