import Contract

/// What lists of runs and skills cannot say.
extension ReadRemainder {
    func ask(of filter: ChatRunFilter) throws(ChatQuestion) {
        if leavesOut { throw unclear(others(than: filter)) }
        try askOfProviders { provider in
            var one = filter
            one.provider = provider
            return .listRuns(one)
        }
        let states = namedStates
        if states.count > 1 {
            throw unclear(states.map { .listRuns(filter.of(sentence.vocabulary.runStatus($0))) })
        }
        if sentence.has(.or) || hasAlternative { throw unclear([.listRuns(filter)]) }
        let skills = mentions.skillNames.map { ChatCommand.status(.skill($0)) }
        if !mentions.skills.isEmpty { throw unclear(skills + [.listRuns(filter)]) }
        let people = mentions.users.map { ChatCommand.audit(actor: $0, since: filter.since) }
        if !people.isEmpty || hasUnknownOwner { throw unclear(people + [.listRuns(filter)]) }
        if hasOtherTime || hasOtherNumber || namesOtherDeed { throw unclear([]) }
    }

    func ask(of filter: ChatSkillFilter) throws(ChatQuestion) {
        if leavesOut || asksWhatIsMissing {
            throw unclear([.listSkills(ChatSkillFilter(state: filter.state))])
        }
        try askOfProviders { provider in
            var one = filter
            one.provider = provider
            return .listSkills(one)
        }
        if let state = sentence.runStates.first {
            throw unclear([.listRuns(ChatRunFilter(status: sentence.vocabulary.runStatus(state)))])
        }
        let namesRuns = sentence.terms.contains { $0.noun == .runs && !["ones", "ran"].contains($0.text) }
        if namesRuns { throw unclear([.listSkills(filter), .listRuns(ChatRunFilter())]) }
        let isOfOthers = !mentions.users.isEmpty || filter.query == nil && hasUnknownOwner
        let isElsewhere = sentence.acts.contains { isChangeBesideInstall($0) && !isSearched($0, filter) }
        let hasOtherState = Set(sentence.skillStates).count > 1
        if isOfOthers || isElsewhere || hasOtherState || sentence.hasTime || sentence.has(.or)
            || hasOtherTag(filter)
        {
            throw unclear([.listSkills(filter)])
        }
    }

    /// Each once; behind another state, 실행 중 is "among the runs": 실패한 실행 중 최근 5건.
    private var namedStates: [String] {
        let terms = sentence.terms
        var states: [String] = []
        for index in terms.indices {
            guard case .runState(let state)? = terms[index].noun, !states.contains(state) else { continue }
            let isAmong = ["실행 중", "실행중"].contains(terms[index].text)
            if isAmong, index > 0, terms[index - 1].isRunState { continue }
            states.append(state)
        }
        return states
    }

    /// Runs of the other states.
    private func others(than filter: ChatRunFilter) -> [ChatCommand] {
        guard let status = filter.status else { return [] }
        let all = sentence.vocabulary.context.runStatuses
        return all.filter { $0 != status }.map { .listRuns(filter.of($0)) }
    }

    /// As in 성공하거나 실패한.
    private var hasAlternative: Bool {
        sentence.terms.contains { $0.isHangul && $0.text.hasSuffix("거나") }
    }

    /// "뭐가 없어": of what is listed, 없다 says that it is not there.
    private var asksWhatIsMissing: Bool {
        sentence.has(.what, .which) && sentence.terms.contains { $0.isHangul && $0.text.hasPrefix("없") }
            && !mentions.providers.isEmpty
    }

    /// "By whoever", "somebody's", 아무개의: not a name that is known.
    private var hasUnknownOwner: Bool {
        sentence.terms.indices.contains { index in
            let term = sentence.terms[index]
            guard term.meaning == .unknown else { return false }
            if !term.isHangul {
                return term.text.hasSuffix("'s") || index > 0 && sentence.terms[index - 1].text == "by"
            }
            let next = index + 1
            return term.text.count > 1 && term.text.hasSuffix("의") && next < sentence.terms.count
        }
    }

    /// Runs are not listed by what they do; what is installed is what most of them do.
    private var namesOtherDeed: Bool {
        sentence.acts.contains { term in
            isChangeBesideInstall(term) && term.act?.act != .cancel && term.act?.act != .approve
        }
    }

    private func isChangeBesideInstall(_ term: Term) -> Bool {
        guard let act = term.act?.act else { return false }
        return act.isChange && act != .install
    }

    private func hasOtherTag(_ filter: ChatSkillFilter) -> Bool {
        guard case .tagged(let tag)? = mentions.skills.first, filter.query == tag else { return false }
        return mentions.skills.count > 1
            || sentence.unknown.contains { sentence.vocabulary.tag($0.text) ?? tag != tag }
    }

    private func isSearched(_ term: Term, _ filter: ChatSkillFilter) -> Bool {
        filter.query?.split(separator: " ").contains { $0 == term.text } ?? false
    }
}

/// Times and numbers.
extension ReadRemainder {
    /// An end, or a beginning that is not known: only "since" can be said.
    var hasOtherTime: Bool {
        let terms = sentence.terms
        var points: Set<TimePoint> = []
        for (index, term) in terms.enumerated() {
            guard case .time(let point) = term.meaning else {
                if isUnknownBeginning(index) { return true }
                continue
            }
            points.insert(point)
            let next = terms.indices.contains(index + 1) ? terms[index + 1] : nil
            if term.particle.contains("까지") || next?.mark == .previous { return true }
            if next?.text == "전", !point.isDistance { return true }
        }
        let words = ["than", "till", "between", "before", "until"]
        return points.count > 1 || sentence.has(.then)
            || !points.isEmpty && terms.contains { words.contains($0.text) }
    }

    /// "Since the deploy", 배포부터, "last quarter".
    private func isUnknownBeginning(_ index: Int) -> Bool {
        let term = sentence.terms[index]
        if term.mark == .since { return true }
        if term.mark == .within { return !sentence.hasTime }
        let isUnknown = term.meaning == .unknown
        let isBegun = term.particle.hasPrefix("부터") || isUnknown && term.text.hasSuffix("부터")
        if isBegun { return index == 0 || !sentence.terms[index - 1].isTime }
        guard term.mark == .last, !term.isHangul, index + 1 < sentence.terms.count else { return false }
        let next = sentence.terms[index + 1]
        return next.meaning == .unknown && !["few", "couple", "several"].contains(next.text)
    }

    /// A number that does not say how many.
    var hasOtherNumber: Bool {
        let numbers = sentence.terms.indices.filter {
            if case .number = sentence.terms[$0].meaning { true } else { false }
        }
        return numbers.count > 1 || !numbers.allSatisfy(isCount)
            || sentence.terms.contains(where: \.isVersion)
    }

    private func isCount(_ index: Int) -> Bool {
        let terms = sentence.terms
        let number = terms[index]
        if number.text.hasSuffix("개") { return true }
        let before = index > 0 ? terms[index - 1] : nil
        if let next = terms.indices.contains(index + 1) ? terms[index + 1] : nil {
            if next.isHangul, ["개", "건", "가지"].contains(where: { next.text.hasPrefix($0) }) { return true }
            if next.meaning == .unknown { return false }
            if next.isListed || [.last, .latest, .recent, .ongoing].contains(next.mark) { return true }
        }
        guard let before else { return false }
        if before.isHangul, before.isListed { return true }
        return [.last, .latest, .recent, .justNow].contains(before.mark) || before.noun == .runs
            || ["limit", "top"].contains(before.text)
    }
}

extension ChatRunFilter {
    fileprivate func of(_ status: String) -> ChatRunFilter {
        var filter = self
        filter.status = status
        return filter
    }
}

extension TimePoint {
    /// Whether it is so long ago, rather than a day of the calendar.
    fileprivate var isDistance: Bool {
        switch self {
        case .ago, .months: true
        case .day, .week, .month, .monthDay, .date, .exact: false
        }
    }
}

extension Term {
    fileprivate var isTime: Bool {
        if case .time = meaning { true } else { false }
    }

    /// What runs are called in a list: 실행, 목록, failed.
    fileprivate var isListed: Bool {
        switch noun {
        case .run, .runs, .list, .runState: true
        default: false
        }
    }
}
