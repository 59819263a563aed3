import Contract

/// Which run a line speaks of.
///
/// "Last" and "failed" mean runs of whoever speaks, never of anybody else.
struct RunReference {
    enum Outcome: Equatable {
        case one(ChatRunChoice)
        /// Several fit, or one was named that is not known: these may be meant.
        case unclear([String])
        case none
    }

    private let sentence: Sentence

    init(_ sentence: Sentence) {
        self.sentence = sentence
    }

    /// - Parameter isSingle: Whether one run has to be meant: what is done is done to one.
    /// - Returns: The run, those that may be meant, or none when the line speaks of none.
    func outcome(isSingle: Bool) -> Outcome {
        let mentions = sentence.mentions
        if mentions.runs.count == 1 { return .one(.id(mentions.runs[0])) }
        if mentions.runs.count > 1 { return .unclear(mentions.runs) }
        if sentence.has(.lastFailed) { return .one(.lastFailed) }
        if hasOtherUser { return .unclear([]) }
        let states = Set(sentence.runStates)
        if states.contains("failed") || states.contains("partial_failed") { return failed(isSingle) }
        if isSingle, states.contains("running") || states.contains("queued") || sentence.has(.ongoing) {
            return unfinished(states.intersection(["running", "queued"]))
        }
        if isNewest { return newest(\.isAny, or: .last) }
        guard isSingle, !mentions.skillNames.isEmpty, sentence.has(.run) || namesWhatWasDone else {
            return spokenAbout(isSingle)
        }
        return ofSkill(\.isAny)
    }

    /// As ``outcome(isSingle:)``, but whatever else the line says of the run has to be true of it: "my last uninstall"
    /// is none that installed something.
    func describedOutcome(isSingle: Bool) -> Outcome {
        let plain = outcome(isSingle: isSingle)
        let context = sentence.vocabulary.context
        if case .one(.id(let id)) = plain, hasSkill,
            let skill = context.runs.first(where: { $0.id == id })?.skill,
            !sentence.mentions.skillNames.contains(skill)
        {
            return .unclear([id])
        }
        let description = RunDescription(sentence)
        guard plain != .none, !description.isPlain, sentence.mentions.runs.count < 2 else { return plain }
        guard !description.isUnknowable else { return .unclear([]) }
        if case .one(.id(let id)) = plain, sentence.mentions.runs == [id] || context.about == id {
            return description.mayBe(context.runs.first { $0.id == id }) ? plain : .unclear([id])
        }
        if case .unclear(let ids) = plain, ids.isEmpty, hasOtherUser { return plain }
        return newest(fitting: description)
    }

    private func newest(fitting description: RunDescription) -> Outcome {
        let own = sentence.vocabulary.ownRuns
        var found = own.filter(description.fits)
        if hasSkill { found = found.filter { $0.skill.map(sentence.mentions.skillNames.contains) ?? false } }
        guard let first = found.first else { return .unclear([]) }
        guard found.count == 1 || isNewest else { return .unclear(found.map(\.id)) }
        let last = sentence.vocabulary.context.last ?? own.first?.id
        return .one(isNewest && !hasSkill && first.id == last ? .last : .id(first.id))
    }

    private var hasOtherUser: Bool {
        sentence.mentions.users.contains { $0 != sentence.vocabulary.context.user }
    }

    /// The run that the speaker looks at, where the line names nothing else.
    private func spokenAbout(_ isSingle: Bool) -> Outcome {
        let mentions = sentence.mentions
        guard let about = sentence.vocabulary.context.about, isSingle || sentence.has(.it),
            mentions.skills.isEmpty, mentions.providers.isEmpty, mentions.unclearProviders.isEmpty,
            mentions.users.isEmpty, mentions.alerts.isEmpty
        else { return .none }
        return .one(.id(about))
    }

    private var isNewest: Bool { sentence.has(.last) || sentence.has(.justNow) }

    /// "The install of": a change that is a noun here.
    private var namesWhatWasDone: Bool {
        sentence.acts.contains { term in
            guard let (act, mood) = term.act else { return false }
            return act.isChange && [.nominal, .adnominal, .passive].contains(mood)
        }
    }

    private func failed(_ isSingle: Bool) -> Outcome {
        let points =
            isNewest || (isSingle && (sentence.has(.it) || sentence.has(.run, .what) || hasSkill || isBare))
        guard points, !sentence.has(.runs), !sentence.has(.all) else { return .none }
        return newest(\.hasFailed, or: .lastFailed)
    }

    /// "실패 재시도": nothing else that could be meant.
    private var isBare: Bool { sentence.mentions.users.isEmpty && sentence.mentions.providers.isEmpty }

    private var hasSkill: Bool { !sentence.mentions.skillNames.isEmpty }

    private func newest(_ fits: KeyPath<ChatContext.Run, Bool>, or choice: ChatRunChoice) -> Outcome {
        guard hasSkill else {
            // Which one that is, is looked up when it is shown; there has to be one.
            return own(fits).isEmpty ? .unclear([]) : .one(choice)
        }
        return ofSkill(fits)
    }

    private func ofSkill(_ fits: KeyPath<ChatContext.Run, Bool>) -> Outcome {
        let names = sentence.mentions.skillNames
        let found = own(fits).filter { run in run.skill.map(names.contains) ?? false }
        guard let first = found.first else { return .unclear([]) }
        return found.count == 1 || isNewest ? .one(.id(first.id)) : .unclear(found.map(\.id))
    }

    /// Those of the states, or any when none is named.
    private func unfinished(_ states: Set<String>) -> Outcome {
        var found = own(\.isOpen).filter { states.isEmpty || states.contains($0.status) }
        if hasSkill { found = found.filter { $0.skill.map(sentence.mentions.skillNames.contains) ?? false } }
        return found.count == 1 ? .one(.id(found[0].id)) : .unclear(found.map(\.id))
    }

    private func own(_ fits: KeyPath<ChatContext.Run, Bool>) -> [ChatContext.Run] {
        sentence.vocabulary.ownRuns.filter { $0[keyPath: fits] }
    }
}

extension ChatContext.Run {
    fileprivate var isAny: Bool { true }
    fileprivate var hasFailed: Bool { status == "failed" || status == "partial_failed" }
    fileprivate var isOpen: Bool { status == "running" || status == "queued" }
}
