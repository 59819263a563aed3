/// "Both", "두 곳", "the two providers": so many of what was listed, and none that was not.
extension Sentence {
    /// Whether just as many are listed as every such word says.
    var countsAreListed: Bool {
        terms.indices.allSatisfy { index in
            guard let count = terms[index].count else { return true }
            return mentions.providers.count == count && !terms.isCountOfSkills(index)
                || !isPlace(index) && mentions.skills.count == count
        }
    }

    /// Whether an "all" only says so once more: 두 곳 모두에, 클로드랑 제미나이 모두에서, "all three".
    func isCounted(_ index: Int) -> Bool {
        let before = terms[..<index].last { !$0.mayStandBehindCount }
        let behind = terms[(index + 1)...].first { $0.mark != .filler && $0.mark != .of }
        let isListBefore = before?.isProvider == true && mentions.providers.count > 1
        return before?.count != nil || behind?.count != nil
            || isListBefore && terms[index].mark == .everywhere
    }

    /// Providers are meant: a preposition before, a particle or a noun behind it.
    private func isPlace(_ index: Int) -> Bool {
        if terms[index].particle.hasPrefix("에") { return true }
        if index > 0, terms[index - 1].mark == .on, !terms[index - 1].isHangul { return true }
        let behind = terms[(index + 1)...].first { $0.mark != .filler && $0.mark != .of }
        return [.provider, .providers, .place].contains(behind?.noun) || behind?.mark == .everywhere
    }
}

extension [Term] {
    /// "A하고 B 두 개": so many of what stands before it.
    func isCountOfSkills(_ index: Int) -> Bool {
        guard index + 1 < count, ["개", "가지"].contains(self[index + 1].text) else { return false }
        return self[..<index].last { $0.mark != .filler }?.isSkill ?? false
    }
}

extension Term {
    fileprivate var mayStandBehindCount: Bool {
        switch noun {
        case .provider, .providers, .skill, .skills, .place: true
        default: mark == .filler || mark == .of
        }
    }
}
