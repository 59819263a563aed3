import Contract

/// A line as frames read it: terms, the names among them, and how it is said.
struct Sentence {
    let terms: [Term]
    let mentions: Mentions
    let contrast: Contrast
    let reason: String?
    /// Why what stands behind the reason's word may be more than a reason.
    let reasonDoubt: ChatQuestion.Topic?
    let vocabulary: Vocabulary
    /// Whether something was left out that nobody could see, or that was too much to read.
    let isIncomplete: Bool

    init(_ text: PlainText, _ vocabulary: Vocabulary) {
        let tokens = Token.all(in: text.characters)
        let reason = Reason(tokens, in: text.characters)
        let said = reason.map { reason in tokens.filter { $0.range.upperBound <= reason.start } } ?? tokens
        let spoken = SpokenForms(CalendarDays(Tagger(said, vocabulary).terms).terms).terms
        let tagged = SkillStates(Rewriting(spoken, vocabulary).terms, vocabulary).terms
        let causal = Cause(tagged, in: text.characters, vocabulary)
        contrast = Contrast(causal.terms)
        terms = contrast.terms
        mentions = Mentions(contrast.terms)
        self.reason = reason?.text ?? causal.text
        let words = reason.map { reason in tokens.filter { $0.range.lowerBound >= reason.wordsStart } } ?? []
        reasonDoubt = ReasonDoubt(words, vocabulary).topic
        self.vocabulary = vocabulary
        isIncomplete = text.hadHidden || text.wasCut
    }

    var acts: [Term] { terms.filter { $0.act != nil } }

    /// "Both" is "all" as well.
    func has(_ mark: Mark) -> Bool { terms.contains { $0.mark == mark || mark == .all && $0.count != nil } }

    func has(_ nouns: Noun...) -> Bool { terms.contains { $0.noun.map(nouns.contains) ?? false } }

    func has(_ acts: Act...) -> Bool { terms.contains { $0.act.map { acts.contains($0.act) } ?? false } }

    var hasQuestionMark: Bool { terms.contains { $0.meaning == .punctuation("?") } }

    /// States of runs that are named.
    var runStates: [String] {
        terms.compactMap { if case .runState(let state)? = $0.noun { state } else { nil } }
    }

    /// States of skills that are named.
    var skillStates: [String] {
        terms.compactMap { if case .skillState(let state)? = $0.noun { state } else { nil } }
    }

    var unknown: [Term] { terms.filter { $0.meaning == .unknown } }

    var since: String? {
        for term in terms {
            if case .time(let point) = term.meaning { return vocabulary.clock?.text(point) }
        }
        return nil
    }

    var hasTime: Bool {
        terms.contains { if case .time = $0.meaning { true } else { false } }
    }

    var number: Int? {
        for term in terms {
            if case .number(let number) = term.meaning { return number }
        }
        return nil
    }

    /// From the first word that says something: fillers and "could you" are stepped over.
    var opening: [Term] { terms.filter { !$0.isFiller && $0.mark != .could } }

    /// "Could you", "해 줄래요": a question by its form alone.
    var isPolite: Bool {
        if has(.could) || terms.contains(where: { $0.text == "please" }) { return true }
        let endings = [
            "줄래", "줄래요", "실래", "실래요", "시겠어요", "시겠어", "시겠습니까", "주겠어", "주겠니", "줄 수", "줄수", "주실 수", "주실수",
        ]
        return terms.contains { term in term.isHangul && endings.contains { term.text.hasSuffix($0) } }
    }
}

extension Act {
    var isChange: Bool { intent?.effect == .change }

    var intent: ChatIntent? {
        switch self {
        case .install: .install
        case .uninstall: .uninstall
        case .retry: .retry
        case .rollback: .rollback
        case .cancel: .cancel
        case .approve: .approve
        case .refuse: .refuse
        case .acknowledge: .acknowledge
        case .pause: .pauseProvider
        case .resume: .resumeProvider
        case .plan: .plan
        case .preflight: .preflight
        case .show, .search, .explain, .help, .exist, .work, .fail, .finish, .carry: nil
        }
    }
}
