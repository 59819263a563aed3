import Contract

/// The names that stand in a line, each with what belongs to it.
struct Mentions {
    private(set) var skills: [ChatSkillChoice] = []
    /// A version that could belong to several skills, or to none.
    private(set) var hasLooseVersion = false
    private(set) var providers: [String] = []
    /// What an alias may stand for, when that is not just one.
    private(set) var unclearProviders: [[String]] = []
    private(set) var runs: [String] = []
    private(set) var alerts: [String] = []
    private(set) var users: [String] = []
    /// Whether names of skills and providers take turns: each skill may be meant for its own provider.
    private(set) var takesTurns = false

    init(_ terms: [Term]) {
        let bound = Self.bindVersions(terms)
        hasLooseVersion = bound.contains(where: \.isVersion)
        for term in bound { add(term.meaning) }
        let order = bound.compactMap { term -> Bool? in
            if term.isSkill { return true }
            if case .tag = term.meaning { return true }
            return term.isProvider ? false : nil
        }
        takesTurns = zip(order, order.dropFirst()).count { $0 != $1 } > 1
    }

    private mutating func add(_ meaning: Meaning) {
        switch meaning {
        case .skill(let name, let version): skills.appendNew(.named(name, version: version))
        case .tag(let tag): skills.appendNew(.tagged(tag))
        case .provider(let id): providers.appendNew(id)
        case .unclearProvider(let ids): unclearProviders.append(ids)
        case .run(let id): runs.appendNew(id)
        case .alert(let id): alerts.appendNew(id)
        case .user(let name): users.appendNew(name)
        default: break
        }
    }

    /// A version belongs to the skill right before it, else to the one right behind, else to the only one.
    private static func bindVersions(_ terms: [Term]) -> [Term] {
        var terms = terms
        for index in terms.indices {
            guard case .version(let version) = terms[index].meaning else { continue }
            let before = terms.indices[..<index].last { !terms[$0].mayStandBetween }
            let behind = terms.indices[(index + 1)...].first { !terms[$0].mayStandBetween }
            let all = terms.indices.filter { terms[$0].isSkill }
            let candidates = [before, behind, all.count == 1 ? all.first : nil].compactMap(\.self)
            for place in candidates {
                guard case .skill(let name, nil) = terms[place].meaning else { continue }
                terms[place].meaning = .skill(name, version: version)
                terms[index].meaning = .mark(.filler)
                break
            }
        }
        return terms
    }

    /// Names of skills without their versions.
    var skillNames: [String] {
        skills.compactMap { if case .named(let name, _) = $0 { name } else { nil } }
    }
}

extension Term {
    fileprivate var mayStandBetween: Bool {
        mark == .filler || mark == .of || noun == .skill || noun == .version || meaning == .punctuation("\"")
            || meaning == .punctuation("(")
    }
}

extension [ChatSkillChoice] {
    fileprivate mutating func appendNew(_ element: ChatSkillChoice) {
        if !contains(element) { append(element) }
    }
}

extension [String] {
    fileprivate mutating func appendNew(_ element: String) {
        if !contains(element) { append(element) }
    }
}
