/// Finds the states of skills: "pending skills" are skills in that state, where "pending runs" are runs.
///
/// States are what the skills of the context are in, by their own words or by Korean ones for them.
struct SkillStates {
    private(set) var terms: [Term]

    init(_ terms: [Term], _ vocabulary: Vocabulary) {
        self.terms = terms
        guard terms.contains(where: Self.isSkills) else { return }
        for index in terms.indices.reversed() {
            guard let state = Self.state(of: terms[index], vocabulary), describesSkills(index) else {
                continue
            }
            self.terms[index].meaning = .noun(.skillState(state))
        }
    }

    private static func state(of term: Term, _ vocabulary: Vocabulary) -> String? {
        switch term.meaning {
        case .unknown, .act, .noun: break
        default: return nil
        }
        return ([term.text] + words(for: term)).lazy.compactMap { vocabulary.skillState($0) }.first
    }

    /// What may be meant by a word that is none of the states: 승인된, "rejected".
    private static func words(for term: Term) -> [String] {
        switch term.meaning {
        case .act(.approve, .passive): ["approved"]
        case .act(.refuse, .passive): refused
        case .act(.refuse, .adnominal) where !term.isHangul: refused
        case .noun(.runState("queued")) where term.isHangul: ["pending", "queued", "waiting"]
        case .unknown where retired.contains(term.text): ["deprecated", "retired"]
        default: []
        }
    }

    private static let refused = ["refused", "rejected", "denied", "declined"]
    private static let retired: Set<String> = ["폐기된", "지원종료된"]

    private static func isSkills(_ term: Term) -> Bool { term.noun == .skill || term.noun == .skills }

    private func describesSkills(_ index: Int) -> Bool {
        let behind = terms[(index + 1)...].first { !Self.mayStandBefore($0) }
        if let behind, Self.isSkills(behind) { return isList(behind) }
        if let behind, behind.noun == .run || behind.noun == .runs { return false }
        return terms[..<index].last { !Self.mayStandBehind($0) }.map { Self.isSkills($0) && isList($0) }
            ?? false
    }

    /// "The pdf-tools skill" is one, whatever is said of it.
    private func isList(_ noun: Term) -> Bool { noun.noun == .skills || !terms.contains(where: \.isSkill) }

    /// Between a state and the skills it is of: "approved pdf skills", pending 상태인 스킬, "the pending ones of the
    /// skills".
    private static func mayStandBefore(_ term: Term) -> Bool {
        term.isFiller || joins(term) || term.isProvider || term.meaning == .unknown && !term.isSign
            || term.noun == .status || ["ones", "된", "한"].contains(term.text)
    }

    /// Between skills and their state: "skills that are pending", 스킬 중에 승인된 거.
    private static func mayStandBehind(_ term: Term) -> Bool {
        switch term.mark {
        case .filler, .it, .question, .only, .of: true
        case .on: term.text == "in" || term.text == "with"
        default: joins(term) || term.noun == .status || term.isHangul && term.text.hasPrefix("중")
        }
    }

    private static func joins(_ term: Term) -> Bool {
        term.isSkillState || term.mark == .and || term.mark == .or || term.meaning == .punctuation(",")
    }
}
