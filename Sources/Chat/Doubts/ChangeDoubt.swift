import Contract

/// What a line says that its command would lose, though the grammar knows every word of it.
///
/// A particle, a preposition and a second clause say as much as a name does: "from claude to codex" is not both.
struct ChangeDoubt {
    private let sentence: Sentence
    private let terms: [Term]
    private let act: Term
    private let intent: ChatIntent

    init(_ sentence: Sentence, _ act: Term, _ intent: ChatIntent) {
        self.sentence = sentence
        terms = sentence.terms
        self.act = act
        self.intent = intent
    }

    /// What has to be asked about; nil when nothing is lost.
    var topic: ChatQuestion.Topic? {
        if terms.indices.contains(where: isCompared) || contrasts || tellsOfState { return .words }
        if terms.indices.contains(where: isNotOnly) { return .words }
        if DescribedPlaces(terms, intent).found { return .words }
        if takesTagOfSkill || isAboutTag { return .skill }
        if exceptsInVain { return intent == .acknowledge ? .alert : .run }
        if lowersVersion || goesFurtherBack || namesVersionOfPlace { return .version }
        if terms.indices.contains(where: isOldVersion) { return .version }
        return PlaceDirections(terms, act, intent).areOdd ? .provider : nil
    }

    /// claude나, 클로드처럼, 클로드보다, 클로드인지: neither a list nor a place.
    private func isCompared(_ index: Int) -> Bool {
        guard terms[index].isEntity || terms[index].isVersion || terms[index].noun != nil else {
            return false
        }
        let particle = terms.particle(at: index)
        return Self.comparisons.contains { particle.contains($0) }
            || Self.alternatives.contains { particle.hasSuffix($0) }
            || particle.contains("까지") && terms.indices.contains(where: begins)
    }

    /// Where a range does: 클로드부터 코덱스까지.
    private func begins(_ index: Int) -> Bool {
        let particle = terms.particle(at: index)
        return particle.contains("부터") || particle.contains("에서")
    }

    /// "Not only claude but also cursor", "not on just claude", 클로드만이 아니라: the first is meant as well.
    private func isNotOnly(_ index: Int) -> Bool {
        guard terms[index].isHangul else {
            guard terms[index].text == "not" || terms[index].text.hasPrefix("not ") else { return false }
            return terms[(index + 1)...].first { !$0.isFiller && $0.mark != .on }?.mark == .only
        }
        return ["아니라", "아니고", "아닌", "말고", "말구"].contains(terms[index].text) && index > 0
            && terms[index - 1].particle.contains("만")
    }

    private static let comparisons = ["처럼", "보다", "별"]
    private static let alternatives = [
        "나", "인가", "인가요", "인지", "냐", "니", "입니까", "였어", "이었어",
    ]

    /// "On claude but cursor": without a "not", nobody knows whether that is one more or an exception.
    private var contrasts: Bool {
        terms.indices.contains { index in
            guard terms[index].mark == .and, terms[index].text == "but" else { return false }
            let behind = terms[(index + 1)...].first {
                $0.mark != .on && !($0.mark == .filler && $0.text != "also")
            }
            return behind?.isEntity ?? false
        }
    }

    /// "Cancel the last run, it's failing", 취소해줘 실패했어: how a run is, and not which.
    private var tellsOfState: Bool {
        guard intent.isAboutRun else { return false }
        return terms.indices.contains { index in
            guard terms[index].isRunState else { return false }
            return terms[index].isHangul ? isFinite(terms[index].text) : isTold(index)
        }
    }

    /// "실패했어, 다시 해줘" says which one, so long as it names no other: the last one may not have failed.
    private func isFinite(_ word: String) -> Bool {
        guard Self.finiteEndings.contains(where: { word.hasSuffix($0) }) else { return false }
        guard intent == .retry else { return true }
        return (sentence.has(.last) || sentence.has(.justNow)) && !sentence.vocabulary.hasNewestFailed
    }

    private static let finiteEndings = ["어", "나", "나요", "지", "니", "까", "냐", "음", "함", "데", "대", "해"]

    private static let attributes: Set<String> = ["the", "that", "my", "my last", "last"]

    private func isTold(_ index: Int) -> Bool {
        let before = terms[..<index].last { $0.mark != .filler || $0.text == "it's" }
        if before?.text == "it's" || before?.text == "it" { return true }
        // "…, the running one" says which.
        if index > 0, Self.attributes.contains(terms[index - 1].text) { return false }
        return terms[..<index].contains { term in
            guard case .punctuation(let mark) = term.meaning, ",.;\n".contains(mark) else { return false }
            return term.range.lowerBound >= act.range.upperBound
        }
    }

    /// "내려줘", "take down", "drop": with a version it is taken back, and not taken away.
    private var lowersVersion: Bool {
        guard intent == .uninstall else { return false }
        let isLowered =
            act.isHangul
            ? act.text.hasPrefix("내")
            : act.text == "drop" || act.text == "take" && terms.contains { $0.text == "down" }
        return terms.indices.contains { index in
            let term = terms[index]
            if case .skill(_, _?) = term.meaning { return isLowered }
            guard term.isVersion || term.noun == .version else { return false }
            return isLowered || terms.particle(at: index).hasSuffix("로")
                || terms.preposition(before: index) == "to"
        }
    }

    /// "Upgrade it from v3", 3버전에서 올려줘: what is there, and not what is wanted.
    private func isOldVersion(_ index: Int) -> Bool {
        guard terms[index].isVersion else { return false }
        let particle = terms.particle(at: index)
        let before = terms[..<index].last { $0.mark != .filler }
        return before?.text == "from" || particle.contains("에서") || particle.contains("부터")
    }

    /// "The version before the previous one".
    private var goesFurtherBack: Bool {
        guard intent == .rollback else { return false }
        return terms.indices.contains { index in
            guard terms[index].mark == .previous,
                let behind = terms[(index + 1)...].first(where: { !$0.isFiller })
            else { return false }
            return behind.mark == .previous || !behind.isHangul && behind.mark == .it
        }
    }

    /// "Remove the beta tag from pdf-tools", pdf-tools에서 beta 태그 빼줘: what a skill is called by, and no more skills.
    private var takesTagOfSkill: Bool {
        let places = terms.indices.filter { terms[$0].isSkill || terms[$0].isTag }
        return zip(places, places.dropFirst()).contains { first, second in
            guard terms[first].isTag != terms[second].isTag else { return false }
            let between = terms[(first + 1)..<second]
            let isListed =
                between.contains { $0.mark == .and || $0.isComma }
                || ["와", "과", "랑", "하고"].contains { terms.particle(at: first).contains($0) }
            return !isListed || between.contains { $0.mark == .on }
        }
    }

    /// "Add claude to the docs tag", docs 태그에서 클로드 빼줘, docs 태그 붙여줘: the tag is to change, and no skill.
    private var isAboutTag: Bool {
        terms.indices.contains { index in
            guard terms[index].isTag else { return false }
            let isWritten = index + 1 < terms.count && terms[index + 1].text.hasPrefix("태그")
            let particle = isWritten ? terms[index + 1].particle : terms.particle(at: index)
            return ["에", "로", "으로"].contains { particle.hasPrefix($0) }
                || ["to", "into", "from", "off"].contains(terms.preposition(before: index))
                || act.isHangul && ["붙", "떼", "뗄"].contains { act.text.hasPrefix($0) }
        }
    }

    /// "All but the last one": what is done to one run or alert has no place for what it leaves out.
    private var exceptsInVain: Bool {
        let contrast = sentence.contrast
        guard contrast.exceptsOther || !contrast.excepted.isEmpty else { return false }
        if intent == .rollback { return contrast.exceptsOther || sentence.mentions.skills.isEmpty }
        return intent.isAboutRun || intent == .acknowledge
    }

    /// "The claude version", 클로드 버전.
    private var namesVersionOfPlace: Bool {
        terms.indices.contains { index in
            guard terms[index].noun == .version,
                let before = terms[..<index].last(where: { !$0.isFiller && $0.mark != .latest })
            else {
                return false
            }
            return before.isProvider
        }
    }
}

extension [Term] {
    /// What is put to the end of a word, which stands by itself behind one of Latin letters.
    func particle(at index: Int) -> String {
        let own = self[index].particle
        guard own.isEmpty, index + 1 < count, !self[index].isHangul else { return own }
        let next = self[index + 1]
        return next.mark == .filler && next.range.lowerBound == self[index].range.upperBound
            ? next.particle : ""
    }

    /// The word that begins the list of places in which it stands: from, to, on.
    func preposition(before index: Int) -> String? {
        for term in self[..<index].reversed() {
            if term.isSkill || term.act != nil { return nil }
            if !term.isHangul, Self.prepositions.contains(term.text) { return term.text }
        }
        return nil
    }

    private static var prepositions: Set<String> {
        ["on", "to", "from", "in", "into", "onto", "at", "for", "with", "over", "across", "through", "off"]
    }
}
