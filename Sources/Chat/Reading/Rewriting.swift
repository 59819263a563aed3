/// Puts together what several terms say: versions, tags, times, and verbs that stand apart from their adverb.
///
/// What has been used up becomes filler, so that terms keep their places.
struct Rewriting {
    private(set) var terms: [Term]
    private let vocabulary: Vocabulary

    init(_ terms: [Term], _ vocabulary: Vocabulary) {
        self.terms = terms
        self.vocabulary = vocabulary
        joinSeparatedVerbs()
        nameTags()
        countVersions()
        countTimes()
        countListed()
        settleConfirmations()
        settleEnglishNouns()
        settleKoreanNouns()
    }

    /// Adverbs by the verb that they finish.
    private static let separated: [(verb: String, adverbs: Set<String>, act: Act)] = [
        ("take", ["off", "down", "out", "away"], .uninstall), ("roll", ["back"], .rollback),
        ("roll", ["out"], .install), ("try", ["again", "once more"], .retry),
        ("run", ["again", "once more", "one more time"], .retry), ("set", ["up"], .install),
        ("do", ["again"], .retry), ("switch", ["back"], .rollback), ("bring", ["back"], .rollback),
        ("get", ["onto", "into"], .install), ("get", ["off"], .uninstall), ("pull", ["off"], .uninstall),
        ("mark", ["as acknowledged", "as acked", "acknowledged"], .acknowledge),
        ("give", ["another go", "another try", "another shot", "one more try", "one more go"], .retry),
    ]

    static let separatedVerbs = Set(separated.map(\.verb))

    private mutating func joinSeparatedVerbs() {
        for index in terms.indices {
            for rule in Self.separated where terms[index].text == rule.verb && !terms[index].isEntity {
                guard
                    let adverb = terms[(index + 1)...].firstIndex(where: { rule.adverbs.contains($0.text) }),
                    !terms[..<adverb].indices.contains(where: { $0 != index && isEnglishVerb($0) })
                else { continue }
                terms[index].meaning = .act(rule.act, .base)
                terms[adverb].meaning = .mark(.filler)
            }
        }
    }

    private func isEnglishVerb(_ index: Int) -> Bool {
        !terms[index].isHangul && terms[index].act?.mood == .base
    }

    /// Such as `docs 태그` and `tagged docs`.
    private mutating func nameTags() {
        for index in terms.indices where terms[index].noun == .tag {
            let after = next(index) { $0.isFiller || $0.meaning == .punctuation(":") }
            let before = previous(index) { $0.mark == .filler && $0.isHangul }
            for place in [after, before].compactMap(\.self) {
                guard let tag = vocabulary.tag(terms[place].text) else { continue }
                terms[place].meaning = .tag(tag)
                use(index)
                // "What has the tag": the tag says which.
                let thing = max(place, index) + 1
                if thing < terms.count, terms[thing].mark == .it { use(thing) }
                break
            }
        }
    }

    /// `3버전`, `version 3`; what they belong to is settled later.
    private mutating func countVersions() {
        for index in terms.indices where terms[index].noun == .version {
            if index > 0, case .number(let number) = terms[index - 1].meaning {
                terms[index].meaning = .version(String(number))
                use(index - 1)
            } else if let after = next(
                index,
                over: { $0.mark == .filler || $0.meaning == .punctuation(".") }
            ),
                case .number(let number) = terms[after].meaning
            {
                terms[after].meaning = .version(String(number))
                use(index)
            } else if index > 0, case .version = terms[index - 1].meaning {
                use(index)
            }
        }
    }

    /// "The two providers", 두 제공자: those that are listed, not every one.
    private mutating func countListed() {
        for index in terms.indices {
            guard case .number(let number) = terms[index].meaning, number > 1 else { continue }
            let isAll = index > 0 && terms[index - 1].mark == .all
            if terms.isCountOfSkills(index) {
                terms[index].meaning = .mark(.allOf(number))
                continue
            }
            guard let next = next(index, over: { $0.mark == .filler }) else {
                if isAll { terms[index].meaning = .mark(.allOf(number)) }
                continue
            }
            switch terms[next].noun {
            case .provider, .providers, .skill, .skills, .place: terms[index].meaning = .mark(.allOf(number))
            default: break
            }
        }
    }

    private mutating func countTimes() {
        for index in terms.indices {
            guard case .unit(let seconds, let own) = terms[index].meaning else { continue }
            var count = own
            if count == nil, index > 0, case .number(let number) = terms[index - 1].meaning {
                count = number
                use(index - 1)
            }
            if count == nil, index > 0, [.within, .recent, .last].contains(terms[index - 1].mark) {
                count = 1
            }
            guard let count, count > 0, count < 100_000 else { continue }
            let begin = own == nil && index > 0 ? index - 1 : index
            terms[index].meaning =
                isAhead(begin, index) ? .mark(.schedule) : .time(.ago(seconds: count * seconds))
        }
        for index in terms.indices {
            guard case .time = terms[index].meaning else { continue }
            var before = index - 1
            while before >= 0, introducesTime(terms[before]) {
                use(before)
                before -= 1
            }
        }
    }

    private func introducesTime(_ term: Term) -> Bool {
        [.filler, .last, .recent, .within, .since, .on].contains(term.mark)
    }

    /// Whether so much time has yet to pass: `in 10 minutes`, `10분 뒤`.
    private func isAhead(_ begin: Int, _ end: Int) -> Bool {
        if end + 1 < terms.count, terms[end + 1].mark == .then { return true }
        guard begin > 0 else { return false }
        return terms[begin - 1].text == "in" || terms[begin - 1].mark == .then
    }

    /// To have looked at an alert is to acknowledge it; to have somebody look is to ask what it says.
    private mutating func settleConfirmations() {
        guard terms.contains(where: { if case .alert = $0.meaning { true } else { $0.noun == .alert } })
        else {
            return
        }
        for index in terms.indices {
            guard let (act, mood) = terms[index].act, mood == .statement || mood == .nominal else { continue }
            guard act == .acknowledge || act == .show && terms[index].text.hasPrefix("확인") else { continue }
            terms[index].meaning = .act(.acknowledge, .request)
        }
    }

    /// `the install of`, `my last rollback`: a noun, and nothing to be done.
    private mutating func settleEnglishNouns() {
        let before: Set<String> = [
            "the", "a", "an", "my", "last", "my last", "latest", "this", "that", "failed", "of", "for",
            "running", "recent",
            "previous", "about", "queued", "successful",
        ]
        for index in terms.indices.dropFirst() where !terms[index].isHangul {
            guard case .act(let act, .base) = terms[index].meaning else { continue }
            let isSecond = terms[index - 1].isSkill && terms[..<index].contains { $0.act?.mood == .base }
            let isOfRun = terms[index - 1].isRunState && !isThing(terms[index - 1])
            guard before.contains(terms[index - 1].text) || isOfRun || isSecond else { continue }
            terms[index].meaning = .act(act, .nominal)
        }
    }

    /// 실패한거 retry: the thing is named already, so the verb says what to do with it.
    private func isThing(_ state: Term) -> Bool {
        state.isHangul && ["거", "건", "것", "걸"].contains { state.text.hasSuffix($0) }
    }

    /// 설치 실패한 거, 설치 작업, 마지막 설치를: which run, by what it does.
    private mutating func settleKoreanNouns() {
        for index in terms.indices.dropLast() where terms[index].isHangul {
            guard case .act(let act, .base) = terms[index].meaning else { continue }
            let isOfRun = terms[index].particle.isEmpty && isRun(terms[index + 1])
            guard isOfRun || isNamedRun(index) else { continue }
            terms[index].meaning = .act(act, .nominal)
        }
    }

    private func isRun(_ term: Term) -> Bool { term.noun == .run || term.noun == .runs || term.isRunState }

    private func isNamedRun(_ index: Int) -> Bool {
        guard index > 0, ["", "을", "를"].contains(terms[index].particle) else { return false }
        let before = terms[index - 1]
        return (before.mark == .last || before.mark == .justNow || before.isRunState && before.text.count > 2)
            && terms[(index + 1)...].contains { $0.act != nil }
    }

    private mutating func use(_ index: Int) { terms[index].meaning = .mark(.filler) }

    private func next(_ index: Int, over skipped: (Term) -> Bool) -> Int? {
        terms.indices[(index + 1)...].first { !skipped(terms[$0]) }
    }

    private func previous(_ index: Int, over skipped: (Term) -> Bool) -> Int? {
        terms.indices[..<index].last { !skipped(terms[$0]) }
    }
}
