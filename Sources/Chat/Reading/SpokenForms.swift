/// Finds what is asked for in another form: as a question whether somebody could do it, or as having been seen.
///
/// What has been used up becomes filler, so that terms keep their places.
struct SpokenForms {
    private(set) var terms: [Term]

    init(_ terms: [Term]) {
        self.terms = terms
        let mayTell = Self.mayTell(terms)
        for index in terms.indices {
            settleFavour(at: index)
            if mayTell { settleSighting(at: index) }
        }
    }

    /// "설치해 주실 수 있나요": nobody asks so whether it is possible, as "설치할 수 있나요" may.
    private mutating func settleFavour(at index: Int) {
        guard let (act, mood) = terms[index].act, mood == .ability,
            let next = terms.indices[(index + 1)...].first(where: { terms[$0].mark != .filler })
        else { return }
        let word = terms[index].text.filter { $0 != " " }
        let isHonoured = word.hasSuffix("주실수")
        guard isHonoured || word.hasSuffix("줄수"),
            Self.politely.contains(terms[next].text) || isHonoured && Self.plainly.contains(terms[next].text)
        else { return }
        terms[index].meaning = .act(act, .request)
        terms[next].meaning = .mark(.filler)
        // "By any chance": of a favour it is no condition.
        for place in terms.indices where terms[place].text == "혹시" { terms[place].meaning = .mark(.filler) }
    }

    private static let politely: Set<String> = [
        "있나요", "있을까요", "있으세요", "있으신가요", "있으실까요", "있습니까", "있겠습니까", "있을런지요", "있을지요",
    ]
    private static let plainly: Set<String> = ["있어", "있어요", "있니", "있나", "있을까"]

    /// Whether an alert is named, and nothing is asked about it or said of others.
    private static func mayTell(_ terms: [Term]) -> Bool {
        terms.contains { if case .alert = $0.meaning { true } else { false } }
            && !terms.contains { term in
                switch term.meaning {
                case .user, .noun(.who), .noun(.why), .noun(.what), .mark(.negation), .punctuation("?"): true
                default: false
                }
            }
    }

    /// "I've seen alert a0012", "a0012 알림 봤어요".
    private mutating func settleSighting(at index: Int) {
        if terms[index].isHangul {
            guard Self.seen.contains(terms[index].text) else { return }
        } else {
            guard let begin = speaker(before: index), terms[..<begin].allSatisfy(\.saysNothing) else {
                return
            }
            for place in begin..<index { terms[place].meaning = .mark(.filler) }
        }
        terms[index].meaning = .act(.acknowledge, .request)
    }

    private static let seen: Set<String> = ["봤어", "봤어요", "봤습니다", "봤음", "봤다", "봤네"]

    /// Where "I have already seen" begins; nil where it is not said so.
    private func speaker(before index: Int) -> Int? {
        let verb = terms[index].text
        guard verb == "seen" || verb == "saw" else { return nil }
        var begin = index
        while begin > 0, ["have", "already", "just", "now"].contains(terms[begin - 1].text) { begin -= 1 }
        if begin > 0, ["i", "i've", "i just", "we", "we've"].contains(terms[begin - 1].text) {
            return begin - 1
        }
        return begin == 0 && verb == "seen" ? 0 : nil
    }
}

extension Term {
    /// Nothing that another subject or a condition could be made of.
    fileprivate var saysNothing: Bool {
        switch meaning {
        case .mark(.filler), .mark(.greeting), .punctuation: true
        default: false
        }
    }
}
