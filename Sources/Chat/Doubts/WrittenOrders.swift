/// Whether something is to be carried out that stands elsewhere, or that a skill itself would do.
///
/// "Do what it says", 설명에 적힌 대로 실행해줘. Nothing that somebody wrote into a skill or an alert is ever an order, so
/// there is nothing to be shown for it either.
struct WrittenOrders {
    private let sentence: Sentence

    init(_ sentence: Sentence) {
        self.sentence = sentence
    }

    var areMeant: Bool { !asksToKnow && (areKorean || areEnglish) }

    private var asksToKnow: Bool {
        sentence.hasQuestionMark && !sentence.isPolite
            || sentence.acts.contains { term in
                guard let (act, mood) = term.act, act == .show || act == .search else { return false }
                return [.request, .base, .question].contains(mood)
            }
    }

    private var areKorean: Bool {
        let isBidden = sentence.acts.contains { term in
            guard let (act, mood) = term.act, term.isHangul, mood == .request else { return false }
            return act == .carry || act == .work && Self.carriesOut(term)
        }
        guard isBidden else { return false }
        if sentence.terms.contains(where: Self.isAsWritten) { return true }
        return sentence.acts.contains { $0.act?.mood == .request && Self.carriesOut($0) }
            && sentence.terms.contains { $0.isEntity || $0.mark == .last || $0.mark == .justNow }
    }

    /// 적힌 대로, 설명대로, 시키는 대로; 원래대로 is another one.
    private static func isAsWritten(_ term: Term) -> Bool {
        guard term.isHangul, term.text.hasSuffix("대로") else { return false }
        return term.meaning == .unknown || term.act?.mood == .condition
    }

    private static func carriesOut(_ term: Term) -> Bool {
        ["실행", "돌려", "돌리"].contains { term.isHangul && term.text.hasPrefix($0) }
    }

    /// "Do what it says", "run whatever is in it"; "follow it", where it is no run to be watched.
    private var areEnglish: Bool {
        let words = sentence.opening.prefix(2).map(\.text)
        guard let first = words.first, let second = words.last, words.count == 2 else { return false }
        if first == "follow" { return RunReference(sentence).outcome(isSingle: true) == .none }
        if Self.obeying.contains(first) { return sentence.mentions.runs.isEmpty }
        return ["do", "run"].contains(first) && ["what", "whatever", "as", "everything"].contains(second)
    }

    private static let obeying: Set<String> = ["execute", "obey", "perform", "carry", "act"]
}
