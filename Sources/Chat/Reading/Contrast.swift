/// Takes out what was only named to be ruled out: "not X but Y" is Y, "all except X" is all without X.
struct Contrast {
    private(set) var terms: [Term]
    /// Providers that "all" is to leave out.
    private(set) var excepted: [String] = []
    /// Whether something else than a provider was excepted.
    private(set) var exceptsOther = false
    /// Whether something was ruled out and nothing put in its place.
    private(set) var isUnresolved = false
    /// Whether it was said what something is not, rather than what is not to be done: "not installed".
    private(set) var rulesOutState = false

    init(_ terms: [Term]) {
        self.terms = terms
        for index in terms.indices { settleException(at: index) }
        for index in terms.indices { settleRejection(at: index) }
        let deeds = RuledOutDeeds(self.terms, hasException: !excepted.isEmpty || exceptsOther)
        self.terms = deeds.terms
        isUnresolved = isUnresolved || deeds.isUnresolved
    }

    private mutating func settleException(at index: Int) {
        switch terms[index].mark {
        case .exceptBefore: except(list(before: index), index)
        case .exceptAfter: except(list(after: index), index)
        case .and where terms[index].text == "but" && isAll(before: index): except(list(after: index), index)
        default: return
        }
    }

    /// "All providers but openai".
    private func isAll(before index: Int) -> Bool {
        guard index + 1 < terms.count, terms[index + 1].mark != .notAfter else { return false }
        return terms[..<index].contains { $0.mark == .all || $0.mark == .everywhere }
    }

    private mutating func except(_ places: [Int], _ index: Int) {
        terms[index].meaning = .mark(.filler)
        let providers = places.compactMap { place in
            if case .provider(let id) = terms[place].meaning { id } else { nil }
        }
        guard !providers.isEmpty, providers.count == places.count else {
            exceptsOther = true
            return
        }
        excepted += providers
        for place in places { terms[place].meaning = .mark(.filler) }
    }

    /// Names of one kind right before a word, however they are joined.
    private func list(before index: Int) -> [Int] {
        list(stride(from: index - 1, through: 0, by: -1).map { $0 })
    }

    private func list(after index: Int) -> [Int] { list(Array(terms.indices[(index + 1)...])) }

    private func list(_ places: [Int]) -> [Int] {
        var found: [Int] = []
        for place in places {
            let term = terms[place]
            if term.isEntity || term.isVersion {
                if let first = found.first, !Self.sameKind(terms[first], term) { break }
                found.append(place)
            } else if !(term.isFiller || [.and, .or, .only].contains(term.mark) || term.isComma
                || term.noun == .provider || term.noun == .providers)
            {
                break
            }
        }
        return found
    }

    private static func sameKind(_ left: Term, _ right: Term) -> Bool {
        if left.isProvider || right.isProvider { return left.isProvider && right.isProvider }
        return left.isEntity == right.isEntity
    }

    private mutating func settleRejection(at index: Int) {
        let isBefore = terms[index].mark == .notBefore
        guard isBefore || terms[index].mark == .notAfter else { return }
        let neighbours = isBefore ? terms.indices[..<index].reversed() : Array(terms.indices[(index + 1)...])
        guard let near = neighbours.first(where: { !terms[$0].isFiller }) else {
            isUnresolved = true
            return
        }
        // A deed, rather than a name.
        if let mood = terms[near].act?.mood {
            rulesOutState = rulesOutState || ![.base, .request, .nominal].contains(mood)
            return
        }
        let places = isBefore ? list(before: index) : list(after: index)
        guard let first = places.first else {
            isUnresolved = true
            return
        }
        if !isBefore, let but = but(among: places), settleContrast(index, but, places) { return }
        let kind = terms[first]
        if isBefore, kind.isVersion { settleOwner(of: places, index) }
        // "A, not B": one name is ruled out, what is listed behind it may be meant.
        reject(isBefore ? places : [first], index) {
            Self.sameKind($0, kind) && ($0.isEntity || $0.isVersion)
        }
    }

    /// "release-notes 2버전 말고 release-notes 3버전": the skill is named twice and meant once.
    private mutating func settleOwner(of versions: [Int], _ not: Int) {
        guard let owner = terms[..<(versions.min() ?? 0)].lastIndex(where: { !$0.isFiller }),
            case .skill(let name, nil) = terms[owner].meaning
        else { return }
        let behind = terms[(not + 1)...].filter(\.isSkill)
        guard !behind.isEmpty else { return }
        guard behind.allSatisfy({ if case .skill(name, _) = $0.meaning { true } else { false } }) else {
            isUnresolved = true
            return
        }
        terms[owner].meaning = .mark(.filler)
    }

    /// The word between what is ruled out and what takes its place, names of one kind all of them.
    private func but(among places: [Int]) -> Int? {
        guard let first = places.first, let last = places.last else { return nil }
        return terms.indices[first...last].first { terms[$0].mark == .and && terms[$0].text == "but" }
    }

    /// "Not on claude and gemini but on codex": all up to the "but" is ruled out.
    ///
    /// - Returns: Whether that is certain; else the "but" stays, for a change to ask about.
    private mutating func settleContrast(_ not: Int, _ but: Int, _ names: [Int]) -> Bool {
        let (ruledOut, rest) = (not..<but, terms[(but + 1)...])
        let places = names.filter(ruledOut.contains)
        let kind = terms[names[0]]
        guard !terms[ruledOut].contains(where: { $0.mark == .only }) else { return false }
        // "Not X but also Y": nobody knows whether X is meant.
        if rest.first(where: { $0.mark != .on })?.text == "also" { isUnresolved = true }
        let isListed = terms[..<not].contains {
            Self.sameKind($0, kind) && ($0.isEntity || $0.isVersion)
        }
        guard !isUnresolved, !isListed, !areNamedAgain(places) else { return false }
        for place in Array(ruledOut) + [but] { terms[place].meaning = .mark(.filler) }
        return true
    }

    /// "Not on claude but on codex and claude": whether it is meant, nobody knows.
    private func areNamedAgain(_ places: [Int]) -> Bool {
        terms.indices.contains { index in
            !places.contains(index) && places.contains { terms[$0].meaning == terms[index].meaning }
        }
    }

    /// Only where something of the kind remains.
    private mutating func reject(_ places: [Int], _ index: Int, _ isOfKind: (Term) -> Bool) {
        let others = terms.indices.contains { !places.contains($0) && isOfKind(terms[$0]) }
        guard others, !areNamedAgain(places) else {
            isUnresolved = true
            return
        }
        for place in places + [index] { terms[place].meaning = .mark(.filler) }
    }
}

extension Term {
    var isComma: Bool {
        [",", "\"", "/", "&", "+", "(", ")"].contains { meaning == .punctuation($0) }
    }

    var isVersion: Bool {
        if case .version = meaning { true } else { false }
    }
}
