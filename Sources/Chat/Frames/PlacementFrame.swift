import Contract

/// Which skills go where, as a line says it; or what is missing for that.
struct PlacementFrame {
    private let sentence: Sentence
    private let mentions: Mentions
    private let vocabulary: Vocabulary

    init(_ sentence: Sentence) {
        self.sentence = sentence
        mentions = sentence.mentions
        vocabulary = sentence.vocabulary
    }

    /// - Returns: Everything that is needed.
    /// - Throws: The question about what is not said, or not clear.
    func placement() throws(ChatQuestion) -> ChatPlacement {
        let skills = try skills()
        if mentions.takesTurns { throw ChatQuestion(about: .pairs) }
        guard let providers = try providers() else {
            throw ChatQuestion(about: .provider, values: Array(vocabulary.providers.prefix(4)) + ["all"])
        }
        return ChatPlacement(skills: skills, providers: providers, reason: sentence.reason)
    }

    func skills() throws(ChatQuestion) -> [ChatSkillChoice] {
        try askAboutNearNames()
        if sentence.has(.tag) { throw ChatQuestion(about: .tag) }
        guard !mentions.skills.isEmpty, !sentence.contrast.exceptsOther, !sentence.namesEverySkill else {
            throw ChatQuestion(about: .skill, values: skillsCalledLikeWords)
        }
        if let last = wordInList { throw ChatQuestion(about: .skill, values: [last]) }
        if mentions.hasLooseVersion { throw ChatQuestion(about: .version) }
        for case .named(let name, let version?) in mentions.skills {
            guard let known = vocabulary.skill(name)?.versions, !known.contains(version) else { continue }
            let values = known.reversed().map { ChatSkillChoice.named(name, version: $0).text }
            throw ChatQuestion(about: .version, values: values)
        }
        return mentions.skills
    }

    /// Nil when none is said.
    func providers() throws(ChatQuestion) -> ChatProviderChoice? {
        if let unclear = mentions.unclearProviders.first {
            throw ChatQuestion(about: .provider, values: unclear.isEmpty ? vocabulary.providers : unclear)
        }
        guard sentence.countsAreListed else {
            throw ChatQuestion(about: .provider, values: vocabulary.providers)
        }
        let excepted = sentence.contrast.excepted
        guard excepted.isEmpty else {
            let others = vocabulary.providers.filter { !excepted.contains($0) }
            guard !others.isEmpty, mentions.providers.isEmpty else { throw ChatQuestion(about: .provider) }
            guard sentence.has(.all) || sentence.has(.everywhere) || sentence.has(.rest) else {
                throw ChatQuestion(about: .provider, values: others)
            }
            return .listed(others)
        }
        let isAll = sentence.namesEveryProvider
        if sentence.has(.rest) || isAll && !mentions.providers.isEmpty {
            throw ChatQuestion(about: .provider)
        }
        if isAll {
            // A provider may be called that.
            guard !sentence.terms.contains(where: isProvidersName) else {
                throw ChatQuestion(about: .provider, values: vocabulary.providers.map(quoted))
            }
            return .all
        }
        return mentions.providers.isEmpty ? nil : .listed(mentions.providers)
    }

    private func isProvidersName(_ term: Term) -> Bool {
        (term.mark == .all || term.mark == .everywhere)
            && vocabulary.providers.contains { $0.lowercased() == term.text }
    }

    /// Words of the line that skills are called like as well; between quotation marks they would be names.
    private var skillsCalledLikeWords: [String] {
        sentence.terms.filter { !$0.isEntity && $0.mark != .on }.compactMap {
            vocabulary.skill($0.text)?.name
        }.map(quoted)
    }

    /// "release-notes and the on claude": a list cannot end like that, unless the word is meant as a name.
    private var wordInList: String? {
        let terms = sentence.terms
        let index = terms.indices.dropFirst().first { index in
            let isListed =
                terms[index - 1].mark == .and
                || ["와", "과", "랑", "이랑", "하고"].contains(terms[index - 1].particle)
            guard isListed, !terms[index].isEntity,
                vocabulary.skill(terms[index].text) != nil
            else { return false }
            let next = terms.indices.contains(index + 1) ? terms[index + 1] : nil
            return next.map { !$0.isEntity && $0.noun == nil } ?? true
        }
        return index.map { quoted(terms[$0].text) }
    }

    private func quoted(_ name: String) -> String {
        OrdinaryWord.has(name.lowercased()) ? "\"\(name)\"" : name
    }

    /// A name that is nearly another's is offered, never taken for it.
    func askAboutNearNames() throws(ChatQuestion) {
        for (index, term) in sentence.terms.enumerated() where term.meaning == .unknown {
            // "release notes" for release-notes.
            let next = sentence.terms.indices.contains(index + 1) ? sentence.terms[index + 1].text : ""
            for word in [term.text, term.text + "-" + next] {
                let skills = vocabulary.skills(near: word) + (vocabulary.skill(word).map { [$0.name] } ?? [])
                if !skills.isEmpty { throw ChatQuestion(about: .skill, values: skills) }
                let providers = vocabulary.providers(near: word)
                if !providers.isEmpty { throw ChatQuestion(about: .provider, values: providers) }
            }
        }
    }
}

extension ChatQuestion: Error {}

extension Sentence {
    /// "Everywhere", "all providers", "모든 제공자": every one the context knows.
    var namesEveryProvider: Bool {
        terms.indices.contains { index in
            switch terms[index].mark {
            case .everywhere: !isCounted(index)
            case .all where isCounted(index): false
            case .all: isBeside(index) { $0.noun == .provider || $0.noun == .providers } || standsAlone(index)
            default: false
            }
        }
    }

    var namesEverySkill: Bool {
        guard !mentions.skills.contains(where: { if case .tagged = $0 { true } else { false } }) else {
            return false
        }
        return terms.indices.contains { index in
            terms[index].mark == .all
                && (terms[index].text == "everything"
                    || isBeside(index) { $0.noun == .skill || $0.noun == .skills })
        }
    }

    /// `on all`, and no noun behind it.
    private func standsAlone(_ index: Int) -> Bool {
        // "On each" is each of something.
        guard index > 0, terms[index - 1].mark == .on, !terms[index].isHangul, terms[index].text != "each",
            terms[index].text != "every"
        else { return false }
        guard let next = terms[(index + 1)...].first(where: { $0.mark != .filler && $0.mark != .of }) else {
            return true
        }
        return next.noun == nil && !next.isSkill
    }

    private func isBeside(_ index: Int, _ fits: (Term) -> Bool) -> Bool {
        let after = terms[(index + 1)...].first { $0.mark != .filler && $0.mark != .of }
        if let after, fits(after) { return true }
        // 스킬 전부, 제공자 모두
        guard terms[index].isHangul, let before = terms[..<index].last(where: { $0.mark != .filler }) else {
            return false
        }
        return fits(before)
    }
}
