/// A reason that stands before what it is for: "번역 오류 때문에", "에러가 많아서".
///
/// What it tells is in the speaker's own words, so only words of a closed list end one: whatever else is not known
/// stays unknown, and makes a change a question.
struct Cause {
    private(set) var terms: [Term]
    private(set) var text: String?

    init(_ terms: [Term], in characters: [Character], _ vocabulary: Vocabulary) {
        self.terms = terms
        guard let end = terms.lastIndex(where: Self.ends), end > 0 else { return }
        var begin = end
        while begin > 0, Self.belongs(terms[begin - 1], vocabulary) { begin -= 1 }
        let last = CauseWords.nouns.contains(terms[end].text) ? end - 1 : end
        guard begin <= last, !Self.mayReachBack(terms, begin) else { return }
        text = Reason.bare(characters[terms[begin].range.lowerBound..<terms[last].range.upperBound])
        for index in begin...end { self.terms[index].meaning = .mark(.filler) }
    }

    private static func ends(_ term: Term) -> Bool {
        guard term.isHangul, term.meaning == .unknown else { return false }
        return CauseWords.nouns.contains(term.text) || CauseWords.verbs.contains(term.text)
    }

    /// Words that say nothing to the grammar: not a name that was mistyped, nor the end of another clause.
    private static func belongs(_ term: Term, _ vocabulary: Vocabulary) -> Bool {
        switch term.meaning {
        case .unknown where !term.isSign:
            [term.text, KoreanNoun.bare(term.text)].allSatisfy { word in
                vocabulary.skills(near: word).isEmpty && vocabulary.providers(near: word).isEmpty
            } && !(term.isHangul && CauseWords.otherClauses.contains { term.text.hasSuffix($0) })
        case .noun(.runState), .noun(.health), .noun(.effect): true
        default: false
        }
    }

    /// Whether what stands right before may be part of the cause: "release-notes 코덱스 오류 때문에 클로드에서", or the
    /// version that is wrong rather than wanted.
    private static func mayReachBack(_ terms: [Term], _ begin: Int) -> Bool {
        guard let near = terms[..<begin].lastIndex(where: { $0.mark != .filler }) else { return false }
        let name = terms[near]
        guard name.isEntity else { return name.isVersion }
        let hasOther = terms.indices.contains {
            $0 != near && terms[$0].isEntity && terms[$0].isProvider == name.isProvider
        }
        // A place says so by its particle.
        return hasOther || name.isProvider && name.particle.isEmpty && near + 1 == begin
    }
}
