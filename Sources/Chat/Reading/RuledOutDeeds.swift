/// Takes out what is not to be done, together with what only that was to be done to: "claude에서 지우지 말고 openai에서
/// 지워줘" names claude to spare it.
///
/// Where it is not certain which names belong to what remains, nothing is taken out and the line is unresolved.
struct RuledOutDeeds {
    private(set) var terms: [Term]
    private(set) var isUnresolved = false
    /// Whether "all except" was said: of which deed, nobody knows.
    private let hasException: Bool

    init(_ terms: [Term], hasException: Bool) {
        self.terms = terms
        self.hasException = hasException
        for index in terms.indices { settleRejection(at: index) }
        for index in terms.indices { settleNegatedAct(at: index) }
    }

    /// "삭제 말고", "instead of installing".
    private mutating func settleRejection(at index: Int) {
        let isBefore = terms[index].mark == .notBefore
        guard isBefore || terms[index].mark == .notAfter else { return }
        let neighbours = isBefore ? terms.indices[..<index].reversed() : Array(terms.indices[(index + 1)...])
        guard let near = neighbours.first(where: { !terms[$0].isFiller }), terms[near].act != nil else {
            return
        }
        let clause = isBefore ? clause(before: near) : clause(behind: near)
        guard
            let other = anotherAct(than: near, from: isBefore ? index : 0) ?? anotherAct(than: near, from: 0)
        else {
            isUnresolved = true
            return
        }
        ruleOut([near, index], clause, other)
    }

    /// "설치하지 말고 계획만", "don't install, just plan": what remains is the other.
    private mutating func settleNegatedAct(at index: Int) {
        guard let act = terms[index].act, let following = anotherAct(than: index, from: index) else { return }
        if act.mood == .negative, terms[index].text.hasSuffix("말고") || terms[index].text.hasSuffix("않고") {
            // 설치는 하지 말고: the noun says what, the verb that it is not done.
            let noun = act.act == .carry ? deedNoun(before: index) : nil
            ruleOut([noun, index].compactMap(\.self), clause(before: noun ?? index), following)
        } else if act.mood == .base, let other = terms[following].act?.act,
            other == .plan || other == .preflight,
            let before = terms.indices[..<index].last(where: { !terms[$0].isFiller }),
            terms[before].mark == .negation
        {
            ruleOut([before, index], clause(behind: index), following)
        }
    }

    private func anotherAct(than index: Int, from start: Int) -> Int? {
        terms.indices[start...].first { $0 != index && isDeed($0) }
    }

    private func isDeed(_ index: Int) -> Bool { terms[index].act.map { $0.act != .carry } ?? false }

    private func deedNoun(before index: Int) -> Int? {
        guard let before = terms.indices[..<index].last(where: { !terms[$0].isFiller }),
            terms[before].isHangul, isDeed(before), terms[before].act?.mood == .base
        else { return nil }
        return before
    }

    /// Korean: from the verb before.
    private func clause(before index: Int) -> Range<Int> {
        (terms.indices[..<index].last(where: isDeed).map { $0 + 1 } ?? 0)..<index
    }

    /// English: up to the next verb, or the end.
    private func clause(behind index: Int) -> Range<Int> {
        (index + 1)..<(terms.indices[(index + 1)...].first(where: isDeed) ?? terms.endIndex)
    }

    /// What a name stands for in a deed: one of a kind takes the place of another.
    private enum Kind { case skill, version, provider, run, alert, unclear }

    private mutating func ruleOut(_ words: [Int], _ clause: Range<Int>, _ other: Int) {
        let isRead = terms[other].act?.act.isChange == false
        let rest = Set(
            terms.indices.filter { !clause.contains($0) && !words.contains($0) }.flatMap { kinds($0, isRead) }
        )
        let said = Set(clause.flatMap { kinds($0, isRead) })
        let isSameDeed = words.contains { terms[$0].act?.act == terms[other].act?.act }
        guard !said.isEmpty else { return take(out: words) }
        guard !hasException, isShared(said, rest, isSameDeed), !isVersionOfNamed(clause, rest) else {
            isUnresolved = true
            return
        }
        let replaced = rest.contains(.skill) ? rest.union([.version]) : rest
        take(out: words + clause.filter { kinds($0, isRead).first.map(replaced.contains) ?? false })
    }

    /// Whether it is plain what of the first deed the other one is done to as well.
    private func isShared(_ said: Set<Kind>, _ rest: Set<Kind>, _ isSameDeed: Bool) -> Bool {
        // Everything; but the very same thing cannot be done and not be done.
        if rest.isEmpty { return !isSameDeed && !said.contains(.unclear) }
        guard !rest.contains(.unclear) else { return false }
        let kept = said.subtracting(rest)
        return kept.isEmpty
            || kept.isSubset(of: [.skill, .version]) && rest.isSubset(of: [.provider, .version])
            || kept == [.version] && rest.contains(.skill)
    }

    /// "release-notes@2 … 말고 최신": the other version would be lost behind the first.
    private func isVersionOfNamed(_ clause: Range<Int>, _ rest: Set<Kind>) -> Bool {
        rest.contains(.version) && !rest.contains(.skill)
            && clause.contains { index in
                if case .skill(_, _?) = terms[index].meaning { true } else { false }
            }
    }

    private func kinds(_ index: Int, _ isRead: Bool) -> [Kind] {
        switch terms[index].meaning {
        case .skill(_, let version): version == nil ? [.skill] : [.skill, .version]
        case .tag: [.skill]
        case .version, .mark(.latest), .mark(.previous): [.version]
        case .provider, .unclearProvider, .mark(.everywhere): [.provider]
        case .run, .mark(.last), .mark(.lastFailed), .mark(.justNow), .mark(.ongoing), .noun(.runState):
            [.run]
        case .alert: [.alert]
        case .mark(.all), .mark(.allOf), .mark(.rest): isRead ? [] : [.unclear]
        default: []
        }
    }

    private mutating func take(out places: [Int]) {
        for place in places { terms[place].meaning = .mark(.filler) }
    }
}
