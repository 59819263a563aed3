/// Whether a reason, said in any words up to the end of the line, goes on to say something else.
///
/// A reason is nobody's command, so most of it is not read. But "because of the outage? no, do not" takes the command
/// back, and "because marketing asked, but only if preflight passes" is none yet.
struct ReasonDoubt {
    private let terms: [Term]
    private let vocabulary: Vocabulary

    /// - Parameters:
    ///   - tokens: What stands behind the word that begins the reason.
    ///   - vocabulary: The names that are known.
    init(_ tokens: [Token], _ vocabulary: Vocabulary) {
        terms = Tagger(tokens, vocabulary).terms
        self.vocabulary = vocabulary
    }

    /// What has to be asked about; nil when it is a reason and nothing more.
    var topic: ChatQuestion.Topic? {
        if asks { return .compound }
        if takesBack { return .negation }
        if hasCondition { return .condition }
        if isForLater { return .schedule }
        return terms.contains { $0.meaning == .punctuation("?") } ? .question : nil
    }

    /// Whether something to be done follows an "and", a "then" or the end of a sentence.
    private var asks: Bool {
        var isNew = false
        for term in terms {
            switch term.meaning {
            case .mark(.and), .mark(.then), .punctuation(";"), .punctuation("\n"), .punctuation("."),
                .punctuation(","):
                isNew = true
            case .act(let act, let mood)
            where act.isChange && [.request, .base, .connective].contains(mood)
                && (isNew || mood == .request):
                return true
            default: break
            }
        }
        return false
    }

    /// What stands behind the first clause: there a "not" is no longer what the reason tells of.
    private var afterBreak: ArraySlice<Term> {
        guard let end = terms.firstIndex(where: Self.isBreak) else { return [] }
        return terms[end...]
    }

    private static func isBreak(_ term: Term) -> Bool {
        switch term.meaning {
        case .punctuation(let mark): !"\"'%&+$*".contains(mark)
        case .mark(.and), .mark(.then), .mark(.exceptAfter): true
        default: term.text.allSatisfy { $0 == "-" }
        }
    }

    /// "We never use it" tells; "…, no", "do not" at the end, 하지 마 and "never mind" take back.
    private var takesBack: Bool {
        let marks: [Mark] = [.negation, .exceptAfter, .exceptBefore, .notAfter, .notBefore]
        if afterBreak.contains(where: { $0.act?.mood == .negative || $0.mark.map(marks.contains) ?? false }) {
            return true
        }
        if terms.contains(where: Self.forbids) { return true }
        if let last = terms.last, last.isSign || !last.isHangul && last.mark == .negation { return true }
        if terms.contains(where: { $0.text.contains(where: Self.prohibitionSigns.contains) }) { return true }
        let words = " " + terms.map(\.text).joined(separator: " ") + " "
        return Self.retractions.contains { words.contains(" \($0) ") }
    }

    private static let retractions = [
        "never mind", "nevermind", "forget it", "scratch that", "hold on", "hold off", "no wait",
        "just kidding",
        "do not do", "don't do", "dont do", "don't bother", "changed my mind", "on second thought", "not now",
        "아니", "아니다", "아니야", "아니요", "아냐", "됐어", "됐다", "됐고", "관둬", "잠깐", "잠깐만", "농담", "노노", "ㄴㄴ",
    ]

    private static let prohibitionSigns: Set<Character> = [
        "🚫", "⛔", "❌", "❎", "🙅", "✋", "👎", "🛑", "✖", "✗", "✘", "🆖", "⏳", "⌛",
    ]

    private static let prohibitions = [
        "마", "마요", "마세요", "마라", "말아", "말아줘", "말아주세요", "말아요", "말자", "말라", "마십시오", "말것", "말기", "말고",
    ]

    /// Korean says "do not" and "does not" in different words.
    private static func forbids(_ term: Term) -> Bool {
        guard term.isHangul, term.mark == .negation || term.act?.mood == .negative else { return false }
        let word = term.text.filter { $0 != " " }
        return prohibitions.contains { word.hasSuffix($0) }
    }

    private var hasCondition: Bool {
        terms.contains(where: Self.limits)
            || afterBreak.contains { $0.mark == .only || $0.act?.mood == .connective }
    }

    private static func limits(_ term: Term) -> Bool {
        if term.mark == .condition || term.act?.mood == .condition { return true }
        if provisos.contains(term.text) { return true }
        return term.isHangul && term.meaning == .unknown && conditions.contains { term.text.hasSuffix($0) }
    }

    private static let provisos: Set<String> = ["단", "다만", "하지만", "근데", "그런데", "그래도"]

    /// Of verbs that the grammar does not know: 통과하면, 끝나거든.
    private static let conditions = [
        "하면", "되면", "으면", "다면", "라면", "지면", "오면", "나면", "가면", "이면", "시면", "거든", "는대로", "할때", "될때", "통과시",
        "성공시", "완료시", "승인시",
        "시에", "시에만", "경우", "경우에만", "때만",
    ]

    private var isForLater: Bool {
        // "In 10 minutes" is a number, a unit and a word before them.
        let timed = Rewriting(terms, vocabulary).terms
        let isTold = timed.indices.contains { index in
            timed[index].mark == .schedule && !Self.tellsOfState.contains(timed[index].text)
                && (!Self.clockWords.contains(timed[index].text) || Self.isNumber(terms, before: index))
        }
        return isTold || afterBreak.contains { $0.mark == .schedule }
            || afterBreak.dropFirst().contains { $0.mark == .then }
    }

    /// What keeps happening is a reason; to keep doing it, behind a break, is something else.
    private static let tellsOfState: Set<String> = [
        "keep", "daily", "weekly", "hourly", "nightly", "scheduled", "repeatedly", "계속", "매번", "자동으로", "예정",
        "예약",
    ]

    /// An hour only behind its number: "am" is a verb as well.
    private static let clockWords: Set<String> = ["am", "pm", "반", "o'clock"]

    private static func isNumber(_ terms: [Term], before index: Int) -> Bool {
        guard index > 0, case .number = terms[index - 1].meaning else { return false }
        return true
    }
}
