/// A line without a verb that is known: perhaps one was mistyped, or left out.
struct Slip {
    private let sentence: Sentence

    init(_ sentence: Sentence) {
        self.sentence = sentence
    }

    /// Nil when nothing in it has to do with skills.
    var answer: ChatAnswer? {
        let intents = sentence.unknown.flatMap { Self.intents(near: $0.text) }
        if !intents.isEmpty {
            let words = intents.reduce(into: [String]()) { if !$0.contains($1.rawValue) { $0.append($1.rawValue) } }
            return .ask(ChatQuestion(about: .words, values: words))
        }
        guard let first = sentence.terms.first(where: { $0.isEntity || $0.act?.act.isChange == true }) else { return nil }
        return .ask(ChatQuestion(about: first.isEntity ? .words : .subject))
    }

    private static func intents(near word: String) -> [ChatIntent] {
        var found: [ChatIntent] = []
        for (spelling, meaning) in Lexicon.english.meanings {
            if case .act(let act, .base) = meaning, let intent = act.intent, Nearness.isNear(spelling, word) {
                found.append(intent)
            }
        }
        for (act, nouns) in KoreanVerb.nouns {
            guard let intent = act.intent else { continue }
            for noun in nouns where begins(word, with: noun) { found.append(intent) }
        }
        return found.sorted { $0.rawValue < $1.rawValue }
    }

    /// Whether the word begins with the noun, or nearly so: what follows is an ending that is none.
    private static func begins(_ word: String, with noun: String) -> Bool {
        guard word.count > noun.count || word.count == noun.count else { return false }
        let front = String(word.prefix(noun.count))
        return front == noun || Nearness.isNear(front, noun)
    }
}
