import Contract

/// What is done to one run.
struct RunFrame {
    private let sentence: Sentence

    init(_ sentence: Sentence) {
        self.sentence = sentence
    }

    func command(_ intent: ChatIntent) throws(ChatQuestion) -> ChatCommand {
        let run = try run(isDescribed: intent.effect == .change)
        return switch intent {
        case .cancel: .cancel(run)
        case .approve: .approve(run, reason: sentence.reason)
        case .refuse: .refuse(run, reason: sentence.reason)
        case .why: .why(run)
        default: .retry(run)
        }
    }

    // All that the line says of the run has to be true of it where it `isDescribed`.
    func run(isDescribed: Bool = false) throws(ChatQuestion) -> ChatRunChoice {
        try PlacementFrame(sentence).askAboutNearNames()
        guard !sentence.has(.all), !sentence.has(.runs), sentence.mentions.providers.isEmpty else {
            throw unclear([])
        }
        let reference = RunReference(sentence)
        switch isDescribed ? reference.describedOutcome(isSingle: true) : reference.outcome(isSingle: true) {
        case .one(let run): return run
        case .unclear(let ids): throw unclear(ids)
        case .none: throw unclear([])
        }
    }

    private func unclear(_ ids: [String]) -> ChatQuestion {
        ChatQuestion(about: .run, values: ids.isEmpty ? sentence.vocabulary.ownRuns.map(\.id) : ids)
    }
}

/// What a rollback takes back.
struct RollbackFrame {
    private let sentence: Sentence

    init(_ sentence: Sentence) {
        self.sentence = sentence
    }

    func command() throws(ChatQuestion) -> ChatCommand {
        let mentions = sentence.mentions
        let frame = PlacementFrame(sentence)
        try frame.askAboutNearNames()
        let isAbout = sentence.vocabulary.context.about != nil && mentions.skills.isEmpty
        let isSingle = sentence.has(.run) || !mentions.runs.isEmpty || isAbout
        let reference = RunReference(sentence).describedOutcome(isSingle: isSingle)
        if case .one(let run) = reference, mentions.skills.isEmpty || !mentions.runs.isEmpty || isRun {
            guard try frame.providers() == nil else { throw ChatQuestion(about: .subject) }
            return .rollback(.run(run), providers: nil, reason: sentence.reason)
        }
        if case .unclear(let ids) = reference, mentions.skills.isEmpty {
            let own = sentence.vocabulary.ownRuns.map(\.id)
            throw ChatQuestion(about: .run, values: ids.isEmpty ? own : ids)
        }
        if sentence.acts.contains(where: Self.isDeed) { throw ChatQuestion(about: .subject) }
        if case .unclear(let ids) = reference { throw ChatQuestion(about: .run, values: ids) }
        let skills = try frame.skills()
        guard skills.count == 1, case .named(let name, let version) = skills[0] else {
            throw ChatQuestion(about: .skill, values: mentions.skillNames)
        }
        if let version { throw ChatQuestion(about: .version, values: [version]) }
        if sentence.has(.latest) { throw ChatQuestion(about: .version) }
        return .rollback(.skill(name), providers: try frame.providers(), reason: sentence.reason)
    }

    /// As in "roll back the k8s install" and 지운 k8s: that may be the skill wherever it is, or that run.
    private static func isDeed(_ term: Term) -> Bool {
        switch term.act {
        case (.install, .nominal)?: true
        case (.uninstall, let mood)?, (.rollback, let mood)?: [.nominal, .adnominal, .passive].contains(mood)
        default: false
        }
    }

    private var isRun: Bool { sentence.has(.last) || sentence.has(.justNow) || sentence.has(.lastFailed) }
}

/// Which alert is acknowledged.
struct AlertFrame {
    private let sentence: Sentence

    init(_ sentence: Sentence) {
        self.sentence = sentence
    }

    func command() throws(ChatQuestion) -> ChatCommand {
        let vocabulary = sentence.vocabulary
        let open = vocabulary.context.alerts.filter { $0.state != "resolved" && $0.state != "acknowledged" }
        let question = ChatQuestion(about: .alert, values: open.map { $0.short ?? $0.id })
        guard sentence.mentions.alerts.count < 2 else { throw question }
        if let alert = sentence.mentions.alerts.first {
            return .acknowledge(alert: alert, reason: sentence.reason)
        }
        var fitting = open
        for provider in sentence.mentions.providers { fitting = fitting.filter { $0.subject == provider } }
        for term in sentence.terms {
            if case .severity(let severity)? = term.noun {
                fitting = fitting.filter { $0.severity == severity }
            }
        }
        guard fitting.count == 1, fitting.count < open.count || open.count == 1, sentence.has(.alert) else {
            throw question
        }
        return .acknowledge(alert: fitting[0].id, reason: sentence.reason)
    }
}
