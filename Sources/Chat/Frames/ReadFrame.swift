import Contract

/// A line that asks to know something: words that say nothing to the grammar do no harm here, and are passed over.
struct ReadFrame {
    let sentence: Sentence

    init(_ sentence: Sentence) {
        self.sentence = sentence
    }

    /// Nil when it is about nothing that is known here.
    func answer() -> ChatAnswer? {
        do throws(ChatQuestion) {
            if sentence.acts.contains(where: { $0.act?.mood == .negative })
                || sentence.has(.negation) && isRequest
            {
                throw ChatQuestion(about: .negation)
            }
            if WrittenOrders(sentence).areMeant { throw ChatQuestion(about: .words) }
            guard let command = try command() else { return nil }
            try ReadRemainder(sentence, command).ask()
            return .command(command)
        } catch {
            return .ask(error)
        }
    }

    private var isRequest: Bool { sentence.has(.show, .search, .explain) }

    private func command() throws(ChatQuestion) -> ChatCommand? {
        if let why = try why() { return why }
        if let place = try place() { return place }
        if let audit { return audit }
        if sentence.has(.alert, .alerts) || !sentence.mentions.alerts.isEmpty { return .alerts }
        if let skills = try skills() { return skills }
        if let runs = try runs() { return runs }
        if let provider { return provider }
        return try skill()
    }

    private func why() throws(ChatQuestion) -> ChatCommand? {
        guard sentence.has(.why) else { return nil }
        if sentence.terms.contains(where: Self.isDeed) { throw ChatQuestion(about: .question) }
        if sentence.mentions.runs.isEmpty { try askAboutOtherThings() }
        if namesSomebodyElse { return .why(try RunFrame(sentence).run()) }
        if sentence.mentions.runs.isEmpty, sentence.mentions.skills.isEmpty {
            let isNewest = sentence.has(.last) || sentence.has(.justNow)
            if let about = sentence.vocabulary.context.about, !isNewest, !sentence.has(.lastFailed) {
                return .why(.id(about))
            }
            return .why(isNewest && !namesLastFailure ? .last : .lastFailed)
        }
        if let run = failedRunOfSkill { return .why(run) }
        return .why(try RunFrame(sentence).run())
    }

    var namesSomebodyElse: Bool {
        sentence.mentions.users.contains { $0 != sentence.vocabulary.context.user }
    }

    /// "왜 떴어" of an alert, "why is it down" of a provider: only of runs it is known why they are as they are.
    private func askAboutOtherThings() throws(ChatQuestion) {
        if sentence.has(.alert, .alerts) || !sentence.mentions.alerts.isEmpty {
            throw ChatQuestion(about: .words, choices: [.init(.alerts)])
        }
        let namesProvider =
            !sentence.mentions.providers.isEmpty || !sentence.mentions.unclearProviders.isEmpty
            || sentence.has(.provider, .providers)
        guard namesProvider, sentence.mentions.skills.isEmpty, sentence.runStates.isEmpty,
            !sentence.has(.run, .runs), sentence.vocabulary.context.about == nil
        else { return }
        throw ChatQuestion(
            about: .words,
            choices: [.init(.providersStatus), .init(.alerts), .init(.why(.lastFailed))]
        )
    }

    /// "The last failed run" names one; "the last run failed" says something of one.
    private var namesLastFailure: Bool {
        let isJustNow = sentence.has(.justNow)
        let words = sentence.terms.filter {
            !$0.isFiller && $0.noun != .why && !($0.isHangul && $0.mark == .it && isJustNow)
        }
        return zip(words, words.dropFirst()).contains { first, second in
            [.last, .justNow].contains(first.mark) && second.noun == .runState("failed")
        }
    }

    private var failedRunOfSkill: ChatRunChoice? {
        let names = sentence.mentions.skillNames
        guard sentence.mentions.runs.isEmpty, !names.isEmpty else { return nil }
        let runs = sentence.vocabulary.ownRuns.filter { run in
            (run.status == "failed" || run.status == "partial_failed")
                && run.skill.map(names.contains) ?? false
        }
        return runs.first.map { .id($0.id) }
    }

    /// Something that was done or shall be done, rather than how a run ended.
    private static func isDeed(_ term: Term) -> Bool {
        guard let (act, mood) = term.act, act.isChange else { return false }
        return mood == .request || mood == .statement || !term.isHangul && mood == .base
    }

    private func place() throws(ChatQuestion) -> ChatCommand? {
        guard sentence.mentions.runs.isEmpty, !sentence.has(.who) else { return nil }
        let asks =
            sentence.hasQuestionMark || sentence.has(.question) || sentence.has(.which) || isRequest
            || sentence.has(.exist)
        let asksProviders =
            sentence.has(.provider, .providers)
            && (sentence.has(.which, .what) || hasSkill && !sentence.has(.status, .health))
        guard
            sentence.has(.place) || asksProviders || sentence.speaksOfInstalled && asks && hasSkill
                || isPlaced
        else {
            return nil
        }
        if hasSkill, isToBeDone { throw ChatQuestion(about: .question) }
        guard hasSkill else {
            try PlacementFrame(sentence).askAboutNearNames()
            guard sentence.has(.place), !sentence.has(.skills, .skill, .run, .runs),
                !sentence.has(.alert, .alerts)
            else { return nil }
            throw ChatQuestion(about: .skill)
        }
        return .whereInstalled(try oneSkill())
    }

    /// "Let's get pdf-tools deployed": by somebody, some time.
    private var isToBeDone: Bool {
        sentence.opening.first?.text == "get" && sentence.opening.dropFirst().first?.isSkill == true
            && sentence.acts.contains { $0.act?.act.isChange == true && $0.act?.mood == .adnominal }
    }

    private var hasSkill: Bool { !sentence.mentions.skills.isEmpty }

    /// As in "is it on claude".
    private var isPlaced: Bool {
        guard hasSkill, !sentence.mentions.providers.isEmpty, !sentence.has(.status, .how, .version) else {
            return false
        }
        return sentence.has(.exist) || sentence.terms.first?.mark == .question && sentence.acts.isEmpty
    }

    private var audit: ChatCommand? {
        let users = sentence.mentions.users
        // "Mina's skills" are those that she owns.
        let isAboutSkills =
            sentence.has(.skill, .skills) && !sentence.acts.contains { $0.act?.act.isChange ?? false }
        let isAboutPeople =
            sentence.has(.who)
            || (!users.isEmpty && sentence.mentions.runs.isEmpty && !sentence.has(.run, .runs)
                && !isAboutSkills)
        guard sentence.has(.audit) || sentence.has(.activity) && !sentence.has(.runs, .run) || isAboutPeople
        else { return nil }
        var actor = users.first
        if actor == nil, sentence.has(.mine),
            !sentence.terms.contains(where: { $0.text == "me" || $0.text == "us" })
        {
            actor = sentence.vocabulary.context.user
        }
        return .audit(actor: actor, since: sentence.since)
    }

    func oneSkill() throws(ChatQuestion) -> String {
        try PlacementFrame(sentence).askAboutNearNames()
        let names = Set(sentence.mentions.skillNames)
        guard names.count == 1, let name = names.first else {
            throw ChatQuestion(about: .skill, values: sentence.mentions.skillNames)
        }
        return name
    }
}

extension Sentence {
    /// "Is installed", 설치된, 깔려 있는.
    var speaksOfInstalled: Bool {
        acts.contains { term in
            guard let (act, mood) = term.act, act == .install else { return false }
            return mood == .passive || mood == .adnominal && !term.isHangul
        }
    }
}

extension Sentence {
    /// "Why can't I": about nothing that it names.
    func asksWhyNot(hasRuns: Bool) -> Bool {
        guard has(.why), !terms.contains(where: \.isEntity), !has(.run, .runs, .alert, .alerts) else {
            return false
        }
        let isOfNewest = has(.last) || has(.lastFailed)
        return !isOfNewest && (runStates.isEmpty || !hasRuns && !has(.justNow))
    }

    /// What is said to be not possible; to be refused says nothing of what was.
    var deedsRefused: [ChatIntent] {
        acts.compactMap { $0.act?.act.intent }.filter { $0.effect == .change && $0 != .refuse }
    }
}
