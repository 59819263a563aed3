/// A word of a line, or several, with what they mean.
struct Term: Equatable {
    var meaning: Meaning
    /// As typed, in small letters; particles included.
    let text: String
    /// What was put to the end of a Korean noun.
    var particle = ""
    let isHangul: Bool
    /// Of the line's characters.
    let range: Range<Int>

    // Put in where they are called, these are more than the optimiser of Swift 6.3.1 takes: it ends with "Found outside
    // of lifetime use".
    @inline(never) var act: (act: Act, mood: Mood)? {
        if case .act(let act, let mood) = meaning { (act, mood) } else { nil }
    }

    @inline(never) var noun: Noun? {
        if case .noun(let noun) = meaning { noun } else { nil }
    }

    @inline(never) var mark: Mark? {
        if case .mark(let mark) = meaning { mark } else { nil }
    }

    var isRunState: Bool {
        if case .runState? = noun { true } else { false }
    }

    var isSkillState: Bool {
        if case .skillState? = noun { true } else { false }
    }

    /// 전체 프로바이더, as one word.
    var isEveryProvider: Bool {
        mark == .everywhere && isHangul
            && ["제공자", "프로바이더", "벤더", "공급자", "대상"].contains { text.contains($0) }
    }

    /// How many "both" and the like are.
    @inline(never) var count: Int? {
        if case .mark(.allOf(let count)) = meaning { count } else { nil }
    }

    var isTag: Bool {
        if case .tag = meaning { true } else { false }
    }

    var isSkill: Bool {
        if case .skill = meaning { true } else { false }
    }

    var isProvider: Bool {
        switch meaning {
        case .provider, .unclearProvider: true
        default: false
        }
    }

    var isEntity: Bool {
        switch meaning {
        case .skill, .tag, .provider, .unclearProvider, .run, .alert, .user: true
        default: false
        }
    }

    /// A sign that nobody knows: no letter and no digit.
    var isSign: Bool { meaning == .unknown && !text.contains { $0.isLetter || $0.isNumber } }

    /// Words that a list or a change of subject may step over.
    var isFiller: Bool { mark == .filler || mark == .on || mark == .of }
}
