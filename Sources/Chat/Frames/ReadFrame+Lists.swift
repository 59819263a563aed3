import Contract

/// Lists, and what one thing of a list is like.
extension ReadFrame {
    func skills() throws(ChatQuestion) -> ChatCommand? {
        let hasName = !sentence.mentions.skillNames.isEmpty
        if !hasName, asksWhatIsThere {
            return .listSkills(ChatSkillFilter(provider: sentence.mentions.providers.first))
        }
        guard sentence.has(.skills) || sentence.has(.skill) && !hasName else {
            return searchedSkills(hasName)
        }
        if hasName, !sentence.has(.list), !sentence.has(.search) { return nil }
        try askAboutNearProviders()
        return .listSkills(
            ChatSkillFilter(query: query, provider: sentence.mentions.providers.first, state: skillState)
        )
    }

    /// As in "what is installed on codex".
    private var asksWhatIsThere: Bool {
        guard !sentence.mentions.providers.isEmpty, !sentence.has(.skill, .skills),
            !sentence.has(.run, .runs),
            sentence.runStates.isEmpty, !sentence.hasTime, !sentence.has(.health, .why)
        else { return false }
        let isOn = sentence.has(.exist) || sentence.has(.on) && sentence.acts.isEmpty
        return sentence.speaksOfInstalled || sentence.has(.what, .which) && isOn
    }

    /// "Find pdf": nothing else is searched here.
    private func searchedSkills(_ hasName: Bool) -> ChatCommand? {
        guard sentence.has(.search), !sentence.has(.run, .runs), sentence.runStates.isEmpty, !hasName,
            let query
        else { return nil }
        return .listSkills(ChatSkillFilter(query: query, provider: sentence.mentions.providers.first))
    }

    private func askAboutNearProviders() throws(ChatQuestion) {
        for term in sentence.unknown {
            let near = sentence.vocabulary.providers(near: term.text)
            if !near.isEmpty, !sentence.has(.search) { throw ChatQuestion(about: .provider, values: near) }
        }
    }

    private var skillState: String? { sentence.skillStates.first }

    private var query: String? { SearchWords(sentence).text }

    func runs() throws(ChatQuestion) -> ChatCommand? {
        let isList = asksForRuns
        if !isList {
            switch RunReference(sentence).outcome(isSingle: false) {
            case .one(let run): return .status(.run(run))
            case .unclear(let ids): throw ChatQuestion(about: .run, values: ids)
            case .none: break
            }
        }
        guard isList || !sentence.runStates.isEmpty || sentence.has(.run) && sentence.mentions.skills.isEmpty
        else {
            return nil
        }
        if !isList, let status = try statusOfSkill() { return status }
        let state = stateByDeed
        if let state, state.known == nil {
            throw ChatQuestion(about: .status, values: [state.said] + sentence.vocabulary.context.runStatuses)
        }
        guard !sentence.hasTime || sentence.since != nil else { throw ChatQuestion(about: .words) }
        return .listRuns(
            ChatRunFilter(
                status: state?.known ?? runStatus,
                provider: sentence.mentions.providers.first,
                since: sentence.since,
                limit: sentence.number
            )
        )
    }

    private var runStatus: String? {
        let states = sentence.runStates
        // "Runs that are running" and the like name the thing as well.
        let state = states.contains("partial_failed") ? "partial_failed" : states.first
        return state.map(sentence.vocabulary.runStatus)
    }

    /// "Did it fail" of a skill, or of the run that put it somewhere.
    private func statusOfSkill() throws(ChatQuestion) -> ChatCommand? {
        guard !sentence.mentions.skillNames.isEmpty else { return nil }
        // 실행 may be several.
        let isOne = sentence.terms.contains { $0.noun == .run && !$0.isHangul }
        if isOne, case .one(let run) = RunReference(sentence).outcome(isSingle: true) {
            return .status(.run(run))
        }
        guard sentence.hasQuestionMark || sentence.has(.question) else { return nil }
        return .status(.skill(try oneSkill()))
    }

    /// A state that is called by what was done, or has to be: canceled, waiting for an approval.
    ///
    /// Of the product's runs, the one is a state of targets and the other of a decision.
    private var stateByDeed: (said: String, known: String?)? {
        let known = sentence.vocabulary.context.runStatuses
        let isCanceled = sentence.acts.contains {
            $0.act.map { $0.act == .cancel && [.adnominal, .passive].contains($0.mood) } ?? false
        }
        if isCanceled, sentence.runStates.isEmpty {
            return ("canceled", known.first { $0.hasPrefix("cancel") })
        }
        let words = sentence.terms.map(\.text)
        let isWaiting = sentence.runStates.contains("queued") || words.contains("awaiting")
        guard isWaiting, sentence.has(.approve) || words.contains("approval") else { return nil }
        return ("awaiting_approval", known.first { $0.contains("approval") })
    }

    private var asksForRuns: Bool {
        guard sentence.mentions.runs.isEmpty, !sentence.has(.lastFailed) else { return false }
        let isNewest = sentence.has(.last) || sentence.has(.justNow)
        if isNewest, !sentence.has(.runs), sentence.number == nil, !sentence.hasTime { return false }
        let isOfRuns = sentence.has(.run) || !sentence.runStates.isEmpty || speaksOfRunning
        if sentence.has(.runs) || sentence.hasTime && isOfRuns { return true }
        guard sentence.has(.run) || !sentence.runStates.isEmpty else { return false }
        return sentence.number != nil || sentence.has(.list) || sentence.has(.which) || sentence.has(.recent)
            || sentence.has(.all) || !sentence.mentions.providers.isEmpty || namesSomebodyElse
    }

    /// 실행된 거, 돌린 거: runs, where a time is named.
    private var speaksOfRunning: Bool {
        sentence.acts.contains { term in
            term.act?.act == .work
                && ["실행", "돌린", "돌렸", "돌아간"].contains { term.text.hasPrefix($0) }
        }
    }

    /// One provider, or all: the command has no arguments.
    var provider: ChatCommand? {
        if sentence.has(.provider, .providers) { return .providersStatus }
        let isOfProviders =
            !sentence.mentions.providers.isEmpty || sentence.terms.contains(where: \.isEveryProvider)
        guard isOfProviders, sentence.mentions.skills.isEmpty else { return nil }
        let asks =
            sentence.has(.status, .how, .health) || sentence.has(.work, .exist) || sentence.hasQuestionMark
            || sentence.has(.show, .preflight)
        return asks ? .providersStatus : nil
    }

    func skill() throws(ChatQuestion) -> ChatCommand? {
        try PlacementFrame(sentence).askAboutNearNames()
        guard !sentence.mentions.skillNames.isEmpty else {
            if sentence.has(.status) {
                if let about = sentence.vocabulary.context.about { return .status(.run(.id(about))) }
                throw ChatQuestion(
                    about: .subject,
                    choices: [.init(.status(.run(.last))), .init(.providersStatus)]
                )
            }
            return nil
        }
        if sentence.has(.status, .how) || sentence.has(.finish, .work) {
            return .status(.skill(try oneSkill()))
        }
        if sentence.acts.contains(where: Self.isSpokenOf) { throw ChatQuestion(about: .question) }
        if !sentence.mentions.providers.isEmpty,
            sentence.terms.contains(where: { ["get", "give"].contains($0.text) })
        {
            throw ChatQuestion(about: .words)
        }
        let asks =
            sentence.has(.show, .explain, .exist, .search) || sentence.has(.what, .info, .version, .which)
        let isAlone = sentence.terms.allSatisfy {
            $0.isSkill || $0.isFiller || $0.isComma || $0.meaning == .punctuation("?") || $0.noun == .skill
        }
        guard asks || isAlone else { return nil }
        return .showSkill(try oneSkill())
    }
}

extension ReadFrame {
    /// A change that is neither a plain noun nor how something is: what is asked about it is not known here.
    private static func isSpokenOf(_ term: Term) -> Bool {
        guard let (act, mood) = term.act, act.isChange else { return false }
        return !(term.isHangul && [.base, .nominal, .passive].contains(mood))
    }
}

extension KoreanNoun {
    /// The word as it would be looked for.
    static func bare(_ word: String) -> String {
        let after = ["에서", "을", "를", "은", "는", "이", "가", "에", "으로", "로", "와", "과"]
        guard word.count > 2, let particle = after.first(where: { word.hasSuffix($0) }) else { return word }
        return String(word.dropLast(particle.count))
    }
}
