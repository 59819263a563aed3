/// Whether a line asks what a change would do that cannot be planned, such as a retry or a rollback.
///
/// "What would a retry of b21e04 do?" How it went is another question, and so is when it is done.
struct WeighedChange {
    private let sentence: Sentence

    init(_ sentence: Sentence) {
        self.sentence = sentence
    }

    var isAskedAbout: Bool { !sentence.has(.finish) && sentence.acts.contains(where: isWeighed) }

    private func isWeighed(_ deed: Term) -> Bool {
        guard let (act, mood) = deed.act, act.isChange, act != .install else { return false }
        return deed.isHangul ? isWeighedInKorean(mood) : isWeighedInEnglish(deed, mood)
    }

    /// 재시도는 뭘 하는 거야, 롤백의 영향은.
    private func isWeighedInKorean(_ mood: Mood) -> Bool {
        guard [.base, .nominal].contains(mood) else { return false }
        return namesEffect
            || isOfSomething && sentence.has(.what)
                && sentence.acts.contains { $0.act?.act == .carry && $0.act?.mood == .question }
    }

    /// "What would a retry do", "what does the last rollback change".
    private func isWeighedInEnglish(_ deed: Term, _ mood: Mood) -> Bool {
        let before = sentence.terms.filter { $0.range.upperBound <= deed.range.lowerBound }
        if before.contains(where: Self.foresees) { return [.base, .nominal, .adnominal].contains(mood) }
        guard [.base, .nominal].contains(mood) else { return false }
        let behind = sentence.terms.filter { $0.range.lowerBound > deed.range.lowerBound }
        return namesEffect
            || isOfSomething && before.contains { $0.text == "does" }
                && behind.contains { Self.outcomes.contains($0.text) }
    }

    private var namesEffect: Bool { sentence.terms.contains { Self.effects.contains($0.text) } }

    /// Without a name it is asked what the word means.
    private var isOfSomething: Bool {
        sentence.terms.contains(where: \.isEntity) || sentence.has(.last) || sentence.has(.it)
    }

    /// "Would", alone or as "what would happen"; "could you" asks for it.
    private static func foresees(_ term: Term) -> Bool {
        let words = term.text.split(separator: " ")
        return (term.mark != .could || term.text == "would you mind")
            && (words.contains("would") || words.contains("will"))
    }

    private static let outcomes: Set<String> = ["do", "change", "affect"]
    private static let effects: Set<String> = [
        "effect", "effects", "impact", "consequence", "consequences", "효과", "효과가", "효과는", "영향", "영향이", "영향은",
    ]
}
