/// A line that asks to know something: words that say nothing to the grammar do no harm here, and are passed over.
struct ReadFrame {
    let sentence: Sentence

    init(_ sentence: Sentence) {
        self.sentence = sentence
    }

    /// Nil when it is about nothing that is known here.
    func answer() -> ChatAnswer? {
        do throws(ChatQuestion) {
            if sentence.acts.contains(where: { $0.act?.mood == .negative }) || sentence.has(.negation) && isRequest {
                throw ChatQuestion(about: .negation)
            }
            return try command().map { .command($0) }
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
        if case .none = RunReference(sentence).outcome(isSingle: true), sentence.mentions.skills.isEmpty {
            return .why(.lastFailed)
        }
        if sentence.mentions.runs.isEmpty, sentence.mentions.skills.isEmpty,
            !sentence.has(.last), !sentence.has(.justNow), !sentence.has(.lastFailed)
        {
            return .why(.lastFailed)
        }
        // "Why did the last run fail" is about the last one, whatever became of it.
        if sentence.mentions.runs.isEmpty, sentence.mentions.skills.isEmpty, isFailureSaid, sentence.has(.last) || sentence.has(.justNow) {
            return .why(.last)
        }
        if let run = failedRunOfSkill { return .why(run) }
        return .why(try RunFrame(sentence).run())
    }

    /// Whether failing is what is said of the run, rather than which one it is.
    private var isFailureSaid: Bool {
        guard let run = sentence.terms.lastIndex(where: { $0.noun == .run || $0.mark == .it }),
            let failed = sentence.terms.firstIndex(where: { $0.noun == .runState("failed") })
        else { return !sentence.terms.contains { $0.noun == .runState("failed") && $0.text.hasSuffix("한") } && !sentence.has(.lastFailed) && !failedStandsFirst }
        return failed > run
    }

    private var failedStandsFirst: Bool {
        guard let run = sentence.terms.firstIndex(where: { $0.noun == .run || $0.mark == .it }),
            let failed = sentence.terms.firstIndex(where: { $0.noun == .runState("failed") })
        else { return false }
        return failed < run
    }

    private var failedRunOfSkill: RunChoice? {
        let names = sentence.mentions.skillNames
        guard sentence.mentions.runs.isEmpty, !names.isEmpty else { return nil }
        let runs = sentence.vocabulary.ownRuns.filter { run in
            (run.status == "failed" || run.status == "partial_failed") && run.skill.map(names.contains) ?? false
        }
        return runs.first.map { .id($0.id) }
    }

    /// Something that was done or shall be done, rather than how a run ended.
    private static func isDeed(_ term: Term) -> Bool {
        guard let (act, mood) = term.act, act.isChange else { return false }
        return mood == .request || mood == .statement || !term.isHangul && mood == .base
    }

    private func place() throws(ChatQuestion) -> ChatCommand? {
        let isInstalled = sentence.terms.contains { $0.act.map { $0.act == .install && $0.mood == .adnominal } ?? false }
        let asks = sentence.hasQuestionMark || sentence.has(.question) || sentence.has(.which) || isRequest || sentence.has(.exist)
        let asksProviders = sentence.has(.which, .what) && sentence.has(.provider, .providers)
        guard sentence.has(.place) || asksProviders || (isInstalled && asks && !sentence.mentions.skills.isEmpty) else {
            return nil
        }
        guard !sentence.mentions.skills.isEmpty else {
            try PlacementFrame(sentence).askAboutNearNames()
            guard sentence.has(.place), !sentence.has(.skills, .skill, .runs) else { return nil }
            throw ChatQuestion(about: .skill)
        }
        return .whereInstalled(try oneSkill())
    }

    private var audit: ChatCommand? {
        let users = sentence.mentions.users
        let isAboutPeople = sentence.has(.who) || (!users.isEmpty && sentence.mentions.runs.isEmpty && !sentence.has(.run, .runs))
        guard sentence.has(.audit) || sentence.has(.activity) && !sentence.has(.runs, .run) || isAboutPeople else { return nil }
        var actor = users.first
        if actor == nil, sentence.has(.mine), !sentence.terms.contains(where: { $0.text == "me" || $0.text == "us" }) {
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
