import Contract

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
            let words = intents.reduce(into: [String]()) {
                if !$0.contains($1.rawValue) { $0.append($1.rawValue) }
            }
            return .ask(ChatQuestion(about: .words, values: words))
        }
        guard let first = sentence.terms.first(where: { $0.isEntity || $0.act?.act.isChange == true }) else {
            return nil
        }
        return .ask(ChatQuestion(about: first.isEntity ? .words : .subject))
    }

    /// English verbs, and the nouns that Korean verbs are made of.
    private static let verbs: [(intent: ChatIntent, spelling: Spelling)] = Lexicon.english.meanings
        .sorted { $0.key < $1.key }
        .compactMap { spelling, meaning in
            guard case .act(let act, .base) = meaning, let intent = act.intent else { return nil }
            return (intent, Spelling(spelling))
        }

    private static let nouns: [(intent: ChatIntent, text: String, spelling: Spelling)] = KoreanVerb.nouns
        .flatMap { act, nouns in
            act.intent.map { intent in nouns.map { (intent, $0, Spelling($0)) } } ?? []
        }

    private static func intents(near word: String) -> [ChatIntent] {
        let spelling = Spelling(word)
        var found = verbs.filter { $0.spelling.isNear(spelling) }.map(\.intent)
        // What follows the noun is an ending that is none.
        var fronts: [Int: (text: String, spelling: Spelling)] = [:]
        for (intent, noun, known) in nouns where noun.count <= word.count {
            let front =
                fronts[noun.count] ?? (
                    String(word.prefix(noun.count)), Spelling(String(word.prefix(noun.count)))
                )
            fronts[noun.count] = front
            if front.text == noun || known.isNear(front.spelling) { found.append(intent) }
        }
        return found
    }
}
