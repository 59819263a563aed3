/// A reason that stands before what it is for: "번역 오류 때문에", "에러가 나서".
struct Cause {
    private(set) var terms: [Term]
    private(set) var text: String?

    init(_ terms: [Term], in characters: [Character]) {
        self.terms = terms
        guard let end = terms.lastIndex(where: Self.ends), end > 0 else { return }
        var begin = end
        while begin > 0, Self.belongs(terms[begin - 1]) { begin -= 1 }
        let last = Self.closes(terms[end]) ? end - 1 : end
        guard begin <= last else { return }
        text = Reason.bare(characters[terms[begin].range.lowerBound..<terms[last].range.upperBound])
        for index in begin...end { self.terms[index].meaning = .mark(.filler) }
    }

    private static let closing: Set<String> = ["때문에", "때문", "탓에", "인해", "인하여", "덕분에"]
    private static let endings = ["서", "길래", "니까", "라서", "므로"]

    private static func closes(_ term: Term) -> Bool { closing.contains(term.text) }

    private static func ends(_ term: Term) -> Bool {
        guard term.isHangul else { return false }
        if closes(term) { return term.meaning == .unknown }
        return term.meaning == .unknown && term.text.count > 1 && endings.contains { term.text.hasSuffix($0) }
    }

    /// Words that say nothing to the grammar: a cause is told in the speaker's own.
    private static func belongs(_ term: Term) -> Bool {
        switch term.meaning {
        case .unknown, .version: true
        case .noun(.runState), .noun(.health), .noun(.effect), .noun(.version): true
        default: false
        }
    }
}
