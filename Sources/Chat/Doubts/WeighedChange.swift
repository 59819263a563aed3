/// Whether it is asked what a change would do that cannot be planned, as a retry or a rollback.
///
/// "What would a retry of b21e04 do?" How it went is another question, and so is when it is done.
struct WeighedChange {
    let isAskedAbout: Bool

    init(_ sentence: Sentence) {
        isAskedAbout = !sentence.has(.finish) && sentence.acts.contains { Self.isWeighed($0, sentence) }
    }

    private static func isWeighed(_ deed: Term, _ sentence: Sentence) -> Bool {
        guard let (act, mood) = deed.act, act.isChange, act != .install else { return false }
        let terms = sentence.terms
        let before = terms.filter { $0.range.upperBound <= deed.range.lowerBound }
        let foresees = before.contains(where: foresees)
        guard [.base, .nominal].contains(mood) || mood == .adnominal && foresees && !deed.isHangul else {
            return false
        }
        if foresees && !deed.isHangul || terms.contains(where: { effects.contains($0.text) }) { return true }
        // Without a name it is asked what the word means.
        guard terms.contains(where: \.isEntity) || sentence.has(.last) || sentence.has(.it) else {
            return false
        }
        if deed.isHangul {
            // 재시도는 뭘 하는 거야
            return sentence.has(.what)
                && terms.contains { $0.act?.act == .carry && $0.act?.mood == .question }
        }
        return before.contains { $0.text == "does" }
            && terms.contains { $0.range.lowerBound > deed.range.lowerBound && outcomes.contains($0.text) }
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
