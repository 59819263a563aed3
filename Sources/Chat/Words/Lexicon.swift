/// The words of a language, and those of several words.
struct Lexicon {
    /// Words of a phrase are joined by one space.
    private(set) var meanings: [String: Meaning] = [:]
    private(set) var longestPhrase = 1

    init(_ parts: [(Meaning, [String])]...) {
        for (meaning, spellings) in parts.joined() {
            for spelling in spellings { add(spelling, meaning) }
        }
    }

    subscript(spelling: String) -> Meaning? { meanings[spelling] }

    mutating func add(_ spelling: String, _ meaning: Meaning) {
        meanings[spelling] = meaning
        longestPhrase = max(longestPhrase, spelling.count { $0 == " " } + 1)
    }
}
