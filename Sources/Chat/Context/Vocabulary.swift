/// The names of a context, ready to be looked up.
struct Vocabulary {
    let context: ChatContext
    let clock: LocalClock?
    private let skills: ChatSkills
    /// All but those of skills.
    private let names: Lexicon
    /// What each provider is called.
    private let providerSpellings: [(ids: [String], spelling: Spelling)]

    init(_ context: ChatContext, _ skills: ChatSkills) {
        var context = context
        for index in context.runs.indices {
            context.runs[index].status = RunStatusNames.own(context.runs[index].status)
        }
        self.context = context
        clock = context.now.flatMap { LocalClock($0) }
        self.skills = skills
        names = Self.names(context)
        providerSpellings =
            context.providers.map { ([$0.id], Spelling($0.id.lowercased())) }
            + ProviderAliases.all.flatMap { key, aliases in
                let ids = Self.providers(key, context)
                return ids.isEmpty ? [] : (aliases + [key]).map { (ids, Spelling($0)) }
            }
    }

    private static func names(_ context: ChatContext) -> Lexicon {
        var names = Lexicon()
        for user in context.users + (context.user.map { [$0] } ?? []) {
            names.add(user.lowercased(), .user(user))
        }
        for (key, aliases) in ProviderAliases.all {
            let meant = Self.providers(key, context)
            let meaning: Meaning = meant.count == 1 ? .provider(meant[0]) : .unclearProvider(meant)
            for alias in aliases + [key] { names.add(alias, meaning) }
        }
        for provider in context.providers where !OrdinaryWord.has(provider.id.lowercased()) {
            names.add(provider.id.lowercased(), .provider(provider.id))
        }
        for status in context.runStatuses where !OrdinaryWord.has(status.lowercased()) {
            names.add(status.lowercased(), .noun(.runState(RunStatusNames.own(status))))
        }
        for alert in context.alerts {
            for name in [alert.id, alert.short].compactMap(\.self) {
                names.add(name.lowercased(), .alert(alert.id))
            }
        }
        for run in context.runs {
            for name in [run.id, run.short].compactMap(\.self) { names.add(name.lowercased(), .run(run.id)) }
        }
        return names
    }

    /// The provider of that name, else those of that kind.
    private static func providers(_ key: String, _ context: ChatContext) -> [String] {
        if context.providers.contains(where: { $0.id == key }) { return [key] }
        return context.providers.filter { $0.kind == key }.map(\.id)
    }

    var longestPhrase: Int { max(names.longestPhrase, skills.names.longestPhrase) }

    /// Anything else of that name before a skill: everybody may give a skill a name.
    private subscript(name: String) -> Meaning? { names[name] ?? skills.names[name] }

    /// What is meant between quotation marks, where a name may be an ordinary word.
    ///
    /// - Parameter word: In small letters.
    /// - Returns: Unknown where several things are called so; nil when it is no name, or means the same without them.
    func meaning(quoted word: String) -> Meaning? {
        let provider = providers.first { $0.lowercased() == word }
        guard let skill = skill(word) else {
            return OrdinaryWord.has(word) ? provider.map { .provider($0) } : nil
        }
        switch names[word] {
        case nil, .user: return provider == nil ? .skill(skill.name, version: nil) : .unknown
        default: return .unknown
        }
    }

    /// What the name stands for, or the beginning of a run's id that only one has.
    func meaning(of word: String) -> Meaning? {
        if let meaning = self[word] { return meaning }
        let bare = word.hasPrefix("#") ? String(word.dropFirst()) : word
        if bare != word {
            if let meaning = self[bare] { return meaning }
            if let tag = tag(bare) { return .tag(tag) }
        }
        return nil
    }

    func skill(_ name: String) -> ChatContext.Skill? { skills.byName[name.lowercased()] }

    /// The tag as it is spelt.
    func tag(_ word: String) -> String? { skills.tags[word.lowercased()] }

    /// The state as it is spelt, where a skill is in it.
    func skillState(_ word: String) -> String? { skills.states[word] }

    /// The context's word for how a run is.
    func runStatus(_ own: String) -> String { RunStatusNames.spelling(of: own, in: context.runStatuses) }

    func alert(_ id: String) -> ChatContext.Alert? { context.alerts.first { $0.id == id } }

    var providers: [String] { context.providers.map(\.id) }

    /// Runs of whoever speaks, newest first.
    var ownRuns: [ChatContext.Run] {
        context.runs.filter { $0.by == nil || context.user == nil || $0.by == context.user }
            .sorted { $0.age < $1.age }
    }

    /// Whether what `last` stands for failed, wholly or partly.
    var hasNewestFailed: Bool {
        let newest = context.last.flatMap { last in ownRuns.first { $0.id == last } } ?? ownRuns.first
        return newest.map { $0.status == "failed" || $0.status == "partial_failed" } ?? false
    }

    /// Names of skills one slip away.
    func skills(near word: String) -> [String] {
        let spelling = Spelling(word)
        return skills.spellings.filter { $0.spelling.isNear(spelling) }.map(\.name)
    }

    /// Providers one slip away, by their names or what they are called; in the order of the context.
    func providers(near word: String) -> [String] {
        let spelling = Spelling(word)
        let found = Set(providerSpellings.filter { $0.spelling.isNear(spelling) }.flatMap(\.ids))
        return found.isEmpty ? [] : providers.filter(found.contains)
    }
}
