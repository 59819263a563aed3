package import Contract

extension ChatCommand {
    /// The canonical form: one line that says the whole command and is read back as the same one.
    ///
    /// `/install release-notes@3 on claude, openai because of the launch`, `/설치 release-notes 대상 claude`.
    ///
    /// - Parameter language: Of the words; names, times and reasons are in none.
    /// - Returns: The line, without a line break.
    package func text(in language: ChatLanguage = .english) -> String {
        let words = CanonicalWord.all.mapValues { $0.spelling(language) }
        var parts = ["/" + intent.word(in: language)]
        for (word, value) in pieces {
            if let word, let spelling = words[word] { parts.append(spelling) }
            parts.append(value)
        }
        return parts.joined(separator: " ")
    }

    /// What follows the first word: values, each with the word that introduces it, if one does.
    private var pieces: [(CanonicalWord.Name?, String)] {
        switch self {
        case .install(let placement), .plan(let placement), .preflight(let placement),
            .uninstall(let placement):
            [(nil, placement.skills.map(\.canonicalText).listed), (.on, placement.providers.text)]
                + reasoned(placement.reason)
        case .retry(let run), .cancel(let run), .why(let run): [(nil, run.text)]
        case .approve(let run, let reason), .refuse(let run, let reason): [(nil, run.text)] + reasoned(reason)
        case .rollback(let subject, let providers, let reason):
            [subject.piece] + (providers.map { [(.on, $0.text)] } ?? []) + reasoned(reason)
        case .acknowledge(let alert, let reason): [(nil, alert)] + reasoned(reason)
        case .pauseProvider(let provider), .resumeProvider(let provider): [(nil, provider.unmistakable)]
        case .status(let subject): [subject.piece]
        case .listRuns(let filter): filter.pieces
        case .listSkills(let filter): filter.pieces
        case .showSkill(let skill), .whereInstalled(let skill): [(nil, skill.unmistakable)]
        case .providersStatus, .alerts: []
        case .audit(let actor, let since): present([(.by, actor?.unmistakable), (.since, since)])
        case .help(let topic): topic.map { [(nil, $0.rawValue)] } ?? []
        }
    }
}

/// The words that introduce a value in the canonical form.
struct CanonicalWord {
    enum Name: CaseIterable {
        case on, because, skill, run, status, since, limit, query, state, by
    }

    /// In place of providers: all of them, in both languages.
    static let everywhere = "all"

    let english: String
    let korean: String

    func spelling(_ language: ChatLanguage) -> String { language == .english ? english : korean }

    static let all: [Name: CanonicalWord] = [
        .on: .init(english: "on", korean: "대상"),
        .because: .init(english: "because", korean: "이유:"),
        .skill: .init(english: "skill", korean: "스킬"),
        .run: .init(english: "run", korean: "실행"),
        .status: .init(english: "status", korean: "상태"),
        .since: .init(english: "since", korean: "부터"),
        .limit: .init(english: "limit", korean: "개수"),
        .query: .init(english: "query", korean: "검색어"),
        .state: .init(english: "state", korean: "스킬상태"),
        .by: .init(english: "by", korean: "행위자"),
    ]

    static let bySpelling: [String: Name] = {
        var names: [String: Name] = [:]
        for (name, word) in all {
            names[word.english] = name
            names[word.korean] = name
        }
        return names
    }()
}

private func reasoned(_ reason: String?) -> [(CanonicalWord.Name?, String)] { present([(.because, reason)]) }

private func present(_ values: [(CanonicalWord.Name, String?)]) -> [(CanonicalWord.Name?, String)] {
    values.compactMap { word, value in value.map { (word, $0) } }
}

extension ChatProviderChoice {
    var text: String {
        switch self {
        case .all: CanonicalWord.everywhere
        case .listed(let providers): providers.map(\.unmistakable).listed
        }
    }
}

extension ChatSubject {
    fileprivate var piece: (CanonicalWord.Name?, String) {
        switch self {
        case .skill(let name): (.skill, name.unmistakable)
        case .run(let run): (.run, run.text)
        }
    }
}

extension ChatRunFilter {
    fileprivate var pieces: [(CanonicalWord.Name?, String)] {
        present([
            (.status, status), (.on, provider?.unmistakable), (.since, since),
            (.limit, limit.map { String($0) }),
        ])
    }
}

extension ChatSkillFilter {
    fileprivate var pieces: [(CanonicalWord.Name?, String)] {
        // Last, like a reason: it may have several words.
        present([(.on, provider?.unmistakable), (.state, state), (.query, query)])
    }
}

extension ChatSkillChoice {
    /// As ``text``; a name without a version as it cannot be taken for a word of the form.
    fileprivate var canonicalText: String {
        if case .named(let name, nil) = self { name.unmistakable } else { text }
    }
}

extension String {
    /// A name between quotation marks where it is a word of the form as well: `on "all"` is one provider.
    fileprivate var unmistakable: String {
        CanonicalWord.bySpelling[lowercased()] == nil && lowercased() != CanonicalWord.everywhere
            ? self : "\"\(self)\""
    }
}

extension [String] {
    fileprivate var listed: String { joined(separator: ", ") }
}
