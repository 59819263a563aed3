/// Finds what the words of a line mean: names first, then phrases, then words with their endings.
struct Tagger {
    let vocabulary: Vocabulary
    private let tokens: [Token]

    /// - Parameters:
    ///   - tokens: Of one line.
    ///   - vocabulary: The names that are known.
    init(_ tokens: [Token], _ vocabulary: Vocabulary) {
        self.vocabulary = vocabulary
        self.tokens = tokens.indices.map { Self.joiningParticle(at: $0, of: tokens, vocabulary) }
    }

    /// "claude 에서": particles are often written apart from a name of Latin letters, and belong to it all the same.
    private static func joiningParticle(at index: Int, of tokens: [Token], _ vocabulary: Vocabulary) -> Token
    {
        let token = tokens[index]
        let isDenied = index + 1 < tokens.count && tokens[index + 1].text.hasPrefix("아니")
        guard token.kind == .hangul, !token.isJoined, index > 0, tokens[index - 1].kind == .latin,
            apart.contains(token.text) || token.text.hasPrefix("쪽") && KoreanNoun.isParticles(token.text)
                || isDenied && ["이", "가"].contains(token.text),
            isName(tokens[index - 1].text, vocabulary)
        else { return token }
        let range = tokens[index - 1].range.upperBound..<token.range.upperBound
        return Token(kind: token.kind, text: token.text, isJoined: true, range: range)
    }

    /// Of the particles those that are no words of their own.
    private static let apart: Set<String> = [
        "을", "를", "은", "는", "에", "에다", "에다가", "에서", "에만", "에서만", "에도", "에서도", "에는", "에서는", "으로", "와", "과",
        "랑",
        "이랑", "의", "만", "도",
    ]

    private static func isName(_ word: String, _ vocabulary: Vocabulary) -> Bool {
        switch vocabulary.meaning(of: word) ?? LatinWord(vocabulary).meaning(of: word) {
        case .skill, .provider, .tag, .version, .run, .alert: true
        default: false
        }
    }

    var terms: [Term] {
        var terms: [Term] = []
        var index = 0
        while index < tokens.count {
            let (found, length) = next(at: index)
            terms += found
            index += length
        }
        return terms
    }

    private func next(at index: Int) -> (terms: [Term], length: Int) {
        let token = tokens[index]
        if token.kind == .hangul, meaning(of: token.text) == nil,
            Ornament.isLetters(token.text)
        {
            return ([term(.mark(.filler), index, 1)], 1)
        }
        if token.kind == .mark {
            return ([term(.punctuation(Character(token.text)), index, 1)], 1)
        }
        if let name = quotedName(at: index) { return ([term(name, index, 1)], 1) }
        if let behind = behindName(at: index) { return (behind, 1) }
        let longest = min(
            max(vocabulary.longestPhrase, Lexicon.english.longestPhrase, Lexicon.korean.longestPhrase),
            tokens.count - index
        )
        for length in stride(from: longest, through: 1, by: -1) {
            if let phrase = phrase(at: index, length), let found = meaning(of: phrase) {
                return ([term(found.meaning, index, length, particle: found.particle)], length)
            }
        }
        return (word(at: index), 1)
    }

    /// A name between quotation marks, which may be an ordinary word.
    private func quotedName(at index: Int) -> Meaning? {
        guard index + 1 < tokens.count, isQuotationMark(index - 1), isQuotationMark(index + 1),
            isInQuotation(index)
        else { return nil }
        return vocabulary.meaning(quoted: tokens[index].text)
    }

    private func isQuotationMark(_ index: Int) -> Bool {
        index >= 0 && tokens[index].kind == .mark && tokens[index].text == "\""
    }

    private func isInQuotation(_ index: Int) -> Bool {
        tokens[..<index].indices.count(where: isQuotationMark) % 2 == 1
    }

    /// Particles that are written to a name of Latin letters: claude에서, claude만 빼고, "claude"에서.
    private func behindName(at index: Int) -> [Term]? {
        let token = tokens[index]
        guard token.kind == .hangul, index > 0 else { return nil }
        if isQuotationMark(index - 1), !isInQuotation(index), KoreanNoun.isParticles(token.text),
            tokens[index - 1].range.upperBound == token.range.lowerBound
        {
            return [term(.mark(.filler), index, 1, particle: token.text)]
        }
        guard token.isJoined, tokens[index - 1].kind == .latin else { return nil }
        if KoreanNoun.isParticles(token.text) {
            return [term(.mark(.filler), index, 1, particle: token.text)]
        }
        guard meaning(of: token.text) == nil, let rest = KoreanNoun.afterParticle(token.text),
            let found = meaning(of: rest)
        else { return nil }
        return [term(found.meaning, index, 1, particle: found.particle)]
    }

    /// Words of the line with one space between them, whether there was one or not.
    private func phrase(at index: Int, _ length: Int) -> String? {
        let part = tokens[index..<index + length]
        guard !part.contains(where: { $0.kind == .mark }) else { return nil }
        return part.map(\.text).joined(separator: " ")
    }

    private func meaning(of phrase: String) -> (meaning: Meaning, particle: String)? {
        if let name = vocabulary.meaning(of: phrase) { return (name, "") }
        if let word = Lexicon.english[phrase] ?? Lexicon.korean[phrase] { return (word, "") }
        guard let last = phrase.unicodeScalars.last, last.value >= 0xAC00 else { return nil }
        if let verb = KoreanForms.standard.meaning(of: phrase) { return (verb, "") }
        return KoreanNoun.withoutParticles(phrase) { noun in
            vocabulary.meaning(of: noun) ?? Lexicon.korean[noun]
        }
    }

    private func term(_ meaning: Meaning, _ index: Int, _ length: Int, particle: String = "") -> Term {
        Term(
            meaning: meaning,
            text: tokens[index..<index + length].map(\.text).joined(separator: " "),
            particle: particle,
            isHangul: tokens[index].kind == .hangul,
            range: tokens[index].range.lowerBound..<tokens[index + length - 1].range.upperBound
        )
    }

    /// A word that is in no lexicon as it stands.
    private func word(at index: Int) -> [Term] {
        let token = tokens[index]
        switch token.kind {
        case .mark, .foreign: return [term(.unknown, index, 1)]
        case .latin: return [term(LatinWord(vocabulary).meaning(of: token.text), index, 1)]
        case .hangul:
            return compound(token) ?? [term(.unknown, index, 1)]
        }
    }

    /// Two words written as one: 설치계획, 클로드빼고.
    private func compound(_ token: Token) -> [Term]? {
        let letters = Array(token.text)
        guard (3...12).contains(letters.count) else { return nil }
        for split in stride(from: letters.count - 1, through: 1, by: -1) {
            let front = String(letters[..<split])
            let back = String(letters[split...])
            guard let first = meaning(of: front), Self.mayBegin(first.meaning, front),
                let second = meaning(of: back),
                Self.mayFollow(second.meaning, back)
            else { continue }
            let middle = token.range.lowerBound + split
            return [
                Term(
                    meaning: first.meaning,
                    text: front,
                    particle: first.particle,
                    isHangul: true,
                    range: token.range.lowerBound..<middle
                ),
                Term(
                    meaning: second.meaning,
                    text: back,
                    particle: second.particle,
                    isHangul: true,
                    range: middle..<token.range.upperBound
                ),
            ]
        }
        return nil
    }

    private static func mayBegin(_ meaning: Meaning, _ text: String) -> Bool {
        switch meaning {
        case .noun, .skill, .provider, .unclearProvider, .tag, .time: text.count > 1
        case .act(_, .base): true
        case .act(_, let mood): mood != .base && text.count > 2
        case .mark(.all), .mark(.last), .mark(.again), .mark(.latest), .mark(.justNow): true
        default: false
        }
    }

    private static func mayFollow(_ meaning: Meaning, _ text: String) -> Bool {
        switch meaning {
        case .noun, .act: text.count > 1
        case .mark(let mark): text.count > 1 && mark != .schedule
        case .provider, .skill: true
        default: false
        }
    }
}
