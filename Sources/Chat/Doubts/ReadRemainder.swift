import Contract

/// What a line says and its command has no place for: what a list leaves out, or more than one of something.
///
/// A list of something else, or of everything, looks like the answer; so it asks, with those that may be meant.
struct ReadRemainder {
    let sentence: Sentence
    private let command: ChatCommand

    /// - Parameters:
    ///   - sentence: The line.
    ///   - command: What it was read as.
    init(_ sentence: Sentence, _ command: ChatCommand) {
        self.sentence = sentence
        self.command = command
    }

    /// - Throws: What has to be asked, where something is left over.
    func ask() throws(ChatQuestion) {
        switch command {
        case .listRuns(let filter): try ask(of: filter)
        case .listSkills(let filter): try ask(of: filter)
        case .alerts: try askOfAlerts()
        case .audit(_, let since): try askOfAudit(since: since)
        case .whereInstalled:
            let asksPlaces = sentence.has(.place, .provider, .providers) || sentence.has(.show, .search)
            if asksPlaces && isNegated || sentence.contrast.exceptsOther { throw unclear([command]) }
        default: return
        }
    }

    func unclear(_ commands: [ChatCommand]) -> ChatQuestion {
        ChatQuestion(about: .words, choices: commands.map { .init($0) })
    }

    var mentions: Mentions { sentence.mentions }

    // MARK: What is left out

    /// "Except", "not installed", 없는: what is asked for is everything else.
    var leavesOut: Bool {
        isNegated || !sentence.contrast.excepted.isEmpty || sentence.contrast.exceptsOther
    }

    private var isNegated: Bool {
        sentence.has(.negation) || sentence.contrast.isUnresolved || sentence.contrast.rulesOutState
            || sentence.terms.contains(where: Self.isAbsent)
    }

    private static let absences: Set<String> = ["missing", "absent", "lacking", "lacks", "lack"]

    /// 없는 스킬; "실행 중인 거 없어?" asks whether there is one.
    private static func isAbsent(_ term: Term) -> Bool {
        if term.isHangul { return term.text.hasPrefix("없") && term.act?.mood == .adnominal }
        return term.meaning == .unknown && absences.contains(term.text)
    }

    // MARK: One of several

    /// Lists are of one provider, or of any.
    func askOfProviders(_ list: (String) -> ChatCommand) throws(ChatQuestion) {
        if let unclear = mentions.unclearProviders.first {
            let known = sentence.vocabulary.providers
            throw ChatQuestion(about: .provider, values: unclear.isEmpty ? known : unclear)
        }
        guard mentions.providers.count > 1 else { return }
        throw ChatQuestion(about: .provider, choices: mentions.providers.map { .init(list($0)) })
    }

    private func askOfAlerts() throws(ChatQuestion) {
        let isClosed = sentence.terms.contains(where: Self.isClosed) && !sentence.has(.negation)
        let isElse =
            sentence.contrast.isUnresolved || sentence.contrast.rulesOutState
            || !sentence.contrast.excepted.isEmpty || sentence.contrast.exceptsOther
        if isClosed || isElse { throw unclear([.alerts]) }
    }

    /// The list is of open alerts.
    private static func isClosed(_ term: Term) -> Bool {
        if let (act, mood) = term.act, act == .acknowledge { return mood == .adnominal || mood == .passive }
        guard term.isHangul else {
            return ["resolved", "closed", "cleared", "recovered"].contains(term.text)
        }
        return ["해결", "해소", "닫힌", "복구된", "종료된", "처리된", "확인된", "확인한"].contains { term.text.hasPrefix($0) }
    }

    private func askOfAudit(since: String?) throws(ChatQuestion) {
        if sentence.has(.who), let act = permitted { throw unclear([.help(topic: act)]) }
        if mentions.users.count > 1 {
            throw ChatQuestion(
                about: .user,
                choices: mentions.users.map { .init(.audit(actor: $0, since: since)) }
            )
        }
        let isUnknownTime = sentence.hasTime && since == nil
        if leavesOut || hasOtherTime || isUnknownTime { throw unclear([]) }
    }

    /// "Who can approve": what may be done, which the history does not say.
    private var permitted: ChatIntent? {
        let asks = sentence.terms.contains { term in
            ["can", "could", "may", "allowed", "able", "permission", "permissions", "rights"].contains(
                term.text
            )
                || term.text.hasPrefix("권한")
        }
        return asks ? sentence.acts.compactMap { $0.act?.act.intent }.first : nil
    }
}
