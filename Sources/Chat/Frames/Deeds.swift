import Contract

/// The changes that a line names: to be done, or only spoken of.
struct Deeds {
    private let sentence: Sentence

    init(_ sentence: Sentence) {
        self.sentence = sentence
    }

    /// Whether it asks what would happen, and for nothing to happen.
    var isPlan: Bool {
        if sentence.has(.effect) && sentence.has(.install) { return true }
        guard sentence.has(.plan, .preflight) || sentence.has(.compatible) else { return false }
        // "Install it if preflight passes" asks for more.
        return !sentence.has(.condition) || asked == nil
    }

    /// What is to be done, if it is said in a way that could mean it.
    var asked: (act: Term, intent: ChatIntent)? {
        let named = sentence.acts.filter { $0.act?.act.isChange ?? false }
        let wanted = named.filter(isWanted)
        // The verb of a Korean sentence comes last.
        if let term = wanted.last(where: { $0.act?.mood == .request }) ?? wanted.first,
            let intent = term.act?.act.intent
        {
            return (term, intent)
        }
        return repeated
    }

    private func isWanted(_ term: Term) -> Bool {
        guard let mood = term.act?.mood else { return false }
        switch mood {
        case .request, .negative, .question, .condition, .connective, .ability: return true
        case .base: return !(term.isHangul ? asksToKnow : beginsWithQuestion)
        case .adnominal, .passive, .nominal, .statement, .howTo: return false
        }
    }

    /// "설치 위치 보여줘": the noun is what is to be known, not to be done.
    private var asksToKnow: Bool {
        sentence.has(.show, .search, .explain) || sentence.has(.exist, .finish) || isSaidToWork
            || sentence.has(.status, .place, .list, .info) || sentence.has(.runs, .how, .what, .activity)
    }

    /// As in "설치 다 됐어".
    private var isSaidToWork: Bool {
        sentence.acts.contains { $0.act.map { $0.act == .work && $0.mood != .request } ?? false }
    }

    /// "Where did we put it": asked about, not for.
    private var beginsWithQuestion: Bool {
        switch sentence.terms.first(where: { $0.mark != .filler })?.noun {
        case .place, .which, .what, .who, .how: true
        default: false
        }
    }

    /// "다시 한번 돌려줘", "방금 실패한 거 다시": done once more.
    private var repeated: (act: Term, intent: ChatIntent)? {
        guard let again = sentence.terms.first(where: { $0.mark == .again }) else { return nil }
        let verb = sentence.acts.last { term in
            guard let (act, mood) = term.act else { return false }
            return act == .carry || act == .work && mood == .request
        }
        if let verb, let mood = verb.act?.mood {
            var act = verb
            act.meaning = .act(.retry, mood == .base ? .request : mood)
            return (act, .retry)
        }
        guard sentence.acts.isEmpty, !sentence.has(.show), speaksOfRun else { return nil }
        var act = again
        act.meaning = .act(.retry, .request)
        return (act, .retry)
    }

    private var speaksOfRun: Bool { RunReference(sentence).outcome(isSingle: true) != .none }

    /// Whether somebody tells what they did, and asks nothing.
    var isTold: Bool {
        if isPassedOn { return true }
        guard !sentence.has(.why, .who), sentence.mentions.users.isEmpty else { return false }
        let told = sentence.acts.contains { term in
            guard let (act, mood) = term.act, act.isChange else { return false }
            return mood == .statement
                || mood == .adnominal && !term.isHangul && sentence.has(.mine) && !sentence.hasQuestionMark
                    && !sentence.has(.show) && !sentence.has(.run, .runs)
        }
        return told
    }

    /// "설치해달래": what somebody else is said to want.
    private var isPassedOn: Bool {
        sentence.acts.contains { term in
            guard let (act, mood) = term.act, act.isChange, mood == .statement else { return false }
            return KoreanEndings.heardRequests.contains { term.text.hasSuffix($0) }
        }
    }
}
