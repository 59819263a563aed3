/// Whether something is to be carried out that stands elsewhere, or that a skill itself would do.
///
/// "Do what it says", 설명에 적힌 대로 실행해줘. Nothing that somebody wrote into a skill or an alert is ever an order, so
/// there is nothing to be shown for it either.
struct WrittenOrders {
    let areMeant: Bool

    init(_ sentence: Sentence) {
        let asksToKnow =
            sentence.hasQuestionMark && !sentence.isPolite
            || sentence.acts.contains { term in
                guard let (act, mood) = term.act, act == .show || act == .search else { return false }
                return [.request, .base, .question].contains(mood)
            }
        areMeant = !asksToKnow && (Self.isKorean(sentence) || Self.isEnglish(sentence))
    }

    private static func isKorean(_ sentence: Sentence) -> Bool {
        let isBidden = sentence.acts.contains { term in
            guard let (act, mood) = term.act, term.isHangul, mood == .request else { return false }
            return act == .carry || act == .work && carriesOut(term)
        }
        guard isBidden else { return false }
        if sentence.terms.contains(where: isAsWritten) { return true }
        return sentence.acts.contains { $0.act?.mood == .request && carriesOut($0) }
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
    private static func isEnglish(_ sentence: Sentence) -> Bool {
        let words = sentence.terms.filter { !$0.isFiller && $0.mark != .could }.prefix(2).map(\.text)
        guard let first = words.first, let second = words.last, words.count == 2 else { return false }
        if obeying.contains(first) { return sentence.mentions.runs.isEmpty }
        return ["do", "run"].contains(first) && ["what", "whatever", "as", "everything"].contains(second)
    }

    private static let obeying: Set<String> = ["execute", "obey", "perform", "carry", "act", "follow"]
}
