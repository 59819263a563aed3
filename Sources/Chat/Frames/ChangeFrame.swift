import Contract

/// A line that asks for a change: taken only when it says so plainly, and every word of it is accounted for.
struct ChangeFrame {
    private let sentence: Sentence
    private let act: Term
    private let intent: ChatIntent

    /// - Parameters:
    ///   - sentence: The line.
    ///   - act: The term that says what is to be done.
    ///   - intent: What that is.
    init(_ sentence: Sentence, _ act: Term, _ intent: ChatIntent) {
        self.sentence = sentence
        self.act = act
        self.intent = intent
    }

    var answer: ChatAnswer {
        if let obstacle { return .ask(ChatQuestion(about: obstacle, choices: suggestion(obstacle))) }
        do throws(ChatQuestion) {
            let command = try command()
            if let doubt { return .ask(ChatQuestion(about: doubt)) }
            guard hasUnaccounted else { return .command(command) }
            let isVersion = losesVersion && !intent.isAboutRun && sentence.unknown.isEmpty
            let topic: ChatQuestion.Topic = isVersion ? .version : .words
            return .ask(ChatQuestion(about: topic, choices: isMisleading ? [] : [.init(command)]))
        } catch {
            return .ask(error)
        }
    }

    private var doubt: ChatQuestion.Topic? { ChangeDoubt(sentence, act, intent).topic }

    /// What is meant, were it said plainly; not after a "don't", nor where the command would say something else.
    private func suggestion(_ obstacle: ChatQuestion.Topic) -> [ChatQuestion.Choice] {
        guard obstacle != .negation, obstacle != .compound, doubt == nil, !losesVersion, !hasOtherVerb,
            !sentence.has(.or), let command = try? command()
        else { return [] }
        return [.init(command)]
    }

    /// Why this is no plain request.
    private var obstacle: ChatQuestion.Topic? {
        let moods = sentence.acts.compactMap { $0.act?.mood }
        if sentence.has(.negation) || moods.contains(.negative) || sentence.contrast.isUnresolved {
            return .negation
        }
        if sentence.has(.condition) || moods.contains(.condition) { return .condition }
        if sentence.has(.schedule) { return .schedule }
        if isCompound { return .compound }
        if let doubt = sentence.reasonDoubt { return doubt }
        if isQuestion { return .question }
        if sentence.has(.hearsay) || sentence.has(.or) || sentence.isIncomplete { return .words }
        return nil
    }

    private var isCompound: Bool {
        if sentence.has(.then) || sentence.acts.contains(where: { $0.act?.mood == .connective }) {
            return true
        }
        let others = sentence.acts.filter { $0.range != act.range && !isAuxiliary($0) && !describes($0) }
        return !others.isEmpty
    }

    private var isQuestion: Bool {
        guard let mood = act.act?.mood else { return true }
        switch mood {
        case .request, .base:
            return sentence.hasQuestionMark && !sentence.isPolite
                || sentence.has(.question)
                || sentence.has(.how, .why, .which, .who)
        default: return true
        }
    }

    /// "해 줘" behind a noun.
    private func isAuxiliary(_ term: Term) -> Bool {
        guard let (act, mood) = term.act else { return false }
        return act == .carry && [.request, .base, .nominal].contains(mood)
    }

    /// "방금 설치한 거": which run, by what it did.
    private func describes(_ term: Term) -> Bool {
        guard let (act, mood) = term.act, ![.request, .base].contains(mood) else { return false }
        return [.adnominal, .passive, .nominal].contains(mood)
            && (act.isChange || act == .carry || act == .work)
            && (intent.isAboutRun && speaksOfRun)
    }

    private var speaksOfRun: Bool {
        RunReference(sentence).outcome(isSingle: true) != .none
    }

    private var hasUnaccounted: Bool {
        sentence.terms.contains {
            $0.range != act.range && !isAuxiliary($0) && !describes($0) && !intent.accounts(for: $0)
        }
            || (sentence.has(.all) && !allIsAccounted) || hasQuotation
    }

    /// Whether what is not accounted for may change what the command is done to.
    private var isMisleading: Bool {
        losesVersion || hasOtherVerb || sentence.namesEveryProvider || sentence.has(.about)
            || sentence.has(.back)
    }

    /// "install invoice-parser 3", "csv-clean 첫 버전", "the second run": not the latest or last one.
    private var losesVersion: Bool {
        sentence.terms.contains { term in
            if case .number = term.meaning { return true }
            return term.mark == .previous && intent != .rollback
                || term.noun == .version && !sentence.unknown.isEmpty
        }
    }

    /// "설치 막아줘": the verb is one that nobody knows, and may say the opposite.
    private var hasOtherVerb: Bool {
        guard act.isHangul, act.act?.mood == .base else { return false }
        return sentence.unknown.contains { $0.isHangul && $0.range.lowerBound >= act.range.upperBound }
    }

    /// Words between quotation marks that are more than a name are somebody else's.
    private var hasQuotation: Bool {
        let marks = sentence.terms.indices.filter { sentence.terms[$0].meaning == .punctuation("\"") }
        guard !marks.isEmpty else { return false }
        return marks.count % 2 == 1
            || stride(from: 0, to: marks.count, by: 2).contains { marks[$0 + 1] - marks[$0] != 2 }
    }

    /// "Both", "둘 다": says again what was listed.
    private var allIsAccounted: Bool {
        let mentions = sentence.mentions
        guard sentence.countsAreListed else { return false }
        let isTagged = mentions.skills.contains { if case .tagged = $0 { true } else { false } }
        return !sentence.contrast.excepted.isEmpty || sentence.namesEveryProvider || isTagged
            || mentions.skills.count > 1 || mentions.providers.count > 1 || isThorough
    }

    /// "legacy-fax 커서에서 싹 지워": how, and not what.
    private var isThorough: Bool {
        guard intent == .uninstall, !sentence.mentions.skills.isEmpty, !sentence.mentions.providers.isEmpty
        else {
            return false
        }
        return sentence.terms.allSatisfy { $0.count == nil && ($0.mark != .all || $0.text == "싹") }
    }

    private func command() throws(ChatQuestion) -> ChatCommand {
        switch intent {
        case .install: .install(try PlacementFrame(sentence).placement())
        case .uninstall: .uninstall(try PlacementFrame(sentence).placement())
        case .rollback: try RollbackFrame(sentence).command()
        case .acknowledge: try AlertFrame(sentence).command()
        case .pauseProvider: .pauseProvider(try provider())
        case .resumeProvider: .resumeProvider(try provider())
        default: try RunFrame(sentence).command(intent)
        }
    }

    private func provider() throws(ChatQuestion) -> String {
        try PlacementFrame(sentence).askAboutNearNames()
        guard case .listed(let providers)? = try PlacementFrame(sentence).providers(), providers.count == 1,
            sentence.mentions.skills.isEmpty, sentence.mentions.runs.isEmpty
        else { throw ChatQuestion(about: .provider, values: sentence.vocabulary.providers) }
        return providers[0]
    }
}
