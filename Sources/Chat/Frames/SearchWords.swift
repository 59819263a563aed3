import Contract

/// What a line searches for: said between quotation marks, behind "for", or before 관련 and 스킬.
struct SearchWords {
    private let sentence: Sentence

    init(_ sentence: Sentence) {
        self.sentence = sentence
    }

    /// Nil when nothing is searched for.
    var text: String? {
        if case .tagged(let tag)? = sentence.mentions.skills.first { return tag }
        let words = quoted ?? behindMarker ?? beforeMarker ?? beforeNoun
        let text = words.joined(separator: " ")
        return text.isEmpty ? nil : text
    }

    private var terms: [Term] { sentence.terms }

    private var quoted: [String]? {
        let marks = terms.indices.filter { terms[$0].meaning == .punctuation("\"") }
        guard marks.count == 2, marks[1] > marks[0] + 1 else { return nil }
        return terms[(marks[0] + 1)..<marks[1]].map(\.text)
    }

    /// English: everything behind "for", "about", "matching", up to a place or the end.
    private var behindMarker: [String]? {
        let searches = sentence.has(.search)
        guard let marker = terms.lastIndex(where: { !$0.isHangul && Self.introduces($0, searches) }) else {
            return nil
        }
        let behind = terms[(marker + 1)...].prefix { term in
            if case .punctuation = term.meaning { return false }
            return !["on", "in", "at"].contains(term.text)
        }
        // "Find skills that are approved": beside a state, only what means nothing else is looked for.
        let hasState = behind.contains(where: \.isSkillState)
        let words = behind.filter { term in
            !["the", "a", "an", "skill", "skills", "please"].contains(term.text)
                && (!hasState || Self.isSearched(term))
        }
        return words.isEmpty ? nil : words.map(\.text)
    }

    private static func introduces(_ term: Term, _ searches: Bool) -> Bool {
        if term.mark == .about || term.text == "about" { return true }
        guard searches else { return false }
        return ["for", "with", "search for", "look for", "looking for", "search", "find"].contains(term.text)
    }

    /// Korean: what stands before 관련, 들어간, 포함된.
    private var beforeMarker: [String]? {
        guard
            let marker = terms.firstIndex(where: {
                $0.isHangul && $0.mark == .about && !$0.text.hasPrefix("이름")
            })
        else { return nil }
        // "롤백 관련 스킬": there the word for a deed is looked for.
        return terms[..<marker].filter { Self.isSearched($0) || $0.act?.mood == .base }.map {
            KoreanNoun.bare($0.text)
        }
    }

    /// What stands right before 스킬 and means nothing else; in a search, all that means nothing else.
    private var beforeNoun: [String] {
        guard let noun = terms.firstIndex(where: { $0.noun == .skill || $0.noun == .skills }) else {
            return sentence.has(.search) ? words(in: terms[...]) : []
        }
        let before = words(in: terms[..<noun])
        if sentence.has(.search), before.isEmpty { return words(in: terms[noun...]) }
        guard sentence.has(.search) || noun > 0 && terms[noun - 1].meaning == .unknown else { return [] }
        return before
    }

    private func words(in part: ArraySlice<Term>) -> [String] {
        part.filter(Self.isSearched).map { KoreanNoun.bare($0.text) }
    }

    private static func isSearched(_ term: Term) -> Bool { term.meaning == .unknown || term.isSkill }
}
